import { CERTIFICATE_COMMAND, GATEWAY_COMMAND } from '../../domain/playbooks/commands/command-types';
import type { CheckReading } from '../../protocol/runs';
import type { BegunStep } from './begin-step';
import type { Executor, Executors, StepOutcome, StepWork } from './executor';

/** Commands that leave the house: in drills they are shown and not sent. */
const LEAVES: ReadonlySet<string> = new Set(['http-api', 'openc2-http']);
/** What reaches a gateway: a drill on a record is shown that, too. */
const REACHES: ReadonlySet<string> = new Set([...LEAVES, GATEWAY_COMMAND, CERTIFICATE_COMMAND]);

/** A command of a step as its executor gets it. */
function workOf(step: BegunStep, index: number, signal: AbortSignal): StepWork | undefined {
  const { commands, key, ...rest } = step;
  const command = commands[index];
  return command && { ...rest, index, command, idempotencyKey: `${key}-${index + 1}`, signal };
}

/** Carries out a step's commands one after the other; the first that does not succeed is the step's outcome. */
export async function carryOut(
  executors: Executors,
  step: BegunStep,
  signal: AbortSignal,
): Promise<StepOutcome> {
  const done: StepOutcome[] = [];
  for (let index = 0; index < step.commands.length; index += 1) {
    const work = workOf(step, index, signal);
    const executor = work && executors.of(work.command.type);
    if (work === undefined || executor === undefined) {
      return together([...done, { kind: 'failed', text: 'Nothing here carries out such a command.' }]);
    }
    done.push(await oneCommand(executor, work));
    if (done.at(-1)?.kind !== 'succeeded') break;
  }
  return together(done);
}

async function oneCommand(executor: Executor, work: StepWork): Promise<StepOutcome> {
  const shown = work.run.recorded === undefined ? LEAVES : REACHES;
  if (work.run.mode === 'drill' && shown.has(work.command.type)) {
    return { kind: 'succeeded', text: `Drill: not sent. ${await executor.preview(work)}` };
  }
  return executor.execute(work);
}

/**
 * What became of a step that nobody saw the end of, as far as its executors can find that out without doing it
 * again; undefined when one of them cannot.
 */
export async function findOut(executors: Executors, step: BegunStep): Promise<StepOutcome | undefined> {
  const signal = new AbortController().signal;
  const found: StepOutcome[] = [];
  for (let index = 0; index < step.commands.length; index += 1) {
    const work = workOf(step, index, signal);
    const outcome = work && (await executors.of(work.command.type)?.probe?.(work));
    if (outcome === undefined || outcome.kind === 'unknown') return undefined;
    found.push(outcome);
    if (outcome.kind !== 'succeeded') break;
  }
  return together(found);
}

/** What a step would do, one line for each of its commands. */
export async function foretell(executors: Executors, step: BegunStep): Promise<string> {
  const signal = new AbortController().signal;
  const lines: string[] = [];
  for (let index = 0; index < step.commands.length; index += 1) {
    const work = workOf(step, index, signal);
    const executor = work && executors.of(work.command.type);
    if (work !== undefined && executor !== undefined) lines.push(await executor.preview(work));
  }
  return lines.join('\n');
}

function together(outcomes: readonly StepOutcome[]): StepOutcome {
  const checks: CheckReading[] = outcomes.flatMap((outcome) => outcome.checks ?? []);
  return {
    kind: outcomes.at(-1)?.kind ?? 'succeeded',
    text: outcomes.map(({ text }) => text).join('\n'),
    outputs: Object.assign({}, ...outcomes.map(({ outputs }) => outputs ?? {})) as Record<string, string>,
    checks,
  };
}
