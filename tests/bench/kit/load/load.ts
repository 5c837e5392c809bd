import { once } from 'node:events';
import type { BenchPlant } from '../bench-plant';
import { startWorker } from '../start-worker';
import type { Target } from '../target';
import { Tally, type LoadCounts } from './tally';
import type { LoadInput, LoadOrder, LoadReport } from './worker';

/** A plant's gateways, sending. */
export interface Load {
  /** Slots 2i and 2i+1: when the last two publications of drive i of the plant were due, epoch ms. In shared memory. */
  publishedAt: Float64Array;
  /** Starts publishing. */
  begin(): void;
  /** Throws when a connection was lost: what is measured from then on would mean nothing. */
  counts(): LoadCounts;
  /**
   * Stops publishing, waits at most 30 s for acknowledgements, and closes. Rejects when some did not come, when
   * messages that were due were not sent, or when a connection was lost before.
   */
  stop(): Promise<void>;
}

export interface LoadOptions {
  target: Pick<Target, 'mqttPort' | 'credentials'>;
  plant: Pick<BenchPlant, 'gateways' | 'families'>;
  /** Messages of each drive in a second; 1 when left out. */
  hz?: number;
  /** Drives of a gateway that are published at once, in one write; 5 when left out. */
  burst?: number;
  /** Messages in flight at most, on each connection; 100 when left out. */
  window?: number;
}

/**
 * Connects every gateway of the plant from a thread of its own: QoS 1, one message a drive with twelve
 * canonical numbers and its time. Resolves when all are connected and nothing is published yet.
 */
export async function startLoad({
  target,
  plant,
  hz = 1,
  burst = 5,
  window = 100,
}: LoadOptions): Promise<Load> {
  let number = 0;
  const gateways = plant.gateways.map(({ id, drives }) => ({
    id,
    credentials: target.credentials(id),
    drives: drives.map((drive) => ({
      id: drive,
      family: plant.families[number] ?? 'unknown',
      number: number++,
    })),
  }));
  const tally = new Tally();
  tally.nextDue(Infinity);
  const publishedAt = new SharedArrayBuffer(8 * 2 * number);
  const input: LoadInput = {
    port: target.mqttPort,
    gateways,
    hz,
    burst,
    window,
    tally: tally.buffer,
    publishedAt,
  };
  const worker = startWorker(new URL('./worker.ts', import.meta.url), input);
  let failure: Error | undefined;
  worker.on('error', (error) => (failure = error instanceof Error ? error : new Error(String(error))));
  const say = (order: LoadOrder) => worker.postMessage(order);
  // Rejects with what the thread throws.
  const heard = async (): Promise<LoadReport> => ((await once(worker, 'message')) as [LoadReport])[0];
  await heard();
  return {
    publishedAt: new Float64Array(publishedAt),
    begin: () => say('begin'),
    counts() {
      if (failure !== undefined) throw failure;
      return tally.read();
    },
    async stop() {
      if (failure !== undefined) throw failure;
      const ended = once(worker, 'exit');
      const closed = heard();
      say('stop');
      const report = await closed;
      await ended;
      if (report !== 'connected' && report.unacknowledged + report.unsent > 0) {
        const { unacknowledged, unsent } = report;
        throw new Error(
          `${unacknowledged} messages were not acknowledged within 30 s, and ${unsent} that were due not sent`,
        );
      }
    },
  };
}
