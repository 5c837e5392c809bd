import type { Family } from './families';

/**
 * How each family is written on name plates, in type codes and in gateways' free text. FC 301 shares its
 * operating guide, words and numbers with FC 302. VACON 10, 20 and NXL have their own and stay unknown.
 */
const PATTERNS: readonly (readonly [pattern: RegExp, family: Family])[] = [
  [/\bvacon[\s®-]*nx(?!l)|\bnx[spc](?:\d{4,}|\b)/i, 'vacon-nx'],
  [/\bvacon[\s®-]*100(?!\d)/i, 'vacon-100'],
  [/\bfc[\s-]?102(?!\d)|\bvlt[\s®-]*hvac\b/i, 'vlt-fc-102'],
  [/\bfc[\s-]?103(?!\d)|\bvlt[\s®-]*refrigeration\b/i, 'vlt-fc-103'],
  [/\bfc[\s-]?202(?!\d)|\bvlt[\s®-]*aqua\b/i, 'vlt-fc-202'],
  [/\bfc[\s-]?30[12](?!\d)|\bvlt[\s®-]*automation\s*drive\b/i, 'vlt-fc-302'],
  [/\bic2\b/i, 'ic2'],
  [/\bic7\b/i, 'ic7'],
];

/**
 * The family that a text names, such as `VLT FC 202`, `VACON NXP` or `iC7-Automation`. `unknown` when it
 * names none or several: a wrong family would decode words wrongly.
 */
export function recogniseFamily(text: string): Family {
  const found = PATTERNS.filter(([pattern]) => pattern.test(text));
  const [only, ...more] = found;
  return only === undefined || more.length > 0 ? 'unknown' : only[1];
}
