import { FIRMWARE, type AssetVersion } from '../asset';

/** What a row may give: of a device all of it, of what the plant file places only the versions. */
export const GIVEN_COLUMNS = [
  'id',
  'name',
  'zone',
  'vendor',
  'product',
  'serial',
  'addresses',
  'firmware',
  'software',
  'note',
] as const;
export type GivenColumn = (typeof GIVEN_COLUMNS)[number];
/** A row's values by column; a column that the file does not have is not there. */
export type GivenRow = Partial<Record<GivenColumn, string>>;

/** Characters that a value may have at most. */
export const LONGEST: Readonly<Record<GivenColumn, number>> = {
  id: 200,
  name: 120,
  zone: 63,
  vendor: 120,
  product: 120,
  serial: 80,
  addresses: 400,
  firmware: 100,
  software: 1_000,
  note: 500,
};

const MOST_PARTS = 20;

/** Versions of other parts than the firmware, as `Debian=12; thin-edge.io=2.0.1`. */
export const softwareText = (versions: readonly AssetVersion[]): string =>
  versions
    .filter(({ part }) => part !== FIRMWARE)
    .map(({ part, version }) => `${part}=${version}`)
    .join('; ');

/** Reads `softwareText`; `undefined` for what is not of that form. */
export function readSoftware(text: string): AssetVersion[] | undefined {
  const versions: AssetVersion[] = [];
  const parts = text.split(';').filter((part) => part.trim() !== '');
  if (parts.length > MOST_PARTS) return undefined;
  for (const written of parts) {
    const at = written.lastIndexOf('=');
    const part = written.slice(0, at).trim();
    const version = written.slice(at + 1).trim();
    if (at === -1 || part === '' || version === '' || part === FIRMWARE) return undefined;
    if (versions.some((known) => known.part === part)) return undefined;
    versions.push({ part, version });
  }
  return versions;
}

/** Addresses in a cell, in lower case, each once. */
export const readAddresses = (text: string): string[] => [
  ...new Set(
    text
      .split(/[;\s]+/)
      .filter((address) => address !== '')
      .map((address) => address.toLowerCase()),
  ),
];
