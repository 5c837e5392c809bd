import { describe, expect, it } from 'vitest';
import { GIVEN_COLUMNS, type GivenColumn } from './columns';
import { MOST_ROWS, planImport, type KnownAsset } from './plan-import';
import { readCsv } from './read-csv';

const given = (values: Partial<Record<GivenColumn, string>>): KnownAsset['given'] => ({
  ...(Object.fromEntries(GIVEN_COLUMNS.map((column) => [column, ''])) as Record<GivenColumn, string>),
  ...values,
});
const PLC: KnownAsset = {
  id: 'device:plc-3',
  origin: 'listed',
  given: given({
    id: 'device:plc-3',
    name: 'Line controller',
    zone: 'pumps',
    product: 'PLC 300',
    addresses: '00:aa:22:33:44:55',
    firmware: '4.1',
  }),
  reportedParts: [],
};
const PUMP: KnownAsset = {
  id: 'drive:pump-1',
  origin: 'plant',
  given: given({ id: 'drive:pump-1', name: 'Pump 1', zone: 'pumps', firmware: '3.31' }),
  reportedParts: ['firmware'],
};
const around = {
  assets: new Map([PLC, PUMP].map((asset) => [asset.id, asset])),
  zones: new Set(['pumps', 'mill']),
};
const plan = (...lines: string[]) => planImport(lines.join('\n'), around);
const faults = (...lines: string[]) =>
  plan(...lines).faults.map(({ line, column, message }) => `${line} ${column ?? '-'}: ${message}`);

describe('comma-separated values', () => {
  it.each([
    [
      'a,b\n1,"x, ""y""\nz"\n',
      [
        ['a', 'b'],
        ['1', 'x, "y"\nz'],
      ],
    ],
    [
      '\uFEFFa;b\r\n1;2\r\n\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n,\n1,',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
  ])('%j', (text, rows) => {
    expect(readCsv(text)?.map(({ cells }) => cells)).toEqual(rows);
  });

  it('count lines through cells of several lines', () => {
    expect(readCsv('a\n"1\n2"\n3')?.map(({ line }) => line)).toEqual([1, 2, 4]);
  });

  it('are not read while a quotation mark is open', () => {
    expect(readCsv('a\n"1')).toBeUndefined();
  });
});

describe('a file of devices', () => {
  it('adds, changes, removes, and leaves what is the same', () => {
    const { changes, faults: none } = plan(
      'id,name,zone,product,firmware,removed',
      'hmi-1,Panel,mill,HMI 7,2.0,',
      'device:plc-3,Line controller,pumps,PLC 300,4.2,',
      'drive:pump-1,Pump 1,pumps,,3.31,',
    );
    expect(none).toEqual([]);
    expect(changes.map(({ id, what, changes: c }) => [id, what, c.map(({ column }) => column)])).toEqual([
      ['device:hmi-1', 'add', ['name', 'zone', 'product', 'firmware']],
      ['device:plc-3', 'change', ['firmware']],
      ['drive:pump-1', 'same', []],
    ]);
    expect(plan('id,removed', 'plc-3,yes').changes[0]).toMatchObject({ id: 'device:plc-3', what: 'remove' });
  });

  it('leaves alone what it has no column for, and empties what has an empty cell', () => {
    const [change] = plan('id,product', 'plc-3,').changes;
    expect(change?.changes).toEqual([{ column: 'product', from: 'PLC 300', to: '' }]);
    expect(change?.to).toMatchObject({ name: 'Line controller', firmware: '4.1' });
  });

  it('takes back what was exported, marks against formulas and all', () => {
    const [change] = plan('id,name,support,zone', "hmi-2,'=Panel,No date known,pumps").changes;
    expect(change?.to.name).toBe('=Panel');
  });

  it('tells for each row what is wrong with it', () => {
    expect(
      faults(
        'id,name,zone,software',
        'Not An Id,a,pumps,',
        'hmi-1,,pumps,',
        'hmi-2,b,nowhere,',
        'hmi-2,b,pumps,',
        'hmi-3,c,pumps,Debian 12',
        'drive:ghost,d,pumps,',
        `hmi-4,${'x'.repeat(121)},pumps,`,
        'hmi-5,e\u0007,pumps,',
      ),
    ).toEqual([
      '2 id: use lower-case letters, digits and single hyphens, or the id of a known asset',
      '3 name: is missing',
      '4 zone: there is no zone nowhere',
      '5 id: stands in line 4 already',
      '6 software: write parts as name=version, with semicolons between them',
      '7 id: is no asset that is known, and no name for a new device',
      '8 name: use at most 120 characters',
      '9 name: use no control characters',
    ]);
  });

  it('does not speak over what an asset reports itself, nor over the plant file', () => {
    expect(faults('id,firmware', 'drive:pump-1,9.9')).toEqual([
      '2 firmware: it reports this itself, and what it reports counts',
    ]);
    expect(faults('id,name', 'drive:pump-1,Other')).toEqual([
      '2 name: the plant file says that this is Pump 1',
    ]);
    expect(faults('id,removed', 'drive:pump-1,yes')).toEqual([
      '2 id: only devices of this list can be taken off it',
    ]);
  });

  it('may state versions that nothing reports', () => {
    expect(plan('id,software', 'drive:pump-1,MCT=10').changes[0]?.changes).toEqual([
      { column: 'software', from: '', to: 'MCT=10' },
    ]);
  });

  it('gives no two devices one hardware address', () => {
    const HEAD = 'id,name,zone,addresses';
    expect(faults(HEAD, 'hmi-1,a,pumps,00:AA:22:33:44:55')).toEqual([
      '2 addresses: 00:aa:22:33:44:55 is the address of device:plc-3',
    ]);
    expect(faults(HEAD, 'plc-3,a,pumps,', 'hmi-1,a,pumps,00:AA:22:33:44:55')).toEqual([]);
    expect(faults(HEAD, 'hmi-1,a,pumps,10.0.0.1', 'hmi-2,a,mill,10.0.0.1')).toEqual([]);
  });

  it.each([
    ['', '1 -: the file is empty'],
    ['name\nx', '1 -: the first line must name the columns, and one of them is id'],
    ['id\n"x', '1 -: a quotation mark is opened and never closed'],
    [`id\n${'x\n'.repeat(MOST_ROWS + 1)}`, `1 -: at most ${MOST_ROWS} rows are taken at once`],
  ])('as a whole is refused: %#', (text, fault) => {
    expect(faults(text)).toEqual([fault]);
  });
});
