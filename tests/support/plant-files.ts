import fc from 'fast-check';
import { FAMILIES } from '../../src/lib/domain/plant/families';
import type { PlantFile } from '../../src/lib/domain/plant/file/schema';
import { parsePlantFile } from '../../src/lib/domain/plant/plant-file';

/** One line of text as people and attackers write it: quotes, hashes, colons, markup, other scripts. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 24 }),
    fc.constantFrom(
      '1.10',
      '007',
      'true',
      'null',
      '~',
      '- x',
      'a: b',
      '# c',
      '"q"',
      "'",
      '<b>&',
      '2027-01-01',
      '0x1F',
    ),
  )
  .filter((s) => s.trim() === s && s.length > 0 && /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u.test(s));

const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const number = fc.integer({ min: 1, max: 90_000 }).map((n) => n / 100);

/** Leaves out what is undefined: a file has no such fields. */
const tidy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const shared = {
  family: optional(fc.constantFrom(...FAMILIES)),
  model: optional(text),
  firmware: optional(text),
  rated: optional(fc.record({ powerKw: optional(number), mainsV: optional(number) })),
  interval: optional(fc.constantFrom('500ms', '1s', '2.5 s', '5min')),
  signals: optional(fc.array(fc.constantFrom('dc_link_v', 'flow_m3h'), { maxLength: 2 })),
  controlTimeout: optional(fc.record({ seconds: number, action: fc.constantFrom('off', 'stop', 'freeze') })),
  endOfService: optional(fc.constantFrom('2021-05-31', '2028-02-29')),
  limits: optional(
    fc.record({
      heatsink_temp_c: fc.record({ h: optional(fc.constant(80)), hh: optional(fc.constant(90)) }),
    }),
  ),
};

const level = fc.integer({ min: 0, max: 4 });
const impact = fc.constantFrom('none', 'minor', 'major', 'severe');

/** Any plant file that passes its checks, of up to two sites, with ids that are used once. */
export const aPlantFile: fc.Arbitrary<PlantFile> = fc
  .record({
    name: text,
    simulated: optional(fc.boolean()),
    driveTypes: fc.dictionary(fc.constantFrom('pump', 'fan', '1.0'), fc.record(shared), { maxKeys: 2 }),
    sites: fc.array(
      fc.record({
        name: text,
        timeZone: fc.constantFrom('UTC', 'Europe/Copenhagen'),
        zones: fc.array(
          fc.record({
            name: text,
            target: fc.oneof(level, fc.tuple(level, level, level, level, level, level, level)),
            production: optional(fc.boolean()),
            processOwners: fc.constant(['owner']),
            safetyImpact: optional(impact),
            missionImpact: optional(impact),
            gateways: fc.array(
              fc.record({
                name: text,
                model: optional(text),
                drives: fc.array(
                  fc.record({ name: text, line: optional(text), serial: optional(text), ...shared }),
                  { maxLength: 3 },
                ),
              }),
              { maxLength: 2 },
            ),
          }),
          { maxLength: 2 },
        ),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    outsideConduit: fc.boolean(),
  })
  .map(({ outsideConduit, ...plant }) => {
    let [zones, gateways, drives] = [0, 0, 0];
    const types = Object.keys(plant.driveTypes);
    const sites = plant.sites.map((site, s) => ({
      id: `site-${s}`,
      ...site,
      zones: site.zones.map((zone) => ({
        id: `zone-${zones++}`,
        ...zone,
        gateways: zone.gateways.map((gateway) => ({
          id: `gw-${gateways++}`,
          ...gateway,
          drives: gateway.drives.map((drive, d) => ({
            id: `drive-${drives++}`,
            entity: d === 1 ? `device/unit ${d}//`.replace(' ', '_') : `unit-${d}`,
            type: types[d],
            ...drive,
          })),
        })),
      })),
    }));
    const conduits =
      outsideConduit && zones > 0 ? [{ id: 'c', name: 'C', from: 'zone-0', to: 'outside' }] : undefined;
    const positions = zones > 0 ? [{ id: 'desk', name: 'Desk', zones: ['zone-0'] }] : undefined;
    return tidy({ ...plant, sites, conduits, positions }) as unknown as PlantFile;
  });

/** A parsed plant file from text that must be right. */
export function mustParse(document: string): PlantFile {
  const parsed = parsePlantFile(document);
  if (!parsed.ok)
    throw new Error(parsed.issues.map((i) => `${i.line}:${i.column} ${i.path} ${i.message}`).join('\n'));
  return parsed.file;
}

/** The smallest plant that has one of everything, for tests that change one thing. */
export const SMALL_PLANT = `name: Small works
driveTypes:
  pump:
    model: VLT AQUA Drive FC 202
    rated: { powerKw: 7.5, currentA: 15.5, mainsV: 400 }
sites:
  - id: north
    name: North
    timeZone: Europe/Copenhagen
    zones:
      - id: intake
        name: Intake
        target: 2
        production: true
        processOwners: [owner]
        gateways:
          - id: gw-001
            name: Intake cabinet
            drives:
              - id: p-101
                name: Raw water pump 1
                line: Pumps
                type: pump
                entity: pump-01
              - id: p-102
                name: Raw water pump 2
                line: Pumps
                type: pump
                entity: pump-02
conduits:
  - id: uplink
    name: Uplink
    from: intake
    to: outside
    allowed: [{ protocol: mqtt, port: 8883 }]
positions:
  - id: desk
    name: Control desk
    zones: [intake]
`;
