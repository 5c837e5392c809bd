import type { FleetPlan } from './fleet-rows';
import type { FleetValues } from './row-sums';

/** Why a drive deserves a look; heaviest first. */
export const REASONS = ['tripped', 'last-tripped', 'link-lost', 'lost', 'stale', 'warning'] as const;
export type Reason = (typeof REASONS)[number];

export const REASON_WORDS = {
  tripped: 'tripped',
  'last-tripped': 'last tripped',
  'link-lost': 'drive link lost',
  lost: 'lost',
  stale: 'stale',
  warning: 'warning',
} as const satisfies Record<Reason, string>;

export interface Attention {
  drive: number;
  reason: Reason;
}

function reasonOf(fleet: FleetValues, drive: number): Reason | undefined {
  const freshness = fleet.freshness(drive);
  if (freshness === 'never') return undefined;
  const run = fleet.runState(drive);
  // A trip whose news is old is still the first thing to know of the drive, and no news (D9).
  if (run === 'tripped') return freshness === 'live' ? 'tripped' : 'last-tripped';
  if (freshness !== 'live') return freshness;
  if (run === 'link-lost') return 'link-lost';
  return ((fleet.marks[drive] ?? 0) & 1) === 0 ? undefined : 'warning';
}

/** Drives that deserve a look, heaviest reason first and otherwise in the order of the map. */
export function attention(plan: FleetPlan, fleet: FleetValues): Attention[] {
  const found: Attention[] = [];
  for (const drive of plan.driveOfCell) {
    const reason = reasonOf(fleet, drive);
    if (reason) found.push({ drive, reason });
  }
  return found.sort((a, b) => REASONS.indexOf(a.reason) - REASONS.indexOf(b.reason));
}
