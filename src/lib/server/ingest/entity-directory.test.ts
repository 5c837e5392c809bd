import { describe, expect, it } from 'vitest';
import { gatewayId, type EntityTopicId } from '../../domain/ids';
import { EntityDirectory } from './entity-directory';
import { unitsOf } from './units';

const GW = gatewayId.parse('gw-042');
const entity = (name: string) => name as EntityTopicId;
const LINE = entity('factory/line1/motor/');

function registered(facts: Partial<Parameters<EntityDirectory['register']>[1]>) {
  const directory = new EntityDirectory();
  directory.meet(GW, LINE);
  const plain = {
    entity: LINE,
    kind: 'child-device',
    parent: undefined,
    name: undefined,
    deviceType: undefined,
  } as const;
  directory.register(GW, { ...plain, ...facts });
  return directory;
}

describe('what is known of an entity', () => {
  it('is what its name tells, until it registers as something else', () => {
    expect(new EntityDirectory().kindOf(GW, entity('device/main/service/agent'))).toBe('service');
    expect(new EntityDirectory().kindOf(GW, LINE)).toBe('child-device');
    expect(registered({ kind: 'service' }).kindOf(GW, LINE)).toBe('service');
  });

  it('makes it a drive when it names a family or describes itself as one, and never a service', () => {
    expect(registered({ deviceType: 'iC7-Automation' }).saysItIsADrive(GW, LINE)).toBe(true);
    expect(registered({ deviceType: 'valve' }).saysItIsADrive(GW, LINE)).toBe(false);
    expect(registered({ deviceType: 'iC7', kind: 'service' }).saysItIsADrive(GW, LINE)).toBe(false);
    const described = registered({});
    described.setDriveTwin(GW, LINE, { model: 'X' });
    expect(described.saysItIsADrive(GW, LINE)).toBe(true);
  });

  it('belongs to its gateway alone', () => {
    expect(registered({ kind: 'service' }).kindOf(gatewayId.parse('gw-1'), LINE)).toBe('child-device');
  });

  it('includes the units of all its measurement types', () => {
    const directory = registered({});
    directory.setUnits(GW, LINE, 'a', unitsOf({ flow: { unit: 'm³/h' }, current: { L1: { unit: 'A' } } }));
    directory.setUnits(
      GW,
      LINE,
      'b',
      unitsOf({ level: { unit: '%' }, long: { unit: 'x'.repeat(99) }, odd: [1] }),
    );
    expect([...directory.unitsOf(GW, LINE)]).toEqual([
      ['flow', 'm³/h'],
      ['current.L1', 'A'],
      ['level', '%'],
    ]);
    directory.setUnits(GW, LINE, 'a', undefined);
    expect([...directory.unitsOf(GW, LINE)]).toEqual([['level', '%']]);
  });
});
