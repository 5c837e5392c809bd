import { FIRMWARE, type AssetVersion } from '../../domain/assets/asset';
import type { IdentityTwin } from '../storage/inventory-store';

/** What something says that it is and runs; what it does not say is left out. */
export interface Identity {
  vendor?: string | undefined;
  product?: string | undefined;
  serial?: string | undefined;
  versions: readonly AssetVersion[];
}

const LONGEST = 120;

/**
 * Reads twins as thin-edge devices write them: `firmware`, `device_OS`, `device_Agent`, hardware, and the name plate
 * of a drive. All of it comes from outside: another shape says nothing, and texts become one short line.
 */
export function identityOf(twins: readonly Pick<IdentityTwin, 'name' | 'body'>[]): Identity {
  let found: Identity = { versions: [] };
  for (const { name, body } of twins) {
    const read = READERS[name];
    if (read === undefined || typeof body !== 'object' || body === null) continue;
    const { versions, ...said } = read(body as Fields);
    found = { ...found, ...withoutGaps(said), versions: [...found.versions, ...versions] };
  }
  return { ...found, versions: [...found.versions].sort(firmwareFirst) };
}

type Fields = Readonly<Record<string, unknown>>;

const READERS: Readonly<Record<string, (body: Fields) => Identity>> = {
  firmware: (body) => ({
    versions: [
      ...version(FIRMWARE, body['version']),
      ...version(`firmware, slot ${line(body['other_slot']) ?? 'not running'}`, body['other_slot_version']),
    ],
  }),
  device_OS: (body) => ({ versions: named(body['family'] ?? body['name'], body['version']) }),
  device_Agent: (body) => ({ versions: named(body['name'], body['version']) }),
  device_Hardware: hardware,
  c8y_Hardware: hardware,
  hardware,
  drive: (body) => ({
    product: line(body['model']),
    serial: line(body['serial']),
    versions: version(FIRMWARE, body['firmware']),
  }),
};

function hardware(body: Fields): Identity {
  return {
    vendor: line(body['manufacturer']),
    product: line(body['model']),
    serial: line(body['serialNumber'] ?? body['serial']),
    versions: [],
  };
}

function version(part: string, given: unknown): AssetVersion[] {
  const text = line(given);
  return text === undefined ? [] : [{ part, version: text }];
}

function named(part: unknown, given: unknown): AssetVersion[] {
  const name = line(part);
  return name === undefined ? [] : version(name, given);
}

/** One line, no control characters, of bounded length. */
export function line(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
    .trim();
  return text === '' ? undefined : text;
}

const withoutGaps = (said: Omit<Identity, 'versions'>): Omit<Identity, 'versions'> =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));

const firmwareFirst = (a: AssetVersion, b: AssetVersion): number => rank(a) - rank(b);
const rank = ({ part }: AssetVersion): number => (part === FIRMWARE ? 0 : part.startsWith(FIRMWARE) ? 1 : 2);
