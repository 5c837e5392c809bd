import type { Instant } from '$lib/domain/time';
import type { RunEntry, RunStepView, RunView } from '$lib/protocol/runs';
import { formatAge } from '$lib/ui/format/age';
import { formatMoment } from '$lib/ui/format/time';
import { visibleText } from '$lib/ui/visible-text';
import { ROLE_LABELS } from '$lib/domain/access/roles';
import { evidenceOf } from './run-steps';
import {
  isStepOver,
  MODE_WORDS,
  modeMark,
  openSteps,
  RUN_STATUS_WORDS,
  STEP_STATUS_WORDS,
} from './run-words';

export interface RunFacts {
  run: RunView;
  steps: readonly RunStepView[];
  /** Oldest first. */
  entries: readonly RunEntry[];
  nameOf: (person: string) => string;
  now: Instant;
  timeZone: string;
}

/** What somebody who comes late has to know of a run, as sentences from data alone; no part is ever empty. */
export function runCatchUp(facts: RunFacts): { title: string; lines: readonly string[] }[] {
  return [
    { title: 'What began', lines: began(facts) },
    { title: 'What was found', lines: found(facts) },
    { title: 'Who did what', lines: people(facts) },
    { title: 'What it waits for', lines: waits(facts) },
  ];
}

/** Acts and findings that are told one by one; the timeline has all of them. */
const TOLD = 4;
const MOST_TEXT = 140;

const short = (text: string): string => {
  const plain = visibleText(text).trim();
  return plain.length > MOST_TEXT ? `${plain.slice(0, MOST_TEXT - 1)}…` : plain;
};
const sentence = (text: string): string => (/[.!?…]$/.test(text) ? text : `${text}.`);

function began({ run, nameOf, now, timeZone }: RunFacts): string[] {
  const what = modeMark(run) ?? MODE_WORDS[run.mode];
  const target = [run.gateway, run.drives.slice(0, 3).join(', '), run.zone].find(Boolean);
  return [
    sentence(
      `${nameOf(run.requestedBy)} began this ${what.toLowerCase()} at ${formatMoment(run.startedAt, now, timeZone)}${
        target ? ` for ${target}` : ''
      }`,
    ),
    run.mode === 'run'
      ? 'It acts upon the plant.'
      : run.mode === 'drill'
        ? 'It acts on what is simulated or recorded; nothing reaches the plant.'
        : 'It acts on nothing: commands are only shown.',
  ];
}

function found({ steps }: RunFacts): string[] {
  const telling = steps.filter(
    (step) => isStepOver(step.status) && (step.checks.length > 0 || step.status !== 'succeeded'),
  );
  const lines = telling
    .filter(({ status }) => status !== 'skipped' && status !== 'cancelled')
    .slice(-TOLD)
    .map((step) => {
      const evidence = evidenceOf(step);
      return sentence(
        `${short(step.name)}: ${STEP_STATUS_WORDS[step.status]}${evidence === '' ? '' : `, ${short(evidence)}`}`,
      );
    });
  return lines.length === 0 ? ['Nothing has been measured yet.'] : lines;
}

function people({ entries, nameOf, now, timeZone }: RunFacts): string[] {
  const acts = entries.filter(({ by, kind }) => by !== null && kind !== 'started');
  if (acts.length === 0) return ['Nobody has done anything since.'];
  return acts
    .slice(-TOLD)
    .map(({ by, at, text }) =>
      sentence(`${formatMoment(at, now, timeZone)} ${nameOf(by ?? '')}: ${short(text)}`),
    );
}

function waits({ run, steps, now, timeZone }: RunFacts): string[] {
  if (run.endedAt !== null) {
    const why = run.reason === null ? '' : `: ${short(run.reason)}`;
    return [
      sentence(
        `Nothing: it ${RUN_STATUS_WORDS[run.status]} at ${formatMoment(run.endedAt, now, timeZone)}${why}`,
      ),
      `It took ${formatAge(run.endedAt - run.startedAt)}.`,
    ];
  }
  const open = openSteps(steps);
  const lines = open.map((step) => {
    const { approval, name, status, dueAt } = step;
    if (status === 'waiting-approval' && approval !== null) {
      const roles = approval.roles.map((role) => ROLE_LABELS[role].toLowerCase()).join(' or ');
      return `${short(name)} waits until ${formatMoment(approval.expiresAt, now, timeZone)} for approval by ${roles}.`;
    }
    const until = dueAt === null ? '' : `, until ${formatMoment(dueAt, now, timeZone)}`;
    return sentence(`${short(name)}: ${STEP_STATUS_WORDS[status]}${until}`);
  });
  if (run.status === 'paused' || run.status === 'pausing' || run.status === 'cancelling')
    lines.unshift(sentence(`The run is ${RUN_STATUS_WORDS[run.status]}`));
  return lines.length === 0 ? [sentence(`The run ${RUN_STATUS_WORDS[run.status]}`)] : lines;
}
