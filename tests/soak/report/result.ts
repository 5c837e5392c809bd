import type { Circumstances } from '../../bench/kit/machine';
import type { KillRecord } from '../blows/victims';
import { readRoutes } from '../browser/routes';
import type { Course } from '../gateways/course';
import type { ClosedBooks } from '../ledger/close-books';
import type { MemoryRow } from '../memory/memory-watch';
import { cpuSeconds } from '../memory/processes';
import type { SoakSettings } from '../settings';
import type { Soak } from '../soak';
import { tooLittle } from './too-little';

/** Everything a run has to show, as it is written down. */
export interface SoakResult extends Circumstances {
  settings: SoakSettings;
  startedAt: string;
  /** Minutes under load. */
  minutes: number;
  /** The signal that ended it before its time. */
  stoppedBy: NodeJS.Signals | undefined;
  /** Empty when all is as it must be. */
  faults: readonly string[];
  /** What the gateways had to say, as a rule: from it follows what must be stored. */
  courses: readonly Course[];
  books: ClosedBooks | undefined;
  /** Alarms and ends of alarms that were acknowledged to the gateway that floods the plant with them. */
  alarmsSaid: number;
  memory: readonly MemoryRow[];
  kills: readonly KillRecord[];
  gateways: {
    cutEvents: number;
    cablesPulled: number;
    silently: number;
    allAtOnce: number;
    connects: number;
    /** Connections that ended without a cable being pulled: the server died. */
    drops: number;
    /** Messages sent again after a reconnect. */
    resent: number;
    /** Acknowledgements of what was not on its way. */
    strays: number;
    /** CPU seconds of the gateways' process per second of the run. */
    cpuShare: number;
  };
  browser: {
    visits: Record<string, number>;
    /** Pages of the app that are not part of the rotation. */
    outside: readonly string[];
    documents: number;
    looks: number;
    looksAtDeath: number;
    looksAtSilence: number;
    longestUntilLiveMs: number;
    pageErrors: number;
    untruths: Listed;
    complaints: Listed;
    explained: Listed;
    failures: Listed;
  };
  serverErrors: Listed;
  /** How long the server took to stop at the end, asked by SIGTERM. */
  stopMs: number;
  /** The data directory, where it is kept. */
  kept: string | undefined;
}

type Listed = readonly { text: string; times: number }[];

/** What only the end of a run knows. */
interface Ending {
  /** CPU seconds of the gateways' process when the run began. */
  cpuAtStart: number;
  stopMs: number;
  stoppedBy: NodeJS.Signals | undefined;
}

/** Gathers what the run has written down and judges what is no ledger. */
export function resultOf(
  soak: Soak,
  books: ClosedBooks | undefined,
  around: Circumstances,
  { cpuAtStart, stopMs, stoppedBy }: Ending,
): SoakResult {
  const { settings, fleet, cables, victims, rotation } = soak;
  const memory = soak.memory.rows(soak.startedAt + soak.timetable.calmFromMs);
  const report = fleet.report;
  const elapsedS = (soak.endedAt - soak.startedAt) / 1_000;
  const browser: SoakResult['browser'] = {
    visits: Object.fromEntries(rotation?.visits ?? []),
    outside: pagesOutside(rotation?.visits ?? new Map<string, number>()),
    documents: rotation?.documents ?? 0,
    looks: rotation?.looks ?? 0,
    looksAtDeath: rotation?.looksAtDeath ?? 0,
    looksAtSilence: rotation?.looksAtSilence ?? 0,
    longestUntilLiveMs: rotation?.longestUntilLiveMs ?? 0,
    pageErrors: rotation?.pageErrors ?? 0,
    untruths: rotation?.untruths.list() ?? [],
    complaints: rotation?.complaints.list() ?? [],
    explained: rotation?.explained.list() ?? [],
    failures: rotation?.failures.list() ?? [],
  };
  const result: Omit<SoakResult, 'faults'> = {
    ...around,
    settings,
    startedAt: new Date(soak.startedAt).toISOString(),
    minutes: elapsedS / 60,
    stoppedBy,
    courses: soak.courses,
    books,
    alarmsSaid: soak.flood.said,
    memory,
    kills: victims.kills,
    gateways: {
      cutEvents: cables.events,
      cablesPulled: cables.pulls,
      silently: cables.silent,
      allAtOnce: cables.whole,
      connects: report?.connects ?? 0,
      drops: report?.drops ?? 0,
      resent: report?.resent ?? 0,
      strays: report?.strays ?? 0,
      cpuShare: (cpuSeconds(fleet.pid) - cpuAtStart) / elapsedS,
    },
    browser,
    serverErrors: soak.log.errors.list(),
    stopMs,
    kept: settings.keep ? soak.plant.dataDirectory : undefined,
  };
  return {
    ...result,
    faults: [
      ...tooLittle(result),
      ...soak.faults,
      ...(books?.faults ?? ['the books were not closed']),
      ...memory
        .filter(({ verdict }) => verdict === 'not flat')
        .map(({ process: name }) => `memory of ${name} is not flat`),
      ...browserFaults(browser),
      ...soak.log.errors
        .list()
        .map(({ text, times }) => `the server logged an error ${times} times: ${text}`),
      ...soak.log.strange.list().map(({ text }) => `the server printed what is no log line: ${text}`),
    ],
  };
}

function pagesOutside(visits: ReadonlyMap<string, number>): string[] {
  return readRoutes()
    .map(({ name }) => name)
    .filter((name) => !visits.has(name));
}

function browserFaults(browser: SoakResult['browser']): string[] {
  const unseen = Object.entries(browser.visits).filter(([, visits]) => visits === 0);
  const listed = (what: string, list: Listed) =>
    list.map(({ text, times }) => `${what}, ${times} times: ${text}`);
  return [
    ...listed('the page showed what was not so', browser.untruths),
    ...listed('the console complained', browser.complaints),
    ...listed('the page failed', browser.failures),
    ...(unseen.length > 0 ? [`pages never seen: ${unseen.map(([name]) => name).join(', ')}`] : []),
  ];
}
