import type { Kpi } from '$lib/protocol/down';
import { formatKilo, formatNumber } from '$lib/ui/format/number';

interface KpiWords {
  label: string;
  /** Number and unit as they are read. */
  text: (value: number, kpi: Kpi) => { text: string; unit: string };
}

const plain =
  (unit: string, digits = 0) =>
  (value: number) => ({ text: formatNumber(value, digits), unit });
const ofAll = (value: number, { of }: Kpi) => ({ text: formatNumber(value), unit: `/ ${formatNumber(of)}` });

/** The figures at the top of Overview, in words. */
export const KPI_WORDS = {
  power: { label: 'Power', text: (value) => formatKilo(value, 'W') },
  running: { label: 'Running', text: ofAll },
  'mean-load': { label: 'Mean load', text: plain('%') },
  'energy-today': { label: 'Energy today', text: (value) => formatKilo(value, 'Wh') },
  'hottest-heatsink': { label: 'Hottest heatsink', text: plain('°C') },
  'highest-dc-link': { label: 'Highest DC link', text: plain('V') },
  'values-fresh': { label: 'Values fresh', text: plain('%') },
  tripped: { label: 'Tripped', text: plain('') },
  warnings: { label: 'Warnings', text: plain('') },
  'gateways-live': { label: 'Gateways live', text: ofAll },
} as const satisfies Record<Kpi['key'], KpiWords>;

/** "66 of 80 known", or nothing to add when everything is known. */
export function knownWords({ known, of }: Pick<Kpi, 'known' | 'of'>): string {
  if (known >= of) return '';
  return `${formatNumber(known)} of ${formatNumber(of)} known`;
}
