import type { Kpi } from '../../protocol/down';
import type { Totals } from './totals';

type KpiNow = Omit<Kpi, 'history'>;

const sum = (of: Totals, { sum: value, known }: { sum: number; known: number }): Omit<KpiNow, 'key'> => ({
  value: known === 0 ? null : value,
  known,
  of: of.drives,
  drive: null,
});

const extreme = (of: Totals, { value, drive, known }: Totals['heatsinkC']): Omit<KpiNow, 'key'> => ({
  value: known === 0 ? null : value,
  known,
  of: of.drives,
  drive: drive ?? null,
});

/** A count is known as far as the drives behind it are heard. */
const count = (of: Totals, value: number, known: number): Omit<KpiNow, 'key'> => ({
  value: known === 0 ? null : value,
  known,
  of: of.drives,
  drive: null,
});

const heard = (t: Totals): number => t.live + t.stale;

/** How each figure at the top of Overview follows from the totals. */
const FIGURES = {
  power: (t) => sum(t, t.powerKw),
  running: (t) => count(t, t.running, t.runKnown),
  'mean-load': (t) => {
    const { value, ...rest } = sum(t, t.loadPct);
    return { ...rest, value: value === null ? null : value / t.loadPct.known };
  },
  'energy-today': (t) => sum(t, t.energyTodayKwh),
  'hottest-heatsink': (t) => extreme(t, t.heatsinkC),
  'highest-dc-link': (t) => extreme(t, t.dcLinkV),
  // In percent of all drives; without drives there is no share.
  'values-fresh': (t) => ({
    value: t.drives === 0 ? null : (100 * t.live) / t.drives,
    known: t.live,
    of: t.drives,
    drive: null,
  }),
  tripped: (t) => count(t, t.tripped, heard(t)),
  warnings: (t) => count(t, t.warning, heard(t)),
  'gateways-live': (t) => ({
    value: t.gateways === 0 ? null : t.gatewaysLive,
    known: t.gatewaysLive,
    of: t.gateways,
    drive: null,
  }),
} as const satisfies Record<Kpi['key'], (t: Totals) => Omit<KpiNow, 'key'>>;

const KPI_KEYS = Object.keys(FIGURES) as Kpi['key'][];

/** All figures, in the order in which they stand at the top of Overview. */
export const kpisOf = (totals: Totals): KpiNow[] => KPI_KEYS.map((key) => ({ key, ...FIGURES[key](totals) }));
