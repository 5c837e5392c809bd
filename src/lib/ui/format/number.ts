const MINUS = '\u2212';
/** Narrow no-break space: groups digits without looking like a decimal sign in any country. */
const GROUP = '\u202f';

/** A number as it is read on a screen: fixed digits, thousands set apart, a true minus. */
export function formatNumber(value: number, digits = 0): string {
  const text = Math.abs(value).toFixed(digits);
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.length > 3 ? whole.replace(/\B(?=(\d{3})+$)/g, GROUP) : whole;
  const sign = value < 0 && Number(text) !== 0 ? MINUS : '';
  return sign + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

const LARGER: readonly (readonly [factor: number, prefix: string])[] = [
  [1e9, 'T'],
  [1e6, 'G'],
  [1e3, 'M'],
];

/** A number given in kilo-units with the prefix that keeps it short: 3420 kW becomes 3.42 MW. */
export function formatKilo(value: number, base: string): { text: string; unit: string } {
  for (const [factor, prefix] of LARGER) {
    if (Math.abs(value) >= factor) {
      const scaled = value / factor;
      return { text: formatNumber(scaled, Math.abs(scaled) < 10 ? 2 : 1), unit: prefix + base };
    }
  }
  return { text: formatNumber(value, Math.abs(value) < 10 ? 1 : 0), unit: `k${base}` };
}
