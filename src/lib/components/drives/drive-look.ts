import type { RunState } from '$lib/domain/plant/drive-state';
import type { Freshness } from '$lib/domain/telemetry/quality';
import { MARKS } from '$lib/protocol/frame';
import { formatAge } from '$lib/ui/format/age';
import type { CellLook } from '$lib/ui/heat-map/cells';

/** What a drive does, in the words of the control room. */
export const RUN_WORDS = {
  unknown: 'state unknown',
  running: 'running',
  ready: 'ready',
  'not-ready': 'not ready',
  tripped: 'tripped',
  'link-lost': 'drive link lost',
} as const satisfies Record<RunState, string>;

const LIVE_LOOK = {
  unknown: 'unsure',
  running: 'level',
  ready: 'hollow',
  'not-ready': 'hollow',
  tripped: 'struck',
  'link-lost': 'gone',
} as const satisfies Record<RunState, CellLook>;

/** How a drive's cell looks: what is old is shown as old, whatever the drive did before. */
export function cellLook(run: RunState, freshness: Freshness): CellLook {
  switch (freshness) {
    case 'never':
      return 'void';
    case 'lost':
      return 'gone';
    case 'stale':
      return 'old';
    case 'live':
      return LIVE_LOOK[run];
  }
}

/** Whether a cell carries the mark for attention; a trip keeps one under the hatch of a stale drive. */
export function cellMark(run: RunState, freshness: Freshness, marks: number): boolean {
  if (freshness === 'never') return false;
  const warned = (marks & MARKS.warning) !== 0;
  return warned || (freshness !== 'live' && run === 'tripped');
}

export const MARK_WORDS: readonly (readonly [bit: number, word: string])[] = [
  [MARKS.warning, 'warning'],
  [MARKS.tripLock, 'trip lock'],
  [MARKS.local, 'local control'],
  [MARKS.sto, 'safe torque off'],
  [MARKS.held, 'held by our database'],
];

/** The marks that are set, as words. */
export const markWords = (marks: number): string[] =>
  MARK_WORDS.filter(([bit]) => (marks & bit) !== 0).map(([, word]) => word);

interface DriveFacts {
  run: RunState;
  freshness: Freshness;
  marks: number;
  loadPct: number | undefined;
  ageMs: number | undefined;
}

/** State of a drive in one line; what is no longer known is said as what it last was. */
export function driveWords({ run, freshness, marks, loadPct, ageMs }: DriveFacts): string {
  if (freshness === 'never') return 'never heard';
  const age = ageMs === undefined ? '' : ` ${formatAge(ageMs)}`;
  const state = [
    freshness === 'live' ? RUN_WORDS[run] : `last ${RUN_WORDS[run]}`,
    run === 'running' && loadPct !== undefined ? `load ${loadPct} %` : '',
    ...markWords(marks),
  ].filter(Boolean);
  if (freshness === 'live') return `${state.join(', ')}, age${age || ' unknown'}`;
  return `${freshness}${age}, ${state.join(', ')}`;
}
