import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../lib/domain/plant/families';
import { MAX_FILE_BYTES } from '../lib/domain/plant/file/text';
import { resolvePlant } from '../lib/domain/plant/file/resolve';
import { parsePlantFile, writePlantFile } from '../lib/domain/plant/plant-file';
import { demoPlant } from './demo-plant';

const plant = (drives: number, seed = 1) => resolvePlant(demoPlant({ seed, drives }));

describe('the demo plant', () => {
  it('is a plant file without errors or warnings', () => {
    expect(parsePlantFile(writePlantFile(demoPlant({ seed: 1, drives: 80 })))).toMatchObject({
      ok: true,
      warnings: [],
    });
  });

  it('has three sites, eight zones, eight gateways of ten drives, and one legacy controller', () => {
    const { sites, zones, gateways, drives } = plant(80);
    expect([sites.length, zones.length, gateways.length, drives.length]).toEqual([3, 8, 8, 81]);
    const known = drives.filter((drive) => drive.family !== 'unknown');
    for (const gateway of gateways) {
      expect(known.filter((drive) => drive.gateway === gateway.id)).toHaveLength(10);
    }
  });

  it('has drives of every family', () => {
    expect(new Set(plant(80).drives.map((drive) => drive.family))).toEqual(new Set(FAMILIES));
  });

  it('has one device past the end of its service', () => {
    const legacy = plant(80).drives.filter((drive) => drive.endOfService !== undefined);
    expect(legacy).toEqual([expect.objectContaining({ family: 'unknown', model: 'AK-SM 800' })]);
  });

  it('knows the rated data of every drive', () => {
    for (const { family, rated } of plant(80).drives) {
      if (family === 'unknown') continue;
      expect(Object.keys(rated).sort()).toEqual([
        'currentA',
        'frequencyHz',
        'mainsV',
        'powerKw',
        'speedRpm',
        'voltageV',
      ]);
    }
  });

  it('is simulated throughout, and says so', () => {
    const { gateways, drives } = plant(80);
    expect([...gateways, ...drives].every((thing) => thing.simulated)).toBe(true);
  });

  it('is the same for the same seed, and another for another', () => {
    expect(plant(80, 7)).toEqual(plant(80, 7));
    expect(plant(80, 7)).not.toEqual(plant(80, 8));
  });

  it.each([1, 7, 80, 81, 399, 400, 401, 2_000, 20_000])('has %i drives when asked for so many', (count) => {
    const file = demoPlant({ seed: 3, drives: count });
    const { drives, gateways } = resolvePlant(file);
    expect(drives).toHaveLength(count + 1);
    expect(gateways).toHaveLength(Math.max(8, Math.ceil(count / 50)));
    const perGateway = new Map<string, number>();
    for (const drive of drives) perGateway.set(drive.gateway, (perGateway.get(drive.gateway) ?? 0) + 1);
    expect(Math.max(...perGateway.values())).toBeLessThanOrEqual(51);
  });

  it('of 20,000 drives is a plant file that may be imported', () => {
    const text = writePlantFile(demoPlant({ seed: 1, drives: 20_000 }));
    expect(text.length).toBeLessThan(MAX_FILE_BYTES);
    expect(parsePlantFile(text).ok).toBe(true);
  }, 60_000);
});
