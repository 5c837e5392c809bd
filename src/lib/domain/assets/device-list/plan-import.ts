import { isZoneId, SLUG } from '../../id-shape';
import { FIRMWARE } from '../asset';
import {
  GIVEN_COLUMNS,
  LONGEST,
  readAddresses,
  readSoftware,
  type GivenColumn,
  type GivenRow,
} from './columns';
import { plainCell, readCsv, type CsvRow } from './read-csv';

/** An asset that is known before the file is taken. */
export interface KnownAsset {
  id: string;
  /** Only listed devices can be changed as a whole. */
  origin: 'plant' | 'listed' | 'observed' | 'own';
  given: Readonly<Record<GivenColumn, string>>;
  /** Parts whose versions it reports itself: nobody's word counts beside that. */
  reportedParts: readonly string[];
}

/** What a row of the file would do. */
export interface PlannedChange {
  line: number;
  id: string;
  what: 'add' | 'change' | 'remove' | 'same';
  /** Every value as it will be. */
  to: Readonly<Record<GivenColumn, string>>;
  /** Columns that change, with what they were. */
  changes: readonly { column: GivenColumn; from: string; to: string }[];
}

/** Why a row cannot be taken. */
export interface RowFault {
  line: number;
  column: GivenColumn | null;
  message: string;
}

export interface ImportPlan {
  changes: readonly PlannedChange[];
  /** With a single one of these nothing of the file is taken. */
  faults: readonly RowFault[];
}

interface Surroundings {
  assets: ReadonlyMap<string, KnownAsset>;
  zones: ReadonlySet<string>;
}

/** Rows of one file; who has more divides it. */
export const MOST_ROWS = 10_000;
/** Faults that are told; where there are so many, the file is another one than was meant. */
const MOST_FAULTS = 200;

const EMPTY = Object.fromEntries(GIVEN_COLUMNS.map((column) => [column, ''])) as Record<GivenColumn, string>;
const VERSIONS: readonly GivenColumn[] = ['firmware', 'software'];
const HARDWARE = /^[0-9a-f]{2}([:-][0-9a-f]{2}){5}$/;

/**
 * Holds a file of devices and versions against what is known, row by row. A row changes what its columns give and
 * leaves the rest; a column `removed` with `yes` takes a device off the list; columns of our own making are read over.
 */
export function planImport(text: string, { assets, zones }: Surroundings): ImportPlan {
  const rows = readCsv(text);
  if (rows === undefined) return failed(1, 'a quotation mark is opened and never closed');
  const [heading, ...body] = rows;
  if (heading === undefined) return failed(1, 'the file is empty');
  const columns = heading.cells.map((cell) => plainCell(cell).toLowerCase());
  if (!columns.includes('id'))
    return failed(heading.line, 'the first line must name the columns, and one of them is id');
  if (body.length > MOST_ROWS) return failed(heading.line, `at most ${MOST_ROWS} rows are taken at once`);

  const changes: PlannedChange[] = [];
  const faults: RowFault[] = [];
  const seen = new Map<string, number>();
  for (const row of body) {
    const { given, isRemoved } = cellsOf(row, columns);
    const fault = (column: GivenColumn | null, message: string) =>
      void (faults.length < MOST_FAULTS && faults.push({ line: row.line, column, message }));
    const id = idOf(given.id ?? '');
    if (id === undefined) {
      fault('id', 'use lower-case letters, digits and single hyphens, or the id of a known asset');
      continue;
    }
    const before = seen.get(id);
    if (before !== undefined) {
      fault('id', `stands in line ${before} already`);
      continue;
    }
    seen.set(id, row.line);
    const known = assets.get(id);
    const faultsBefore = faults.length;
    checkTexts(given, known, fault);
    const planned = plan({ line: row.line, id, given, isRemoved, known, zones, fault });
    if (faults.length === faultsBefore && planned !== undefined) changes.push(planned);
  }
  for (const fault of sharedAddresses(changes, assets)) if (faults.length < MOST_FAULTS) faults.push(fault);
  return { changes, faults };
}

const failed = (line: number, message: string): ImportPlan => ({
  changes: [],
  faults: [{ line, column: null, message }],
});

function cellsOf({ cells }: CsvRow, columns: readonly string[]): { given: GivenRow; isRemoved: boolean } {
  const given: GivenRow = {};
  let isRemoved = false;
  columns.forEach((column, i) => {
    const cell = plainCell(cells[i] ?? '');
    if (column === 'removed') isRemoved = /^(yes|true|1|x)$/i.test(cell);
    const own = GIVEN_COLUMNS.find((name) => name === column);
    if (own !== undefined) given[own] = own === 'addresses' ? readAddresses(cell).join('; ') : cell;
  });
  return { given, isRemoved };
}

/** `plc-3` is `device:plc-3`; anything else with a colon is the id of something that is known. */
function idOf(written: string): string | undefined {
  if (written.includes(':')) return written;
  return SLUG.pattern.test(written) && written.length <= SLUG.most ? `device:${written}` : undefined;
}

type Fault = (column: GivenColumn | null, message: string) => void;

/** What is known already is not questioned: devices write as they like. */
function checkTexts(given: GivenRow, known: KnownAsset | undefined, fault: Fault): void {
  for (const column of GIVEN_COLUMNS) {
    const value = given[column] ?? '';
    if (value === (known?.given[column] ?? '')) continue;
    if (value.length > LONGEST[column]) fault(column, `use at most ${LONGEST[column]} characters`);
    if (/[\p{Cc}\p{Cs}]/u.test(value)) fault(column, 'use no control characters');
    if (column === 'software' && readSoftware(value) === undefined)
      fault('software', 'write parts as name=version, with semicolons between them');
  }
}

interface Asked {
  line: number;
  id: string;
  given: GivenRow;
  isRemoved: boolean;
  known: KnownAsset | undefined;
  zones: ReadonlySet<string>;
  fault: Fault;
}

function plan({ line, id, given, isRemoved, known, zones, fault }: Asked): PlannedChange | undefined {
  if (known === undefined && !isNewDevice(id)) {
    fault('id', 'is no asset that is known, and no name for a new device');
    return undefined;
  }
  const isDevice = known === undefined || known.origin === 'listed';
  if (isRemoved) {
    if (known === undefined || !isDevice) fault('id', 'only devices of this list can be taken off it');
    return known === undefined ? undefined : { line, id, what: 'remove', to: known.given, changes: [] };
  }
  const from = known?.given ?? { ...EMPTY, id };
  const to = { ...from, ...given, id };
  const changes = GIVEN_COLUMNS.filter((column) => column !== 'id' && to[column] !== from[column]).map(
    (column) => ({
      column,
      from: from[column],
      to: to[column],
    }),
  );
  if (isDevice) {
    if (to.name === '') fault('name', 'is missing');
    if (!isZoneId(to.zone) || !zones.has(to.zone))
      fault('zone', `there is no zone ${to.zone || 'without a name'}`);
  }
  for (const { column, to: value } of changes) {
    if (!isDevice && !VERSIONS.includes(column))
      fault(column, `the ${WHERE[known.origin]} says that this is ${from[column] || 'empty'}`);
    else if (known !== undefined && isReported(column, from[column], value, known.reportedParts))
      fault(column, 'it reports this itself, and what it reports counts');
  }
  const what = known === undefined ? 'add' : changes.length === 0 ? 'same' : 'change';
  return { line, id, what, to, changes };
}

const WHERE = {
  plant: 'plant file',
  observed: 'gateway that met it',
  own: 'program itself',
  listed: 'list',
} as const;

const isNewDevice = (id: string): boolean => {
  const name = id.slice('device:'.length);
  return id.startsWith('device:') && SLUG.pattern.test(name) && name.length <= SLUG.most;
};

/** Whether a change would speak over a version that the asset reports itself. */
function isReported(column: GivenColumn, from: string, to: string, reported: readonly string[]): boolean {
  if (column === 'firmware') return reported.includes(FIRMWARE);
  if (column !== 'software') return false;
  const [before, after] = [readSoftware(from) ?? [], readSoftware(to) ?? []];
  return reported.some(
    (part) =>
      before.find((one) => one.part === part)?.version !== after.find((one) => one.part === part)?.version,
  );
}

/** A hardware address is one in the world: two devices cannot both have it. */
function sharedAddresses(
  changes: readonly PlannedChange[],
  assets: ReadonlyMap<string, KnownAsset>,
): RowFault[] {
  const planned = new Map(changes.map((change) => [change.id, change]));
  const holders = new Map<string, string>();
  for (const { id, origin, given } of assets.values())
    if (origin === 'listed' && !planned.has(id))
      for (const address of hardwareOf(given)) holders.set(address, id);
  const faults: RowFault[] = [];
  for (const { id, line, what, to } of changes) {
    if (what === 'remove') continue;
    for (const address of hardwareOf(to)) {
      const holder = holders.get(address);
      if (holder === undefined) holders.set(address, id);
      else faults.push({ line, column: 'addresses', message: `${address} is the address of ${holder}` });
    }
  }
  return faults;
}

const hardwareOf = ({ addresses }: Readonly<Record<GivenColumn, string>>): string[] =>
  readAddresses(addresses).filter((address) => HARDWARE.test(address));
