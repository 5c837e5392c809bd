import { chmod, unlink } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { SimulatorReply } from './simulator-reply';

const LONGEST_LINE = 8_192;
/** Linux keeps the path of a socket in 108 bytes. */
const LONGEST_PATH = 107;

/**
 * Listens in the data directory, readable by its owner alone: one JSON line in, one JSON line out, any
 * number of times per connection.
 */
export async function openControlSocket(
  path: string,
  answer: (input: unknown) => SimulatorReply,
): Promise<Server> {
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new Error(`The path of the control socket is longer than ${LONGEST_PATH} bytes: ${path}`);
  }
  if (await answers(path)) throw new Error(`Another simulated plant runs already: it answers on ${path}`);
  // What a killed one left behind.
  await unlink(path).catch(() => undefined);
  const server = createServer((socket) => serve(socket, answer));
  const mask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(mask);
  }
  await chmod(path, 0o600);
  return server;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

function serve(socket: Socket, answer: (input: unknown) => SimulatorReply): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 1);
      socket.write(JSON.stringify(reply(line, answer)) + '\n');
    }
    if (text.length > LONGEST_LINE) socket.destroy();
  });
}

function reply(line: string, answer: (input: unknown) => SimulatorReply): SimulatorReply {
  let input: unknown;
  try {
    input = JSON.parse(line);
  } catch {
    return { ok: false, error: 'A command is one line of JSON.' };
  }
  return answer(input);
}
