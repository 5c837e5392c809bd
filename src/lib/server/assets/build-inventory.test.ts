import { describe, expect, it } from 'vitest';
import { lifeBook } from '../../domain/assets/life-book';
import { VENDOR_LIFECYCLE } from '../../domain/assets/vendor-lifecycle';
import { zoneId, type EntityTopicId, type GatewayId } from '../../domain/ids';
import { entityTopicId, MAIN_DEVICE } from '../../domain/plant/entity';
import type { DeviceRow } from '../storage/device-store';
import type { IdentityTwin, StrangerRow } from '../storage/inventory-store';
import { buildInventory, type InventoryFacts } from './build-inventory';
import { ASSET_PLANT } from '../../../../tests/support/asset-plant';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const facts = (given: Partial<InventoryFacts> = {}): InventoryFacts => ({
  plant: ASSET_PLANT,
  twins: [],
  devices: [],
  stated: [],
  announced: [],
  strangers: [],
  certificateEnds: new Map(),
  simulated: new Set(),
  own: [],
  lifeOf: lifeBook(VENDOR_LIFECYCLE, [], NOW),
  ...given,
});
const asset = (id: string, given: Partial<InventoryFacts> = {}) => {
  const found = buildInventory(facts(given)).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const ids = (given: Partial<InventoryFacts>) => buildInventory(facts(given)).map(({ id }) => id);
const GATEWAY = 'gw-1' as GatewayId;
const twin = (topicId: EntityTopicId, name: string, body: unknown): IdentityTwin => ({
  gateway: GATEWAY,
  topicId,
  name,
  body,
});
const aDevice = (given: Partial<DeviceRow> = {}): DeviceRow => ({
  id: 'plc-3',
  name: 'Line controller',
  zone: zoneId.parse('pumps'),
  vendor: 'Acme',
  product: 'PLC 300',
  serial: null,
  addresses: [],
  note: '',
  changedBy: 'ada',
  changedAt: NOW,
  removedAt: null,
  ...given,
});
const met = (address: string, given: Partial<StrangerRow> = {}): StrangerRow => ({
  gateway: GATEWAY,
  address,
  seenAt: NOW,
  by: 'evidence',
  ...given,
});

describe('the inventory', () => {
  it('takes versions and certificate of a gateway from what it says', () => {
    const gateway = asset('gateway:gw-1', {
      twins: [
        twin(MAIN_DEVICE, 'device_OS', { family: 'Debian', version: '12' }),
        twin(MAIN_DEVICE, 'firmware', { version: '2.4.1' }),
      ],
      certificateEnds: new Map([[GATEWAY, NOW + 1]]),
    });
    expect(gateway).toMatchObject({
      kind: 'gateway',
      certificateNotAfter: NOW + 1,
      support: 'security-ended',
    });
    expect(gateway.versions).toEqual([
      { part: 'firmware', version: '2.4.1' },
      { part: 'Debian', version: '12' },
    ]);
  });

  it('believes a drive before the plant file, and says that they disagree', () => {
    const drive = asset('drive:pump-1', {
      twins: [twin(entityTopicId('pump-1'), 'drive', { firmware: '3.40' })],
    });
    expect(drive).toMatchObject({ kind: 'drive', vendor: 'Danfoss', product: 'VLT AQUA Drive FC 202' });
    expect(drive.versions).toEqual([{ part: 'firmware', version: '3.40' }]);
    expect(drive.remarks).toEqual(['The plant file gives firmware as 3.31, the gateway reports 3.40.']);
  });

  it('takes what stands among the drives and is of no drive family for a device', () => {
    const controller = asset('drive:controller');
    expect(controller).toMatchObject({ kind: 'device', product: 'AK-SM 800', support: 'end-of-life' });
  });

  it('counts a date of the plant file for that drive alone', () => {
    expect(asset('drive:pump-2').life.decisive?.milestone).toMatchObject({
      at: '2025-10-01',
      source: 'plant file',
    });
    expect(asset('drive:pump-1').support).toBe('unknown');
  });

  it('has this program in no zone, judged by what it runs on', () => {
    expect(asset('platform:zonewatch', { own: [{ part: 'Node.js', version: '20.19.1' }] })).toMatchObject({
      zone: null,
      site: null,
      support: 'end-of-life',
    });
  });

  it('keeps a device whose zone left the plant file, in no place', () => {
    expect(asset('device:plc-3', { devices: [aDevice({ zone: zoneId.parse('gone') })] })).toMatchObject({
      zone: null,
      site: null,
    });
  });
});

describe('what nobody listed', () => {
  it('is an asset of its own, in the zone of the gateway that met it', () => {
    expect(
      asset('device:seen:gw-1:00:11:22:33:44:55', { strangers: [met('00:11:22:33:44:55')] }),
    ).toMatchObject({
      origin: 'observed',
      zone: 'pumps',
      seenAt: NOW,
    });
  });

  it('is one thing when its gateway met it twice', () => {
    const strangers = [met('00:11:22:33:44:55'), met('00:11:22:33:44:55', { by: 'event', seenAt: NOW + 5 })];
    expect(ids({ strangers }).filter((id) => id.startsWith('device:seen'))).toHaveLength(1);
  });

  it('is listed when the list has its address', () => {
    const strangers = [met('00:AA:22:33:44:55')];
    const devices = [aDevice({ addresses: ['00:aa:22:33:44:55'] })];
    expect(ids({ strangers, devices }).some((id) => id.startsWith('device:seen'))).toBe(false);
    expect(asset('device:plc-3', { strangers, devices })).toMatchObject({ origin: 'listed', seenAt: NOW });
  });

  it('is not taken for a device of another zone that has the same network address', () => {
    const strangers = [met('10.0.0.9')];
    const devices = [aDevice({ zone: zoneId.parse('mill'), addresses: ['10.0.0.9'] })];
    expect(ids({ strangers, devices })).toContain('device:seen:gw-1:10.0.0.9');
    expect(asset('device:plc-3', { strangers, devices }).seenAt).toBeNull();
  });
});

describe('versions that people wrote down', () => {
  const stated = (asset: string, part: string, version: string) => ({
    asset,
    part,
    version,
    statedBy: 'ada',
    statedAt: NOW,
  });
  it('count where nothing reports one', () => {
    const device = asset('device:plc-3', {
      devices: [aDevice()],
      stated: [stated('device:plc-3', 'firmware', '4.1')],
    });
    expect(device).toMatchObject({
      versions: [{ part: 'firmware', version: '4.1' }],
      statedParts: ['firmware'],
    });
  });

  it('do not count against what is reported', () => {
    const drive = asset('drive:pump-1', {
      twins: [twin(entityTopicId('pump-1'), 'drive', { firmware: '3.40' })],
      stated: [stated('drive:pump-1', 'firmware', '9.9')],
    });
    expect(drive).toMatchObject({ versions: [{ part: 'firmware', version: '3.40' }], statedParts: [] });
  });
});
