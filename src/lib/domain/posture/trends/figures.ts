import { FR_NAMES, FRS } from '../fr';
import type { DayCount, Flow, StandCount, TrendCounts, TrendFigure, TrendLine, TrendUnit } from './figure';
import type { TrendWindow } from './period';
import {
  certificatesSentence,
  drillsSentence,
  durationSentence,
  frSentence,
  supportSentence,
  vulnerabilitiesSentence,
  zonesSentence,
} from './sentences';

interface Given {
  window: TrendWindow;
  /** Zones that there are in the scope now. */
  zones: number;
  counts: TrendCounts;
  before: TrendCounts;
}

/** Every figure of the trends, in the order in which pages and reports show them. */
export function trendFigures(given: Given): TrendFigure[] {
  return [
    zonesFigure(given),
    ...FRS.map((fr, i) => frFigure(given, i, `FR ${fr} ${FR_NAMES[fr].name.toLowerCase()}`, `fr${fr}`)),
    vulnerabilitiesFigure(given),
    certificatesFigure(given),
    supportFigure(given),
    durationFigure(given, 'acknowledge', 'Time to acknowledge', 'acknowledged'),
    durationFigure(given, 'recover', 'Time to recover', 'closed'),
    drillsFigure(given),
  ];
}

type Choose<T> = (of: T) => number | null;

/** A line of how things stood: its last value stands for the window. */
function stood<T>(
  id: string,
  label: string,
  of: readonly T[],
  past: readonly T[],
  pick: Choose<T>,
): TrendLine {
  const values = of.map(pick);
  const before = past.map(pick);
  return {
    ...{ id, label, values, before, unit: 'count', drawn: true },
    now: values.at(-1) ?? null,
    was: before.at(-1) ?? null,
  };
}

/** A line of what happened: all of the window together stands for it. */
function happened<T>(id: string, label: string, of: Flow<T>, past: Flow<T>, pick: Choose<T>): TrendLine {
  return {
    ...{ id, label, unit: 'count', drawn: true },
    values: of.each.map(pick),
    before: past.each.map(pick),
    now: pick(of.whole),
    was: pick(past.whole),
  };
}

const tableOnly = (line: TrendLine): TrendLine => ({ ...line, drawn: false });
const inUnit = (unit: TrendUnit, line: TrendLine): TrendLine => ({ ...line, unit });

/** Zones without a judgement are no zones at target: where none was judged there is no value. */
const judged =
  (pick: (of: StandCount) => number | null) =>
  (of: StandCount): number | null =>
    of.known === 0 ? null : pick(of);

function zonesFigure({ window, zones, counts, before }: Given): TrendFigure {
  const [of, past] = [counts.stands.map((one) => one.zones), before.stands.map((one) => one.zones)];
  return {
    id: 'zones',
    title: 'Zones and their targets',
    at: window.standAt,
    lines: zoneLines(of, past),
    sentence: zonesSentence(of.at(-1) ?? NOT_JUDGED, past.at(-1), zones),
    missing: gapsIn(
      of.map(({ known }) => known > 0),
      'No zone had been judged',
    ),
  };
}

function frFigure(
  { window, zones, counts, before }: Given,
  i: number,
  title: string,
  id: string,
): TrendFigure {
  const of = counts.stands.map(({ frs }) => frs[i] ?? NOT_JUDGED);
  const past = before.stands.map(({ frs }) => frs[i] ?? NOT_JUDGED);
  const isOneZone = zones === 1;
  const gap = inUnit(
    'levels',
    stood('gap', 'largest gap', of, past, ({ gap }) => gap),
  );
  return {
    ...{ id, title },
    at: window.standAt,
    lines: isOneZone ? [{ ...gap, label: 'gap to the target' }] : [...zoneLines(of, past), tableOnly(gap)],
    sentence: frSentence(of.at(-1) ?? NOT_JUDGED, past.at(-1), isOneZone),
    missing: null,
  };
}

const zoneLines = (of: readonly StandCount[], past: readonly StandCount[]): TrendLine[] => [
  stood(
    'below',
    'below target',
    of,
    past,
    judged(({ below }) => below),
  ),
  stood(
    'unproven',
    'below or not proven',
    of,
    past,
    judged(({ unproven }) => unproven),
  ),
];

const NOT_JUDGED: StandCount = { known: 0, below: 0, unproven: 0, gap: null };

/** A line that is counted once a day. */
const daily = (
  { counts, before }: Given,
  id: string,
  label: string,
  pick: (of: DayCount) => number | null,
): TrendLine => stood(id, label, counts.days, before.days, (of) => (of === null ? null : pick(of)));

function vulnerabilitiesFigure(given: Given): TrendFigure {
  const { window, counts, before } = given;
  const now = counts.days.at(-1)?.vulnerabilities ?? null;
  return {
    id: 'vulnerabilities',
    title: 'Vulnerabilities',
    at: window.standAt,
    lines: [
      daily(given, 'open', 'open', ({ vulnerabilities }) => vulnerabilities?.open ?? null),
      daily(given, 'overdue', 'overdue', ({ vulnerabilities }) => vulnerabilities?.overdue ?? null),
    ],
    sentence: vulnerabilitiesSentence(now, before.days.at(-1)?.vulnerabilities ?? null),
    missing: now === null ? null : uncounted(counts.days),
  };
}

function certificatesFigure(given: Given): TrendFigure {
  const { window, counts, before } = given;
  const now = counts.days.at(-1);
  return {
    id: 'certificates',
    title: 'Certificates of gateways',
    at: window.standAt,
    lines: [
      daily(given, 'expired', 'expired', ({ certificates }) => certificates.expired),
      daily(given, 'within30', 'end within 30 days', ({ certificates }) => certificates.within30),
      tableOnly(daily(given, 'within90', 'end within 90 days', ({ certificates }) => certificates.within90)),
      tableOnly(daily(given, 'unseen', 'none seen', ({ certificates }) => certificates.unseen)),
    ],
    sentence: now ? certificatesSentence(now.certificates, before.days.at(-1)?.certificates) : NOT_COUNTED,
    missing: uncounted(counts.days),
  };
}

function supportFigure(given: Given): TrendFigure {
  const { window, counts, before } = given;
  const now = counts.days.at(-1);
  return {
    id: 'support',
    title: 'Assets and their support',
    at: window.standAt,
    lines: [
      daily(given, 'ended', 'without support', ({ support }) => support.ended),
      daily(given, 'ending', 'ends within two years', ({ support }) => support.ending),
      tableOnly(daily(given, 'unknown', 'no date known', ({ support }) => support.unknown)),
    ],
    sentence: now ? supportSentence(now.support, before.days.at(-1)?.support) : NOT_COUNTED,
    missing: uncounted(counts.days),
  };
}

const NOT_COUNTED = 'Nothing was counted on the last day.';

function durationFigure(
  { window, counts, before }: Given,
  id: 'acknowledge' | 'recover',
  title: string,
  what: string,
): TrendFigure {
  const [of, past] = [counts[id], before[id]];
  return {
    ...{ id, title },
    at: window.flowEdges.slice(1),
    lines: [
      inUnit(
        'seconds',
        happened('median', 'half within', of, past, ({ median }) => median),
      ),
      inUnit(
        'seconds',
        happened('nine-in-ten', 'nine in ten within', of, past, ({ nineInTen }) => nineInTen),
      ),
      tableOnly(happened('incidents', 'incidents', of, past, ({ count }) => count)),
    ],
    sentence: durationSentence(what, of.whole, past.whole),
    missing: null,
  };
}

function drillsFigure({ window, counts: { drills }, before }: Given): TrendFigure {
  return {
    id: 'drills',
    title: 'Drills',
    at: window.flowEdges.slice(1),
    lines: [
      happened('passed', 'passed', drills, before.drills, ({ passed }) => passed),
      happened('failed', 'failed', drills, before.drills, ({ failed }) => failed),
      tableOnly(happened('cancelled', 'broken off', drills, before.drills, ({ cancelled }) => cancelled)),
    ],
    sentence: drillsSentence(drills.whole, before.drills.whole),
    missing: null,
  };
}

const uncounted = (days: TrendCounts['days']): string | null =>
  gapsIn(
    days.map((day) => day !== null),
    'Nothing was counted',
  );

/** Says for how much of the window there is nothing. */
function gapsIn(has: readonly boolean[], what: string): string | null {
  const without = has.filter((one) => !one).length;
  return without === 0 ? null : `${what} at ${without} of ${has.length} looks.`;
}
