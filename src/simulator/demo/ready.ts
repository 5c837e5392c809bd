import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';

const ASK_EVERY_MS = 100;

/** Resolves when the server says that it is ready; rejects when `signal` aborts first. */
export async function whenReady(address: URL, signal: AbortSignal): Promise<void> {
  while (!(await answersWell(new URL('/readyz', address)))) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}

/** The certificate is our own machine's: whether it is ready does not depend on whether it is trusted. */
function answersWell(address: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const tls = address.protocol === 'https:';
    const options = { timeout: 2_000, ...(tls ? { rejectUnauthorized: false } : {}) };
    const request = (tls ? requestTls : requestPlain)(address, options, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
    request.end();
  });
}
