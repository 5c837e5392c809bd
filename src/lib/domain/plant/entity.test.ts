import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDriveId } from '../id-shape';
import { gatewayId, type EntityTopicId } from '../ids';
import { discoveredId, entityName, entityTopicId } from './entity';

const gateway = gatewayId.parse('gw-001');
const free = () => false;

describe('an entity', () => {
  it('is written by its child-device name or whole', () => {
    expect(entityTopicId('pump-01')).toBe('device/pump-01//');
    expect(entityTopicId('device/pump-01/service/probe')).toBe('device/pump-01/service/probe');
  });

  it('is shown as short as it may be written', () => {
    expect(entityName(entityTopicId('pump-01'))).toBe('pump-01');
    expect(entityName(entityTopicId('area/hall/line/press'))).toBe('area/hall/line/press');
  });
});

describe('the id of a discovered drive', () => {
  it.each([
    ['device/pump-01//', 'gw-001:pump-01'],
    ['device/Pump 01 (left)//', 'gw-001:Pump-01-left'],
    ['area/hall/line/press', 'gw-001:area-hall-line-press'],
    ['device/ポンプ//', 'gw-001:entity'],
  ])('of %s is %s', (entity, id) => {
    expect(discoveredId(gateway, entity as EntityTopicId, free)).toBe(id);
  });

  it('gets a number when another entity has it', () => {
    const taken = new Set<string>(['gw-001:a-b', 'gw-001:a-b.2']);
    expect(discoveredId(gateway, 'device/a b//' as EntityTopicId, (id) => taken.has(id))).toBe(
      'gw-001:a-b.3',
    );
  });

  it('is an id, whatever the entity is called and however long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const longest = gatewayId.parse('g'.repeat(64));
        expect(isDriveId(discoveredId(longest, `device/${name}//` as EntityTopicId, free))).toBe(true);
      }),
    );
  });
});
