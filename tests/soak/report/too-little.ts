import { JUDGED } from '../memory/memory-watch';
import type { SoakResult } from './result';

/** A run of so many minutes must be able to judge the memory of what it tests. */
const MEMORY_TOLD_AFTER_MIN = 60;

/** Why a run proves less than it was meant to, in words: books balance easily when hardly anything happened. */
export function tooLittle(result: Omit<SoakResult, 'faults'>): string[] {
  const { settings, books, alarmsSaid, memory, kills, gateways, browser, stoppedBy, minutes } = result;
  const stream = books?.stream ?? [];
  const names = (rows: readonly { name: string }[]) => rows.map(({ name }) => name).join(', ');
  const silent = stream.filter(({ entries }) => entries === 0);
  const blind = stream.filter(({ watchesFleet, frames }) => watchesFleet && frames === 0);
  const rows = books?.rows.length ?? 0;
  const judged = Object.values(JUDGED).map((process) => ({
    process,
    verdict: memory.find((row) => row.process === process)?.verdict,
  }));
  const unmeasured = judged.filter(({ verdict }) => verdict === undefined);
  const untold = judged.filter(({ verdict }) => verdict === 'too short to tell');
  const list = (of: readonly { process: string }[]) => of.map(({ process }) => process).join(', ');
  const faults: [boolean, string][] = [
    [
      stoppedBy !== undefined,
      `stopped early by ${stoppedBy} after ${minutes.toFixed(1)} of ${settings.minutes} minutes`,
    ],
    [kills.length < settings.kills, `only ${kills.length} of ${settings.kills} kills were done`],
    [settings.flood > 0 && alarmsSaid === 0, 'no alarm of the flood was taken'],
    [gateways.cablesPulled < 1, 'no cable was pulled'],
    [rows < settings.gateways, `only ${rows} of ${settings.gateways} gateways are in the books`],
    [
      stream.length < settings.sockets,
      `only ${stream.length} of ${settings.sockets} clients of the durable stream are in the books`,
    ],
    [silent.length > 0, `no entry of the durable stream came to ${names(silent)}`],
    [blind.length > 0, `no frame came to ${names(blind)}`],
    [
      settings.kills > 0 && browser.looksAtDeath === 0,
      'the page was never looked at while the server was dead',
    ],
    [unmeasured.length > 0, `memory was not measured of ${list(unmeasured)}`],
    [
      settings.minutes >= MEMORY_TOLD_AFTER_MIN && untold.length > 0,
      `nothing can be told of the memory of ${list(untold)}`,
    ],
  ];
  return faults.filter(([isFault]) => isFault).map(([, words]) => words);
}
