import type { Instant } from '../../domain/time';
import type { DecodedEvent } from './dialects/thin-edge/decoded';
import { MAIN_DEVICE } from './dialects/thin-edge/topic';
import { eventDigests } from './event-digest';
import type { InboundMessage } from './inbound-message';
import type { JournalEntry } from './journal-entry';
import type { StormGuard } from './storm-guard';

/** Characters of a text that a storm's sample keeps. */
const SAMPLE_TEXT = 200;

/** Takes in events: each once, and in a storm counted instead of kept. */
export class EventKeeper {
  readonly #storms: StormGuard;

  constructor(storms: StormGuard) {
    this.#storms = storms;
  }

  keep(
    { gateway, payload, receivedAt }: InboundMessage,
    { entity, name, text, body, time }: DecodedEvent,
    sourceTime: Instant | undefined,
    historical: boolean,
  ): JournalEntry {
    const storm = this.#storms.count(gateway, receivedAt);
    if (storm !== undefined) {
      const parts = { gateway, entity: MAIN_DEVICE, type: 'storm', time: storm, payload: Buffer.alloc(0) };
      return {
        kind: 'storm',
        storm: {
          gateway,
          topicId: MAIN_DEVICE,
          digest: eventDigests(parts, receivedAt).digest,
          receivedAt,
          count: 1,
          samples: [{ entity, type: name, text: text.slice(0, SAMPLE_TEXT).toWellFormed() }],
        },
      };
    }
    const digests = eventDigests({ gateway, entity, type: name, time, payload }, receivedAt);
    return {
      kind: 'event',
      event: {
        gateway,
        topicId: entity,
        type: name,
        text,
        body,
        sourceTime,
        receivedAt,
        historical,
        ...digests,
      },
    };
  }
}
