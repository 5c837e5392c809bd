import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Decoded, DecodedRegistration, DecodedState } from './dialects/thin-edge/decoded';
import type { JsonValue } from './dialects/thin-edge/json';
import { DRIVE_TWIN } from './drive-hint';
import type { EntityDirectory } from './entity-directory';
import type { JournalEntry } from './journal-entry';
import type { PlaceFinder } from './place-finder';
import type { LiveSink } from './ports';
import type { StateBudget } from './state-budget';
import { unitsOf } from './units';

type DecodedCleared = Extract<Decoded, { type: 'cleared' }>;

/**
 * Takes in what entities say of themselves: registrations and states. What other messages need to know of it
 * (kind, units, what a drive is) goes into memory at once, the rest into the journal.
 */
export class StateKeeper {
  readonly #entities: EntityDirectory;
  readonly #budget: StateBudget;
  readonly #places: PlaceFinder;
  readonly #image: Pick<LiveSink, 'setUnits'>;

  constructor(options: {
    entities: EntityDirectory;
    budget: StateBudget;
    places: PlaceFinder;
    image: Pick<LiveSink, 'setUnits'>;
  }) {
    this.#entities = options.entities;
    this.#budget = options.budget;
    this.#places = options.places;
    this.#image = options.image;
  }

  register(gateway: GatewayId, decoded: DecodedRegistration, at: Instant): JournalEntry {
    const { entity, kind, parent, externalId, name, deviceType, attributes } = decoded;
    this.#entities.register(gateway, decoded);
    this.#announceDrive(gateway, entity);
    return {
      kind: 'entity',
      entity: {
        gateway,
        topicId: entity,
        kind,
        parent,
        externalId,
        name,
        type: deviceType,
        registered: true,
        attributes,
        at,
      },
    };
  }

  /** `undefined` when the gateway has announced too many states. */
  report(
    gateway: GatewayId,
    { entity, channel, name, status, body }: DecodedState,
    sourceTime: Instant | undefined,
    receivedAt: Instant,
  ): JournalEntry | undefined {
    const state = { gateway, topicId: entity, channel, name };
    if (!this.#budget.admit(state)) return undefined;
    this.learn(gateway, entity, channel, name, body);
    if (channel === 'twin') this.#announceDrive(gateway, entity);
    return { kind: 'state', state: { ...state, status, body, sourceTime, receivedAt } };
  }

  clear(gateway: GatewayId, { entity, channel, name }: DecodedCleared, at: Instant): JournalEntry {
    this.learn(gateway, entity, channel, name, undefined);
    return { kind: 'state-cleared', state: { gateway, topicId: entity, channel, name, at } };
  }

  /** Takes from a state what telemetry needs; also used to fill the memory from the database at start. */
  learn(
    gateway: GatewayId,
    entity: EntityTopicId,
    channel: DecodedState['channel'],
    name: string,
    body: JsonValue | undefined,
  ): void {
    if (channel === 'meta') {
      this.#entities.setUnits(gateway, entity, name, body === undefined ? undefined : unitsOf(body));
      this.#image.setUnits(gateway, entity, this.#entities.unitsOf(gateway, entity));
    } else if (channel === 'twin' && name === DRIVE_TWIN) {
      this.#entities.setDriveTwin(gateway, entity, body);
    }
  }

  /** What says that it is a drive becomes one before its first sample, or is better known from now on. */
  #announceDrive(gateway: GatewayId, entity: EntityTopicId): void {
    if (!this.#entities.saysItIsADrive(gateway, entity)) return;
    const known = this.#places.drive(gateway, entity);
    if (known !== undefined && known.origin !== 'discovered') return;
    // Nothing waits for it: if it is lost in a crash, the next sample or announcement does the same.
    void this.#places.describeDrive(gateway, entity, () => this.#entities.hintOf(gateway, entity));
  }
}
