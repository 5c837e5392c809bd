import type { EntityTopicId, GatewayId } from '../../domain/ids';
import type { DecodedRegistration, EntityKind } from './dialects/thin-edge/decoded';
import type { JsonValue } from './dialects/thin-edge/json';
import { defaultParent, kindByTopic } from './dialects/thin-edge/topic';
import { driveHint, namesFamily, type DriveHint } from './drive-hint';

/** Devices and services that one gateway may announce; far above what one can poll. */
const MAX_ENTITIES = 2_000;

interface KnownEntity {
  kind: EntityKind;
  parent: EntityTopicId | undefined;
  name: string | undefined;
  deviceType: string | undefined;
  /** What its twin says of it as a drive. */
  driveTwin: JsonValue | undefined;
  /** Units by measurement type, then by signal. */
  units: Map<string, ReadonlyMap<string, string>>;
}

type Gateway = Map<EntityTopicId, KnownEntity>;

/**
 * What gateways have told of their devices and services, in memory: what a message needs to know of its
 * sender. The database holds the same; this is filled from it at start.
 */
export class EntityDirectory {
  readonly #gateways = new Map<GatewayId, Gateway>();
  readonly #most: number;

  constructor(most = MAX_ENTITIES) {
    this.#most = most;
  }

  /** What an entity is: as it registered, else as its name tells. */
  kindOf(gateway: GatewayId, entity: EntityTopicId): EntityKind {
    return this.knownKindOf(gateway, entity) ?? kindByTopic(entity);
  }

  /** The same of an entity that was met; `undefined` for others. */
  knownKindOf(gateway: GatewayId, entity: EntityTopicId): EntityKind | undefined {
    return this.#find(gateway, entity)?.kind;
  }

  parentOf(gateway: GatewayId, entity: EntityTopicId): EntityTopicId | undefined {
    return this.#find(gateway, entity)?.parent;
  }

  /** Notes that an entity exists. `refused` when its gateway has announced too many. */
  meet(gateway: GatewayId, entity: EntityTopicId): 'known' | 'new' | 'refused' {
    const entities = this.#entitiesOf(gateway);
    if (entities.has(entity)) return 'known';
    if (entities.size >= this.#most) return 'refused';
    const kind = kindByTopic(entity);
    entities.set(entity, unregistered(kind, defaultParent(entity, kind)));
    return 'new';
  }

  /** Takes over how an entity describes itself. It must have been met. */
  register(gateway: GatewayId, facts: Omit<DecodedRegistration, 'type' | 'externalId' | 'attributes'>): void {
    const known = this.#find(gateway, facts.entity);
    if (known === undefined) return;
    known.kind = facts.kind;
    known.parent = facts.parent;
    known.name = facts.name;
    known.deviceType = facts.deviceType;
  }

  /** Forgets an entity and everything below it. */
  remove(gateway: GatewayId, entity: EntityTopicId): void {
    const entities = this.#entitiesOf(gateway);
    const gone = new Set([entity]);
    for (let size = 0; size !== gone.size;) {
      size = gone.size;
      for (const [name, { parent }] of entities) if (parent !== undefined && gone.has(parent)) gone.add(name);
    }
    for (const name of gone) entities.delete(name);
  }

  setUnits(
    gateway: GatewayId,
    entity: EntityTopicId,
    measurement: string,
    units: ReadonlyMap<string, string> | undefined,
  ): void {
    const known = this.#find(gateway, entity);
    if (units === undefined) known?.units.delete(measurement);
    else known?.units.set(measurement, units);
  }

  /** Units of all of an entity's measurement types together. */
  unitsOf(gateway: GatewayId, entity: EntityTopicId): ReadonlyMap<string, string> {
    const known = this.#find(gateway, entity);
    return new Map([...(known?.units.values() ?? [])].flatMap((units) => [...units]));
  }

  setDriveTwin(gateway: GatewayId, entity: EntityTopicId, twin: JsonValue | undefined): void {
    const known = this.#find(gateway, entity);
    if (known !== undefined) known.driveTwin = twin;
  }

  /** What is known of an entity as a drive. */
  hintOf(gateway: GatewayId, entity: EntityTopicId): DriveHint {
    const known = this.#find(gateway, entity);
    return driveHint({ name: known?.name, deviceType: known?.deviceType }, known?.driveTwin);
  }

  /** Whether it says of itself that it is a drive: by its type, or by describing itself as one. */
  saysItIsADrive(gateway: GatewayId, entity: EntityTopicId): boolean {
    const known = this.#find(gateway, entity);
    if (known === undefined || known.kind !== 'child-device') return false;
    return known.driveTwin !== undefined || namesFamily(known.deviceType);
  }

  #find(gateway: GatewayId, entity: EntityTopicId): KnownEntity | undefined {
    return this.#gateways.get(gateway)?.get(entity);
  }

  #entitiesOf(gateway: GatewayId): Gateway {
    const known = this.#gateways.get(gateway);
    if (known !== undefined) return known;
    const entities: Gateway = new Map();
    this.#gateways.set(gateway, entities);
    return entities;
  }
}

const unregistered = (kind: EntityKind, parent: EntityTopicId | undefined): KnownEntity => ({
  kind,
  parent,
  name: undefined,
  deviceType: undefined,
  driveTwin: undefined,
  units: new Map(),
});
