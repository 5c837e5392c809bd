/** How well a device's name fits a product that somebody wrote about. */
export type NameMatch = { kind: 'same' | 'series' | 'part'; reason: string };

const VENDORS: Readonly<Record<string, string>> = {
  vacon: 'danfoss',
  'danfoss drives': 'danfoss',
  'danfoss a/s': 'danfoss',
};
const LONGEST_NAME = 200;
/** Words that say nothing of which product it is. */
const EMPTY_WORDS = new Set(['series', 'family', 'drive', 'drives', 'firmware', 'version', 'all', 'the']);

/** Vendor as lists compare it: VACON is Danfoss. */
export function vendorKey(vendor: string): string {
  const plain = vendor.toLowerCase().replace(/[®™]/g, '').trim();
  return VENDORS[plain] ?? plain;
}

/**
 * Whether `device` is of the product that `written` names (reference: vulnerabilities-lifecycle, 5.1): case, ®, ™,
 * hyphens and spaces do not count, and `xx` in a written name stands for digits. `series` when the name fits such a
 * pattern, `part` when one name begins with the other; a person confirms either. Identifiers cannot do this:
 * industrial advisories carry none.
 */
export function matchName(device: string, written: string): NameMatch | undefined {
  const [own, other] = [compact(device), compact(written)];
  if (own === '' || other === '') return undefined;
  if (own === other) return { kind: 'same', reason: `“${device}” is “${written}”` };
  if (fitsSeries(own, other)) return { kind: 'series', reason: `“${device}” is one of “${written}”` };
  const isPart = own.length >= 4 && other.length >= 4 && (startsWhole(own, other) || startsWhole(other, own));
  return isPart ? { kind: 'part', reason: `“${device}” and “${written}” begin alike` } : undefined;
}

/** A name as names are compared: equal keys are the same product. */
export const nameKey = (name: string): string => compact(name);

/** Whether a key stands for several products, by an `x` for each digit. */
export const isSeriesKey = (key: string): boolean => SERIES.test(key);

const SERIES = /\dx+|xx/;

const compact = (name: string): string =>
  name
    .slice(0, LONGEST_NAME)
    .toLowerCase()
    .replace(/[®™]/g, '')
    .split(/[\s\-_/,()]+/)
    .filter((word) => !EMPTY_WORDS.has(word))
    .join('');

/** An `x` beside a digit or another `x` stands for one digit: `aksm8xxa`. */
function fitsSeries(own: string, pattern: string): boolean {
  if (!SERIES.test(pattern) || own.length !== pattern.length) return false;
  return [...pattern].every((sign, i) => sign === own[i] || (sign === 'x' && /\d/.test(own[i] ?? '')));
}

/** Begins with it, and no number is cut in two: `AK-SM 800` is no beginning of `AK-SM 8000`. */
function startsWhole(long: string, short: string): boolean {
  if (!long.startsWith(short) || long === short) return false;
  return !(/\d$/.test(short) && /^\d/.test(long.slice(short.length)));
}
