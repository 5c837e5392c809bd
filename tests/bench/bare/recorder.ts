import type pg from 'pg';
import type { Clock } from '../../../src/lib/server/clock';
import type { InboundMessage, InboundSink } from '../../../src/lib/server/ingest/inbound-message';
import { SampleBatch, VALUES } from './samples';

/** From the beginning of one commit to that of the next, at least. */
const COMMIT_EVERY_MS = 250;

/** Told of each value as it arrives, before it is committed. */
type OnValue = (drive: number, receivedAt: number, value: number) => void;

/** Takes messages apart, and commits what gathers in one insert after the other. */
export class Recorder implements InboundSink {
  readonly #drives: ReadonlyMap<string, ReadonlyMap<string, number>>;
  #batch = new SampleBatch();

  /** `gateways` with their drives, which are numbered in that order. */
  constructor(
    gateways: readonly { id: string; drives: readonly string[] }[],
    private readonly onValue: OnValue,
  ) {
    let number = 0;
    this.#drives = new Map(
      gateways.map(({ id, drives }) => [
        id,
        new Map(drives.map((drive) => [`te/device/${drive}///m/drive`, number++])),
      ]),
    );
  }

  /** A message that is none of a listed drive is an error, which ends its connection. */
  accept({ gateway, topic, payload, receivedAt }: InboundMessage): Promise<void> {
    const drive = this.#drives.get(gateway)?.get(topic);
    if (drive === undefined) throw new Error(`no drive ${gateway} ${topic}`);
    const message = JSON.parse(payload.toString()) as Record<string, number>;
    const { columns } = this.#batch;
    columns[0]!.push(drive);
    columns[1]!.push(Math.round(1_000 * message['time']!));
    columns[2]!.push(receivedAt);
    for (let i = 0; i < VALUES.length; i += 1) columns[3 + i]!.push(message[VALUES[i]!]!);
    this.onValue(drive, receivedAt, message[VALUES[0]!]!);
    return this.#batch.committed;
  }

  /** Commits until the signal aborts, then what is left. */
  async run(client: pg.Client, clock: Clock, signal: AbortSignal): Promise<void> {
    for (;;) {
      const startedAt = clock.now();
      const stopping = signal.aborted;
      const batch = this.#batch;
      if (batch.rows > 0) {
        this.#batch = new SampleBatch();
        await batch.insert(client);
      }
      if (stopping) return;
      await clock.sleep(startedAt + COMMIT_EVERY_MS - clock.now(), signal);
    }
  }
}
