import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { BlockList, isIP, type AddressInfo } from 'node:net';
import type { Host } from './host';
import { prepareForFiles } from './http/file-requests';
import { listenFault } from './listen-fault';
import type { Logger } from './log';
import type { Settings } from './settings';

/** Headers that only our own listener may set; the page handler believes them. */
const PROTOCOL = 'x-forwarded-proto';
const CLIENT_ADDRESS = 'x-zonewatch-client-address';

/** What went wrong may be right the next time, whatever the address says of how long it may be kept. */
const NOT_KEPT = { 'cache-control': 'no-store' };

/**
 * The server for pages, API and sockets. It tells the handler how the browser really came: protocol and
 * client address are taken from forwarding headers only when the peer is a listed proxy. A request that the
 * handler throws at is lost alone: anybody can send one, and a plant is being recorded.
 */
export function createHttpServer(settings: Settings, host: Host, log: Logger): http.Server {
  const trusted = proxyList(settings.trustedProxies);
  const listener: http.RequestListener = async (request, response) => {
    try {
      describeClient(request, trusted);
      prepareForFiles(request, response);
      await host.handle(request, response, () => void response.writeHead(404, NOT_KEPT).end());
    } catch (error) {
      log.error({ err: error, method: request.method }, 'a request could not be answered');
      if (response.headersSent) response.destroy();
      else response.writeHead(500, NOT_KEPT).end();
    }
  };
  if (settings.tls === undefined) return http.createServer(listener);
  const tls = {
    cert: readFileSync(settings.tls.certificate),
    key: readFileSync(settings.tls.key),
    minVersion: 'TLSv1.2' as const,
  };
  return https.createServer(tls, listener);
}

/** Listens and resolves with the address a person would type. */
export function listen(server: http.Server, settings: Settings): Promise<string> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error) => reject(listenFault(error, { ...settings, prefix: '' }));
    server.once('error', onError);
    server.listen(settings.port, settings.host, () => {
      server.off('error', onError);
      const { port } = server.address() as AddressInfo;
      const name = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
      resolve(`${settings.tls ? 'https' : 'http'}://${name}:${port}`);
    });
  });
}

export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function describeClient(request: http.IncomingMessage, trusted: BlockList): void {
  const peer = plainAddress(request.socket.remoteAddress ?? '');
  const encrypted = 'encrypted' in request.socket;
  const behindProxy = isListed(trusted, peer);
  const forwarded = String(request.headers['x-forwarded-for'] ?? '');
  const protocol = String(request.headers[PROTOCOL] ?? '');
  request.headers[PROTOCOL] = encrypted || (behindProxy && protocol === 'https') ? 'https' : 'http';
  request.headers[CLIENT_ADDRESS] = behindProxy ? lastUntrusted(forwarded, trusted, peer) : peer;
  vouchForScript(request);
}

/**
 * The page handler refuses forms that name no origin. A script that signs in sends neither an origin nor
 * cookies, and so nothing that another site could misuse: for such a request our own origin is named.
 */
function vouchForScript({ headers }: http.IncomingMessage): void {
  if (headers.origin !== undefined || headers.cookie !== undefined || headers.host === undefined) return;
  headers.origin = `${String(headers[PROTOCOL])}://${headers.host}`;
}

/** The nearest address in the forwarding chain that no listed proxy vouches for: what lies before it can be invented. */
function lastUntrusted(chain: string, trusted: BlockList, peer: string): string {
  const hops = chain.split(',').map((hop) => plainAddress(hop.trim()));
  return hops.findLast((hop) => isIP(hop) !== 0 && !isListed(trusted, hop)) ?? peer;
}

const isListed = (list: BlockList, address: string): boolean => {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
};

const plainAddress = (address: string): string => address.replace(/^::ffff:/, '');
