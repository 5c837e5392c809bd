import { FIRMWARE, type AssetVersion } from '../../domain/assets/asset';
import type { LifeSubject } from '../../domain/assets/life-book';
import type { Milestone } from '../../domain/assets/lifecycle';
import type { GatewayId, ZoneId } from '../../domain/ids';
import { entityName, MAIN_DEVICE } from '../../domain/plant/entity';
import type { Drive, Gateway, Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { DeviceRow, StatedVersionRow } from '../storage/device-store';
import type { AnnouncedDevice, IdentityTwin, StrangerRow } from '../storage/inventory-store';
import type { AssetRecord } from './asset-record';
import { identityOf, line, type Identity } from './identity';

/** Everything that the inventory is made of. */
export interface InventoryFacts {
  plant: Plant;
  twins: readonly IdentityTwin[];
  devices: readonly DeviceRow[];
  stated: readonly StatedVersionRow[];
  announced: readonly AnnouncedDevice[];
  strangers: readonly StrangerRow[];
  certificateEnds: ReadonlyMap<GatewayId, Instant>;
  simulated: ReadonlySet<GatewayId>;
  /** What this program is and runs on. */
  own: readonly AssetVersion[];
  lifeOf(subject: LifeSubject): AssetRecord['life'];
}

type Draft = Omit<
  AssetRecord,
  'site' | 'life' | 'support' | 'statedParts' | 'addresses' | 'remarks' | 'note' | 'family'
> &
  Partial<Pick<AssetRecord, 'addresses' | 'remarks' | 'note' | 'family'>> & {
    /** Dates that were said of this asset alone. */
    milestones?: readonly Milestone[] | undefined;
    /** No product that lists of dates could name. */
    onlyParts?: boolean;
  };

/** Every asset of the plant, in the order of their names. */
export function buildInventory(facts: InventoryFacts): AssetRecord[] {
  const twins = groupBy(facts.twins, ({ gateway, topicId }) => `${gateway} ${topicId}`);
  const stated = groupBy(facts.stated, ({ asset }) => asset);
  const siteOf = new Map(facts.plant.zones.map(({ id, site }) => [id, site]));
  const identify = (gateway: GatewayId, entity: string): Identity =>
    identityOf(twins.get(`${gateway} ${entity}`) ?? []);
  const drafts = [
    ...facts.plant.gateways.map((gateway) => gatewayDraft(gateway, identify(gateway.id, MAIN_DEVICE), facts)),
    ...facts.plant.drives.map((drive) => driveDraft(drive, identify(drive.gateway, drive.entity))),
    ...deviceDrafts(facts, identify),
    ownDraft(facts.own),
  ];
  return drafts
    .map((draft): AssetRecord => {
      const { milestones, onlyParts, ...asset } = draft;
      const words = (stated.get(asset.id) ?? []).filter(
        ({ part }) => !asset.versions.some((own) => own.part === part),
      );
      const versions = [...words, ...asset.versions].map(({ part, version }) => ({ part, version }));
      const life = facts.lifeOf({
        vendor: asset.vendor,
        product: onlyParts === true ? '' : asset.product,
        versions,
        milestones,
      });
      // A zone that left the plant file takes nothing away: what stood there has no place.
      const zone = asset.zone !== null && siteOf.has(asset.zone) ? asset.zone : null;
      return {
        addresses: [],
        remarks: [],
        note: '',
        family: null,
        ...asset,
        zone,
        site: zone === null ? null : (siteOf.get(zone) ?? null),
        versions,
        statedParts: words.map(({ part }) => part),
        life,
        support: life.support,
      };
    })
    .sort(byName);
}

function gatewayDraft({ id, name, zone, model }: Gateway, said: Identity, facts: InventoryFacts): Draft {
  return {
    id: `gateway:${id}`,
    kind: 'gateway',
    origin: 'plant',
    name,
    zone,
    vendor: said.vendor ?? '',
    product: model ?? said.product ?? '',
    serial: said.serial,
    versions: said.versions,
    simulated: facts.simulated.has(id),
    gateway: id,
    drive: null,
    certificateNotAfter: facts.certificateEnds.get(id) ?? null,
    seenAt: null,
  };
}

function driveDraft(drive: Drive, said: Identity): Draft {
  const { id, name, zone, gateway, family, model, firmware, serial, endOfService, origin } = drive;
  const listed: AssetVersion[] = firmware === undefined ? [] : [{ part: FIRMWARE, version: firmware }];
  const reported = said.versions.find(({ part }) => part === FIRMWARE)?.version;
  const isListed = origin === 'plant-file';
  return {
    id: `drive:${id}`,
    // What stands in the drive list and is of no drive family is some other device behind a gateway.
    kind: family === 'unknown' ? 'device' : 'drive',
    origin: isListed ? 'plant' : 'observed',
    name,
    zone,
    // VACON, VLT and iC are all of one maker.
    vendor: said.vendor ?? (family === 'unknown' ? '' : 'Danfoss'),
    product: model ?? said.product ?? '',
    serial: serial ?? said.serial,
    versions: reported === undefined ? [...listed, ...said.versions] : said.versions,
    simulated: drive.simulated,
    gateway,
    drive: id,
    family,
    certificateNotAfter: null,
    seenAt: null,
    remarks: [
      ...differs('firmware', isListed ? firmware : undefined, reported),
      ...differs('the serial number', isListed ? serial : undefined, said.serial),
    ],
    milestones:
      endOfService === undefined
        ? undefined
        : [{ kind: 'end-of-service', at: endOfService, source: 'plant file' }],
  };
}

const differs = (what: string, listed: string | undefined, reported: string | undefined): string[] =>
  listed === undefined || reported === undefined || listed === reported
    ? []
    : [`The plant file gives ${what} as ${listed}, the gateway reports ${reported}.`];

const MAC = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/i;

/** Listed devices, then what gateways met and nobody listed. */
function deviceDrafts(
  facts: InventoryFacts,
  identify: (gateway: GatewayId, entity: string) => Identity,
): Draft[] {
  const zoneOf = new Map<GatewayId, ZoneId>(facts.plant.gateways.map(({ id, zone }) => [id, zone]));
  const met = [
    ...facts.announced.map((one) => announced(one, identify(one.gateway, one.topicId))),
    ...facts.strangers.map(stranger),
  ];
  // Met twice at one gateway, by its neighbours and by an event, it is one thing still.
  const strangers = new Map<string, Met>();
  for (const one of met) {
    const key = `${one.gateway} ${one.address.toLowerCase()}`;
    const known = strangers.get(key);
    if (known === undefined || one.seenAt > known.seenAt) strangers.set(key, one);
  }
  const addressed = groupBy([...strangers], ([, { address }]) => address.toLowerCase());
  const listed = facts.devices.map((row): Draft => {
    const seen = row.addresses
      .flatMap((address) => addressed.get(address) ?? [])
      // Hardware addresses are one in the world; any other may be given in every zone anew.
      .filter(([, { address, gateway }]) => MAC.test(address) || zoneOf.get(gateway) === row.zone);
    for (const [key] of seen) strangers.delete(key);
    const last = seen.map(([, one]) => one).sort((a, b) => b.seenAt - a.seenAt)[0];
    return {
      id: `device:${row.id}`,
      kind: 'device',
      origin: 'listed',
      name: row.name,
      zone: row.zone,
      vendor: row.vendor,
      product: row.product,
      serial: row.serial ?? undefined,
      versions: last?.said.versions ?? [],
      simulated: false,
      gateway: last?.gateway ?? null,
      drive: null,
      certificateNotAfter: null,
      addresses: row.addresses,
      note: row.note,
      seenAt: last?.seenAt ?? null,
    };
  });
  const observed = [...strangers.values()].map(({ gateway, address, name, said, seenAt, how }): Draft => ({
    id: `device:seen:${gateway}:${address}`,
    kind: 'device',
    origin: 'observed',
    name,
    zone: zoneOf.get(gateway) ?? null,
    vendor: said.vendor ?? '',
    product: said.product ?? '',
    serial: said.serial,
    versions: said.versions,
    simulated: facts.simulated.has(gateway),
    gateway,
    drive: null,
    certificateNotAfter: null,
    addresses: [address],
    note: how,
    seenAt,
  }));
  return [...listed, ...observed];
}

/** Something that a gateway met. */
interface Met {
  gateway: GatewayId;
  address: string;
  name: string;
  said: Identity;
  seenAt: Instant;
  how: string;
}

function announced({ gateway, topicId, name, type, seenAt }: AnnouncedDevice, said: Identity): Met {
  const address = entityName(topicId);
  return {
    gateway,
    address,
    name: line(name) ?? address,
    said: { ...said, product: said.product ?? line(type) },
    seenAt,
    how: 'It announced itself at the gateway and is no drive of the plant.',
  };
}

const stranger = ({ gateway, address, seenAt, by }: StrangerRow): Met => ({
  gateway,
  address: line(address) ?? 'unknown',
  name: line(address) ?? 'unknown',
  said: { versions: [] },
  seenAt,
  how:
    by === 'event'
      ? 'A security event tells of it.'
      : 'The gateway counts it among neighbours that nobody expects.',
});

const ownDraft = (versions: readonly AssetVersion[]): Draft => ({
  id: 'platform:zonewatch',
  kind: 'platform',
  origin: 'own',
  name: 'This platform',
  zone: null,
  vendor: '',
  product: 'Zonewatch',
  versions,
  simulated: false,
  gateway: null,
  drive: null,
  certificateNotAfter: null,
  seenAt: null,
  onlyParts: true,
});

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** The order of lists; ids tell apart what has one name. */
export const byName = (a: Pick<AssetRecord, 'name' | 'id'>, b: Pick<AssetRecord, 'name' | 'id'>): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
