import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aPlantFile, mustParse, SMALL_PLANT } from '../../../../tests/support/plant-files';
import { resolvePlant } from './file/resolve';
import { MAX_FILE_BYTES } from './file/text';
import { parsePlantFile, plantFileJsonSchema, writePlantFile } from './plant-file';

/** Issues as `line:column path message`, of the small plant with one thing replaced. */
function issuesAfter(find: string, replace: string): string[] {
  expect(SMALL_PLANT).toContain(find);
  return issuesOf(SMALL_PLANT.replace(find, replace));
}

function issuesOf(text: string): string[] {
  const parsed = parsePlantFile(text);
  return parsed.ok ? [] : parsed.issues.map((i) => `${i.line}:${i.column} ${i.path} ${i.message}`);
}

describe('a plant file', () => {
  it('reads back as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(aPlantFile, (file) => {
        expect(mustParse(writePlantFile(file))).toStrictEqual(file);
      }),
      { numRuns: 200 },
    );
  });

  it('may be JSON, tabs included', () => {
    const file = mustParse(SMALL_PLANT);
    expect(mustParse(JSON.stringify(file, null, '\t'))).toStrictEqual(file);
  });

  it('keeps versions and serial numbers as they are written', () => {
    const [drive] = resolvePlant(
      mustParse(
        SMALL_PLANT.replace(
          'entity: pump-01',
          'entity: pump-01\n                firmware: 1.10\n                serial: 007',
        ),
      ),
    ).drives;
    expect(drive).toMatchObject({ firmware: '1.10', serial: '007' });
  });

  it('takes one target level for all seven requirements', () => {
    expect(resolvePlant(mustParse(SMALL_PLANT)).zones[0]?.targetLevels).toEqual([2, 2, 2, 2, 2, 2, 2]);
    const vector = SMALL_PLANT.replace('target: 2', 'target: [3, 2, 1, 0, 4, 2, 2]');
    expect(resolvePlant(mustParse(vector)).zones[0]?.targetLevels).toEqual([3, 2, 1, 0, 4, 2, 2]);
  });

  it('recognises the family from the model of the type, and fills in the interval', () => {
    expect(resolvePlant(mustParse(SMALL_PLANT)).drives[0]).toMatchObject({
      id: 'p-101',
      family: 'vlt-fc-202',
      entity: 'device/pump-01//',
      expectedIntervalMs: 1_000,
      rated: { powerKw: 7.5 },
      origin: 'plant-file',
    });
  });

  it('lets a drive override what its type says', () => {
    const text = SMALL_PLANT.replace(
      'entity: pump-01',
      'entity: pump-01\n                rated: { powerKw: 11 }\n                interval: 500ms',
    );
    expect(resolvePlant(mustParse(text)).drives[0]).toMatchObject({
      rated: { powerKw: 11, currentA: 15.5, mainsV: 400 },
      expectedIntervalMs: 500,
    });
  });
});

it('a zone of which nobody says whether it makes the product counts as one that does', () => {
  const production = (line: string) =>
    resolvePlant(mustParse(SMALL_PLANT.replace('production: true', line))).zones[0]?.production;
  expect(production('')).toBe(true);
  expect(production('production: false')).toBe(false);
});

describe('an error of a plant file is told with line, column and path:', () => {
  it('an unknown field, and the one it was meant to be', () => {
    expect(issuesAfter('target: 2', 'targt: 2')).toEqual([
      '11:9 sites.0.zones.0.target must be a level from 0 to 4, or seven of them for FR 1 to FR 7',
      '13:9 sites.0.zones.0.targt is no field of a plant file here',
    ]);
  });

  it.each([
    [
      'target: 2',
      'target: 5',
      '13:9 sites.0.zones.0.target must be a level from 0 to 4, or seven of them for FR 1 to FR 7',
    ],
    [
      'target: 2',
      'target: [1, 2]',
      '13:9 sites.0.zones.0.target must be a level from 0 to 4, or seven of them for FR 1 to FR 7',
    ],
    ['name: Small works\n', '', '1:1 name is missing'],
    [
      'Europe/Copenhagen',
      'Copenhagen',
      '9:5 sites.0.timeZone is no time zone; write an IANA name, such as Europe/Copenhagen',
    ],
    [
      'id: p-102',
      'id: p-101',
      '25:17 sites.0.zones.0.gateways.0.drives.1.id drive p-101 is written before, at sites.0.zones.0.gateways.0.drives.0.id',
    ],
    [
      'entity: pump-02',
      'entity: device/pump-01//',
      '29:17 sites.0.zones.0.gateways.0.drives.1.entity entity of gateway gw-001 device/pump-01// is written before, at sites.0.zones.0.gateways.0.drives.0.entity',
    ],
    [
      'entity: pump-02',
      'entity: main',
      '29:17 sites.0.zones.0.gateways.0.drives.1.entity main is the gateway itself, not a drive',
    ],
    [
      'entity: pump-02',
      'entity: a/b',
      '29:17 sites.0.zones.0.gateways.0.drives.1.entity must be a child-device name, such as pump-01, or a whole entity id of four segments',
    ],
    ['from: intake', 'from: nowhere', '33:5 conduits.0.from there is no zone nowhere'],
    ['to: outside', 'to: intake', '34:5 conduits.0.to leads back to where the conduit begins'],
    ['zones: [intake]', 'zones: [intake, attic]', '39:21 positions.0.zones.1 there is no zone attic'],
    ['zones: [intake]', 'zones: [outside]', '39:13 positions.0.zones.0 there is no zone outside'],
    [
      'processOwners: [owner]',
      'processOwners: []',
      '11:9 sites.0.zones.0 production zone intake names no process owner',
    ],
    [
      'type: pump\n                entity: pump-02',
      'type: fan\n                entity: pump-02',
      '28:17 sites.0.zones.0.gateways.0.drives.1.type there is no drive type fan',
    ],
    ['id: intake', 'id: unplaced', '11:9 sites.0.zones.0.id is a reserved name; choose another'],
    [
      'id: gw-001',
      'id: gw/001',
      '17:13 sites.0.zones.0.gateways.0.id use letters, digits, dot, underscore and hyphen; start with a letter or digit',
    ],
    [
      'name: Intake cabinet',
      'name: "two\\nlines"',
      '18:13 sites.0.zones.0.gateways.0.name must be one line of text and not be empty',
    ],
    ['production: true', 'production: yes', '14:9 sites.0.zones.0.production must be true or false'],
    ['port: 8883', 'port: 0', '35:33 conduits.0.allowed.0.port must be at least 1'],
    [
      'line: Pumps',
      'interval: 10ms',
      '22:17 sites.0.zones.0.gateways.0.drives.0.interval must lie between 100ms and 24h',
    ],
    [
      'line: Pumps',
      'endOfService: 2026-02-30',
      '22:17 sites.0.zones.0.gateways.0.drives.0.endOfService is no day of the calendar',
    ],
    [
      'line: Pumps',
      'limits: { dc_link_v: { h: 700, hh: 600 } }',
      '22:48 sites.0.zones.0.gateways.0.drives.0.limits.dc_link_v.hh must be higher than h',
    ],
    ['name: North', 'name: North\n    name: South', '9:5 sites.0.name is written twice'],
    ['zones: [intake]', 'zones: [intake', '40:1 '],
  ])('%s -> %s', (find, replace, expected) => {
    const issues = issuesAfter(find, replace);
    expect(issues).toEqual([expect.stringContaining(expected)]);
  });

  it('and a zone without process owner that makes nothing is only warned of', () => {
    const parsed = parsePlantFile(
      SMALL_PLANT.replace('production: true', '').replace('processOwners: [owner]', ''),
    );
    expect(parsed).toMatchObject({ ok: true, warnings: [{ path: 'sites.0.zones.0', line: 11 }] });
  });
});

describe('hostile text', () => {
  it('with aliases is refused, so that nothing grows', () => {
    const bomb = `name: &a [x, x]\nsites: [*a, *a]`;
    expect(issuesOf(bomb)).toEqual([
      expect.stringContaining('sites.0 is an alias'),
      expect.stringContaining('sites.1 is an alias'),
    ]);
  });

  it.each(['[', '{a: ', '- '])('that nests %s without end is refused', (open) => {
    expect(issuesOf(open.repeat(20_000)).length).toBeGreaterThan(0);
  });

  it('of more than 8 MiB is refused unread', () => {
    expect(issuesOf('#'.repeat(MAX_FILE_BYTES + 1))).toEqual([
      expect.stringContaining('is larger than 8 MiB'),
    ]);
  });

  it('with a key named after a prototype changes nothing', () => {
    expect(issuesOf(`__proto__: { name: x }\n${SMALL_PLANT}`)).toEqual([
      expect.stringContaining('is no field of a plant file here'),
    ]);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  it.each([
    '',
    '---\n',
    'null',
    '42',
    '[]',
    '"text"',
    '\u0000',
    'a: b\n---\nc: d',
    '!!js/function "x"',
    '? [a]\n: b',
  ])('that is no plant (%j) is refused with a reason', (text) => {
    expect(issuesOf(text).length).toBeGreaterThan(0);
  });

  it('of any shape gives issues and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string({ unit: fc.constantFrom(...':-[]{}#&*!|>\'"%@` \n\ta1') }),
        ),
        (text) => {
          expect(parsePlantFile(text).ok).toBe(false);
        },
      ),
    );
  });

  it('with markup in a name is text like any other', () => {
    const name = `'<script>alert(1)</script>; drop table drive; --'`;
    const text = SMALL_PLANT.replace('Raw water pump 1', name);
    expect(resolvePlant(mustParse(text)).drives[0]?.name).toBe(name.slice(1, -1));
  });
});

describe('the published JSON Schema', () => {
  it('is the one the program checks by; `vitest -u` writes it anew', async () => {
    const published = new URL('../../../../static/schemas/plant-file.schema.json', import.meta.url).pathname;
    await expect(`${JSON.stringify(plantFileJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(published);
  });

  it('describes every field', () => {
    const bare: string[] = [];
    const walk = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [name, value] of Object.entries(schema)) {
        if (name === 'properties') {
          for (const [field, sub] of Object.entries(value as Record<string, Record<string, unknown>>)) {
            if (sub['description'] === undefined) bare.push(`${path}.${field}`);
          }
        }
        walk(value, `${path}.${name}`);
      }
    };
    walk(plantFileJsonSchema(), '');
    expect(bare).toEqual([]);
  });
});
