import { CANARY, CANARY_EVENT } from '../../domain/alarms/canary';
import type { GatewayId } from '../../domain/ids';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import type { Drive } from '../../domain/plant/model';
import { judgeArrival, type Arrival } from '../../domain/telemetry/arrival';
import { keptQuality, QUALITIES } from '../../domain/telemetry/quality';
import type { Sample } from '../../domain/telemetry/sample';
import { namedValues, noValues } from '../../domain/telemetry/signal-values';
import { SECOND_MS, type Instant } from '../../domain/time';
import type { Logger } from '../log';
import { decode } from './dialects/thin-edge/decode';
import type { Decoded, DecodedSample } from './dialects/thin-edge/decoded';
import { kindByTopic, shortName } from './dialects/thin-edge/topic';
import type { EntityDirectory } from './entity-directory';
import { entitySeen } from './entity-entries';
import type { EventKeeper } from './event-keeper';
import { ExtraNames } from './extra-names';
import type { InboundMessage, InboundSink } from './inbound-message';
import type { IngestMetrics, QuarantineReason } from './ingest-metrics';
import type { JournalEntry } from './journal-entry';
import type { PlaceFinder } from './place-finder';
import type { GatewayWatch, LiveSink } from './ports';
import { quarantined } from './quarantine';
import type { StateKeeper } from './state-keeper';

interface IngestOptions {
  append(message: InboundMessage, entries: readonly JournalEntry[]): Promise<void>;
  image: LiveSink;
  gateways: GatewayWatch;
  places: PlaceFinder;
  entities: EntityDirectory;
  states: StateKeeper;
  events: EventKeeper;
  log: Logger;
  metrics: IngestMetrics;
}

const NOTHING: readonly JournalEntry[] = [];
const TOO_MANY_ENTITIES = 'The gateway has announced too many devices.';

/** What arrives this long after it was made was stored on its way. Samples have D9's own rule. */
const FORWARDED_AFTER_MS = 60 * SECOND_MS;

/**
 * The way of a message: decoded, into the live image at once, into the journal, and accepted when that has
 * committed. What cannot be used is quarantined, and accepted like everything else.
 */
export class Ingest implements InboundSink {
  readonly #options: IngestOptions;
  readonly #extraNames = new ExtraNames();
  /** Receive times given to samples without a device time, so that no two of a device are the same. */
  readonly #untimed = new Map<number, Instant>();

  constructor(options: IngestOptions) {
    this.#options = options;
  }

  /** Resolves when the message is committed, or needs no keeping; never rejects. */
  accept(message: InboundMessage): Promise<void> {
    const { gateways, metrics } = this.#options;
    if (message.gateway === CANARY) return this.#takeCanary(message);
    metrics.arrived();
    gateways.messageArrived(message.gateway, message.receivedAt);
    if (message.cut !== undefined) return this.#refuse(message, 'too-large', 'Larger than is accepted.');
    try {
      return this.#take(message, decode(message.topic, message.payload));
    } catch (error) {
      return this.#stumble(message, error);
    }
  }

  /** The canary takes the way of every event and is kept nowhere on it; what else it said is not heard. */
  #takeCanary(message: InboundMessage): Promise<void> {
    const decoded = message.cut === undefined ? decode(message.topic, message.payload) : undefined;
    if (decoded?.type !== 'event' || decoded.name !== CANARY_EVENT) return Promise.resolve();
    const { name: type, text, body } = decoded;
    const report = { gateway: message.gateway, type, text, body, at: message.receivedAt };
    return this.#options.append(message, [{ kind: 'own', report }]);
  }

  #take(message: InboundMessage, decoded: Decoded): Promise<void> {
    const { append, entities, states, events } = this.#options;
    const { gateway, receivedAt } = message;
    switch (decoded.type) {
      case 'sample':
        return this.#takeSample(message, decoded);
      case 'reject':
        return this.#refuse(message, decoded.reason, decoded.detail);
      case 'ignore':
      case 'health-check':
        return Promise.resolve();
      case 'deregister':
        // The main device is the gateway itself: thin-edge does not let it be taken back.
        if (decoded.entity === MAIN_DEVICE) return Promise.resolve();
        entities.remove(gateway, decoded.entity);
        return append(message, [
          { kind: 'entity-removed', gone: { gateway, topicId: decoded.entity, at: receivedAt } },
        ]);
    }
    const seen = entitySeen(entities, gateway, decoded.entity, receivedAt);
    if (seen === 'refused') {
      return this.#refuse(message, 'too-many-entities', TOO_MANY_ENTITIES);
    }
    switch (decoded.type) {
      case 'register':
        return append(message, [states.register(gateway, decoded, receivedAt)]);
      case 'event': {
        const arrival = this.#arrivalOf(gateway, decoded.time, receivedAt);
        const isForwarded = receivedAt - arrival.measuredAt > FORWARDED_AFTER_MS;
        return append(message, [...seen, events.keep(message, decoded, arrival.sourceTime, isForwarded)]);
      }
      case 'state': {
        const { sourceTime } = this.#arrivalOf(gateway, decoded.time, receivedAt);
        const entry = states.report(gateway, decoded, sourceTime, receivedAt);
        if (entry !== undefined) return append(message, [...seen, entry]);
        return this.#refuse(message, 'too-many-states', 'The gateway has announced too many states.');
      }
      case 'cleared':
        return append(message, [...seen, states.clear(gateway, decoded, receivedAt)]);
    }
  }

  #takeSample(message: InboundMessage, decoded: DecodedSample): Promise<void> {
    const { entities, gateways, places, metrics } = this.#options;
    const { gateway, receivedAt } = message;
    if (decoded.rejectedFields.length > 0) metrics.fieldsRejected(decoded.rejectedFields.length);
    if (decoded.time !== undefined && !message.retain)
      gateways.observeClock(gateway, decoded.time, receivedAt);
    const arrival = this.#arrivalOf(gateway, decoded.time, receivedAt);
    const known = entities.knownKindOf(gateway, decoded.entity);
    const kind = known ?? kindByTopic(decoded.entity);
    if (kind !== 'child-device') {
      const taken = this.#takeOwnSample(message, decoded, arrival, kind === 'service');
      return taken.catch((error) => this.#stumble(message, error));
    }
    const seen = known === undefined ? entitySeen(entities, gateway, decoded.entity, receivedAt) : NOTHING;
    const drive = places.drive(gateway, decoded.entity);
    // A drive of the plant file has its place, however many devices its gateway has announced.
    if (drive !== undefined)
      return this.#keep(message, decoded, arrival, drive, seen === 'refused' ? [] : seen);
    if (seen === 'refused') return this.#refuse(message, 'too-many-entities', TOO_MANY_ENTITIES);
    return this.#discover(message, decoded, arrival, seen).catch((error) => this.#stumble(message, error));
  }

  async #discover(
    message: InboundMessage,
    decoded: DecodedSample,
    arrival: Arrival,
    seen: readonly JournalEntry[],
  ): Promise<void> {
    const { entities, places } = this.#options;
    const { gateway } = message;
    const drive = await places.newDrive(gateway, decoded.entity, () =>
      entities.hintOf(gateway, decoded.entity),
    );
    if (drive === undefined)
      return this.#refuse(message, 'unplaceable', 'The device has no place in the plant.');
    return this.#keep(message, decoded, arrival, drive, seen);
  }

  #keep(
    message: InboundMessage,
    decoded: DecodedSample,
    arrival: Arrival,
    drive: Drive,
    seen: readonly JournalEntry[],
  ): Promise<void> {
    const { append, image, metrics } = this.#options;
    const { gateway, receivedAt } = message;
    const { sourceTime } = arrival;
    const sample: Sample = {
      gateway,
      entity: decoded.entity,
      type: decoded.measurement,
      sourceTime,
      receivedAt,
      quality: decoded.quality,
      values: decoded.values,
      extras: this.#extraNames.admit(drive.key, decoded.extras),
      rejectedFields: decoded.rejectedFields,
    };
    // Retained, it is a copy of unknown age; only its own time could say that it is young.
    const isOldCopy = message.retain && sourceTime === undefined;
    const isHistorical = isOldCopy || image.apply(sample, drive, arrival) === 'historical';
    if (isHistorical) metrics.historical();
    const row: JournalEntry = {
      kind: 'sample',
      driveKey: drive.key,
      sourceMs: sourceTime ?? this.#untimedInstant(drive.key, receivedAt),
      receivedMs: receivedAt,
      quality: QUALITIES.indexOf(keptQuality(sample.quality, sourceTime !== undefined, drive.simulated)),
      historical: isHistorical,
      values: sample.values,
      extras: sample.extras,
    };
    return append(message, seen.length === 0 ? [row] : [...seen, row]);
  }

  /** What the gateway measures of itself and its services is kept under its own key. */
  async #takeOwnSample(
    message: InboundMessage,
    decoded: DecodedSample,
    arrival: Arrival,
    isService: boolean,
  ): Promise<void> {
    const { append, entities, places } = this.#options;
    const { gateway, receivedAt } = message;
    const key = places.gatewayKey(gateway) ?? (await places.newGatewayKey(gateway));
    if (key === undefined) return this.#refuse(message, 'unplaceable', 'The gateway is not on record.');
    const seen = entitySeen(entities, gateway, decoded.entity, receivedAt);
    if (seen === 'refused') {
      return this.#refuse(message, 'too-many-entities', TOO_MANY_ENTITIES);
    }
    const prefix = isService ? `service/${shortName(decoded.entity)}.` : '';
    const named = [...namedValues(decoded.values), ...decoded.extras].map(
      ([name, value]) => [prefix + name, value] as const,
    );
    const row: JournalEntry = {
      kind: 'sample',
      driveKey: key,
      sourceMs: arrival.sourceTime ?? this.#untimedInstant(key, receivedAt),
      receivedMs: receivedAt,
      quality: QUALITIES.indexOf(keptQuality(decoded.quality, arrival.sourceTime !== undefined, false)),
      historical: receivedAt - arrival.measuredAt > FORWARDED_AFTER_MS,
      values: noValues(),
      extras: this.#extraNames.admit(key, new Map(named)),
    };
    return append(message, seen.length === 0 ? [row] : [...seen, row]);
  }

  /** A mistake of ours in one message may not cost the others; with it in quarantine it can be found. */
  #stumble(message: InboundMessage, error: unknown): Promise<void> {
    this.#options.log.error({ err: error, gateway: message.gateway }, 'a message could not be taken in');
    return this.#refuse(message, 'internal-error', 'The program stumbled over this message.');
  }

  #refuse(message: InboundMessage, reason: QuarantineReason, detail: string): Promise<void> {
    this.#options.metrics.rejected(reason);
    return this.#options.append(message, [
      { kind: 'quarantined', message: quarantined(message, reason, detail) },
    ]);
  }

  #arrivalOf(gateway: GatewayId, stated: Instant | undefined, receivedAt: Instant): Arrival {
    return judgeArrival(stated, receivedAt, this.#options.gateways.clockOf(gateway));
  }

  /** A sample without a device time is known by when it came; two in one millisecond must both be kept. */
  #untimedInstant(key: number, receivedAt: Instant): Instant {
    const instant = Math.max(receivedAt, (this.#untimed.get(key) ?? -Infinity) + 1);
    this.#untimed.set(key, instant);
    return instant;
  }
}
