import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startSpeaker, type SpokenAlarm, type Speaker } from '../../bench/alarms/speaker';

/** Alarms that are raised together, and cleared together the next time. */
const AT_ONCE = 50;
/** A server that has just been killed is dialled again after this. */
const AGAIN_MS = 500;
/** What is not acknowledged by then was said to a server that is dead. */
const ANSWERED_WITHIN_MS = 5_000;

interface FloodOptions {
  mqttPort: number;
  /** A gateway that does nothing else, and where its certificate, key and authority lie. */
  gateway: string;
  folder: string;
  /** Alarms and ends of alarms per second. */
  perSecond: number;
}

/**
 * A gateway that raises alarms and clears them without end, through every kill: what the durable stream carries
 * while sockets are cut. What is not acknowledged is said again after the next connection.
 */
export class AlarmFlood {
  /** Alarms and ends that were acknowledged. */
  said = 0;
  readonly #options: FloodOptions;

  constructor(options: FloodOptions) {
    this.#options = options;
  }

  async run(signal: AbortSignal): Promise<void> {
    const everyMs = (AT_ONCE * 1_000) / this.#options.perSecond;
    let speaker: Speaker | undefined;
    for (let round = 0; !signal.aborted;) {
      try {
        speaker ??= await this.#dial();
        await within(ANSWERED_WITHIN_MS, speaker.raiseAll(alarmsOf(round)));
        this.said += AT_ONCE;
        round += 1;
        await pause(everyMs, undefined, { signal });
      } catch {
        void speaker?.stop().catch(() => undefined);
        speaker = undefined;
        await pause(AGAIN_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    void speaker?.stop().catch(() => undefined);
  }

  #dial(): Promise<Speaker> {
    const { folder, gateway, mqttPort } = this.#options;
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const credentials = () => ({
      certificatePem: read('certificate.pem'),
      keyPem: read('key.pem'),
      caPem: read('ca.pem'),
    });
    return startSpeaker({ mqttPort, credentials }, gateway);
  }
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = pause(ms, undefined, { signal: over.signal }).then(() => {
    throw new Error(`no answer within ${ms} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

/** In turn raised and over; a message without text ends its alarm. */
const alarmsOf = (round: number): SpokenAlarm[] =>
  Array.from({ length: AT_ONCE }, (_, i) => ({
    service: `meter-${String(i).padStart(4, '0')}`,
    type: 'cert_expired',
    severity: 'major',
    text: `round ${round}`,
    isOver: round % 2 === 1,
  }));
