import { DomainError } from '../../../domain/errors';
import { CHECK_COMMAND } from '../../../domain/playbooks/commands/command-types';
import { hasHeld, looked, NOT_HELD, type HoldWindow } from '../../../domain/playbooks/commands/hold-window';
import { timeMs, type Judged, type Reading } from '../../../domain/playbooks/commands/judge-claim';
import { parseCheck, type CheckLine } from '../../../domain/playbooks/commands/parse-statement';
import { NEVER_RECORDED, recordedMoment } from '../../../domain/playbooks/recorded';
import type { CheckReading } from '../../../protocol/runs';
import { lookAt } from '../checks/look';
import type { CheckParts } from '../checks/parts';
import type { Executor, StepOutcome, StepWork } from '../executor';

/** Between two looks. A value that is bad for less than this may go unseen, as between two samples of a drive. */
const LOOK_EVERY_MS = 500;
/** Readings that a step shows; those that do not hold come first. */
const MOST_READINGS = 100;

/** Waits until all statements of a check hold, each for its own time, and tells what was found. Changes nothing. */
export function checkExecutor(parts: CheckParts): Executor {
  return {
    type: CHECK_COMMAND,
    async execute(work) {
      try {
        return await wait(parts, work);
      } catch (error) {
        parts.log.error({ err: error, run: work.run.id }, 'a check went wrong');
        return { kind: 'failed', text: 'The check itself went wrong; it has been written down.' };
      }
    },
    async preview(work) {
      const read = statements(work);
      if ('fault' in read) return read.fault;
      const now = await lookAt(parts, work.run, claimsOf(read.lines)).catch(unavailable);
      return read.lines.map(({ text }, i) => `Waits until ${text}; ${told(now[i])}.`).join('\n');
    },
  };
}

async function wait(parts: CheckParts, work: StepWork): Promise<StepOutcome> {
  const read = statements(work);
  if ('fault' in read) return { kind: 'failed', text: read.fault };
  const { lines } = read;
  const { clock } = parts;
  const claims = claimsOf(lines);
  let windows: readonly HoldWindow[] = lines.map(() => NOT_HELD);
  for (;;) {
    const judged = await lookAt(parts, work.run, claims).catch(unavailable);
    const now = clock.now();
    windows = windows.map((window, i) => looked(window, judged[i]?.holds ?? false, now));
    const done = lines.map((line, i) => hasHeld(windows[i] ?? NOT_HELD, needed(line, work), now));
    const checks = readingsOf(lines, judged, now);
    if (done.every((is) => is)) {
      return {
        kind: 'succeeded',
        text: summary(lines.length, 'held'),
        checks,
        outputs: outputsOf(lines, judged),
      };
    }
    if (work.signal.aborted) return { kind: 'failed', text: 'It was given up.', checks };
    const left = work.deadline - now;
    const isRecordOver = isAtEndOfRecord(work, now);
    if (left <= 0 || isRecordOver) {
      const missing = lines.flatMap(({ text }, i) =>
        done[i] === true ? [] : [`${text}; ${told(judged[i])}`],
      );
      const when = isRecordOver ? 'before the record ended' : 'in time';
      return { kind: 'timed-out', text: `Did not hold ${when}: ${missing.join(' / ')}`, checks };
    }
    if (judged.some(isNotRecorded)) {
      return { kind: 'failed', text: 'It asks for what is not recorded: people have to tell.', checks };
    }
    await clock.sleep(Math.min(LOOK_EVERY_MS, left), work.signal);
  }
}

function statements({ command }: StepWork): { lines: readonly CheckLine[] } | { fault: string } {
  const parsed = parseCheck(command.command ?? '');
  if ('fault' in parsed) return { fault: `This is no check: ${parsed.fault}.` };
  const open = parsed.lines.find(({ text }) => /__:value/.test(text));
  return open === undefined ? parsed : { fault: `A variable was not filled in: ${open.text}` };
}

const claimsOf = (lines: readonly CheckLine[]) => lines.map(({ statement }) => statement.claim);

/** A drill's windows pass as many times faster as its time scale says. */
const needed = ({ statement: { holdsFor } }: CheckLine, { run }: StepWork): number =>
  holdsFor === undefined ? 0 : timeMs(holdsFor) / run.timeScale;

const isAtEndOfRecord = ({ run: { recorded, timeScale } }: StepWork, now: number): boolean =>
  recorded !== undefined && recordedMoment(recorded, timeScale, now) >= recorded.to;

/** Of what is never recorded, waiting brings nothing. */
const isNotRecorded = ({ readings, holds }: Judged): boolean =>
  !holds && readings.some(({ found }) => found.endsWith(NEVER_RECORDED));

/** While the database is away nothing is known, and so nothing holds. */
function unavailable(error: unknown): readonly Judged[] {
  if (error instanceof DomainError && error.code === 'database.unavailable') return [];
  throw error;
}

function told(judged: Judged | undefined): string {
  if (judged === undefined) return 'nothing is known now';
  const first = judged.readings.find(({ holds }) => holds === judged.holds) ?? judged.readings[0];
  const found = first === undefined ? 'nothing was found there' : `found ${named(first)}`;
  return `${judged.holds ? 'it holds' : 'it does not hold'}: ${found}`;
}

const named = ({ drive, found }: Reading): string => (drive === null ? found : `${drive}: ${found}`);

const summary = (count: number, verb: string): string =>
  count === 1 ? `The statement ${verb}.` : `All ${count} statements ${verb}.`;

function readingsOf(lines: readonly CheckLine[], judged: readonly Judged[], at: number): CheckReading[] {
  const all = lines.flatMap(({ text }, i): CheckReading[] => {
    const { readings, holds } = judged[i] ?? { readings: [], holds: false };
    if (readings.length === 0) return [{ statement: text, found: null, holds: false, at, drive: null }];
    return readings.map((reading) => ({
      statement: text,
      found: reading.found.slice(0, 200),
      // "Any" holds through one of them: the others are no failures.
      holds: reading.holds || (holds && !reading.holds && readings.some((one) => one.holds)),
      at,
      drive: reading.drive,
    }));
  });
  if (all.length <= MOST_READINGS) return all;
  return all.sort((a, b) => Number(a.holds) - Number(b.holds)).slice(0, MOST_READINGS);
}

function outputsOf(lines: readonly CheckLine[], judged: readonly Judged[]): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [i, { statement }] of lines.entries()) {
    const value = judged[i]?.value;
    if (statement.into !== undefined && value !== undefined) outputs[statement.into] = value;
  }
  return outputs;
}
