import { connect } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '../lib/domain/errors';

const reply = z.union([
  z.object({ ok: z.literal(true), text: z.string() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);
type SimulatorReply = z.infer<typeof reply>;

const ANSWER_WITHIN_MS = 5_000;

/** Sends one command to the simulator that runs on a data directory. Throws plainly when none does. */
export function askSimulator(dataDirectory: string, command: object): Promise<SimulatorReply> {
  return new Promise((resolve, reject) => {
    const socket = connect(join(dataDirectory, 'simulator.sock'));
    let text = '';
    socket.setEncoding('utf8').setTimeout(ANSWER_WITHIN_MS, () => {
      socket.destroy(new Error('The simulator does not answer.'));
    });
    socket.on('connect', () => socket.write(JSON.stringify(command) + '\n'));
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0) return;
      socket.destroy();
      resolve(read(text.slice(0, end)));
    });
    socket.on('error', (error) => reject(isNobodyThere(error) ? nobody(dataDirectory) : error));
    socket.on('close', () => reject(new Error('The simulator ended the connection without an answer.')));
  });
}

const isNobodyThere = (error: Error): boolean =>
  'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED');

const nobody = (dataDirectory: string) =>
  new DomainError('not-found', `No simulated plant runs on ${dataDirectory}. Start one with: npm run demo`);

function read(line: string): SimulatorReply {
  const parsed = reply.safeParse(JSON.parse(line));
  return parsed.success
    ? parsed.data
    : { ok: false, error: 'The simulator gave an answer of another version.' };
}
