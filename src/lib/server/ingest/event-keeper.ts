import type { Instant } from '../../domain/time';
import type { DecodedEvent } from './dialects/thin-edge/decoded';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import { eventDigests } from './event-digest';
import type { InboundMessage } from './inbound-message';
import type { JournalEntry } from './journal-entry';
import type { StormGuard } from './storm-guard';

/** Characters of a text that a storm's sample keeps. */
const SAMPLE_TEXT = 200;

/** So many events of a gateway's storm in a minute are still looked at by detection; the rest is a number. */
const MOST_LOOKED_AT = 5_000;

/** Takes in events: each once, and in a storm counted instead of kept. */
export class EventKeeper {
  readonly #storms: StormGuard;
  readonly #backlogs: StormGuard;

  /** What was stored on its way comes all at once and is no storm; `backlogs` bounds it all the same. */
  constructor(storms: StormGuard, backlogs: StormGuard) {
    this.#storms = storms;
    this.#backlogs = backlogs;
  }

  keep(
    { gateway, payload, receivedAt }: InboundMessage,
    { entity, name, text, body, time }: DecodedEvent,
    sourceTime: Instant | undefined,
    historical: boolean,
  ): JournalEntry {
    const storm = (historical ? this.#backlogs : this.#storms).count(gateway, receivedAt);
    const digests = eventDigests({ gateway, entity, type: name, time, payload }, receivedAt);
    const event = {
      gateway,
      topicId: entity,
      type: name,
      text,
      body,
      sourceTime,
      receivedAt,
      historical,
      ...digests,
    };
    if (storm === undefined) return { kind: 'event', event };
    const { minute, number } = storm;
    const parts = { gateway, entity: MAIN_DEVICE, type: 'storm', time: minute, payload: Buffer.alloc(0) };
    return {
      kind: 'storm',
      storm: {
        gateway,
        topicId: MAIN_DEVICE,
        digest: eventDigests(parts, receivedAt).digest,
        receivedAt,
        count: 1,
        samples: [{ entity, type: name, text: text.slice(0, SAMPLE_TEXT).toWellFormed() }],
        thinned: number <= MOST_LOOKED_AT ? [event] : [],
      },
    };
  }
}
