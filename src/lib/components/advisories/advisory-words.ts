import type { MatchView, SourceRow } from '$lib/protocol/advisories';

export const VERDICT_WORDS: Readonly<Record<MatchView['verdict'], string>> = {
  affected: 'affected',
  disputed: 'sources disagree',
  'needs-a-look': 'needs a look',
  'no-version': 'version not known',
};

export const STATUS_WORDS: Readonly<Record<SourceRow['status'], string>> = {
  affected: 'affected',
  'not-affected': 'not affected',
  fixed: 'fixed',
  'under-investigation': 'being looked into',
};

export const STATE_WORDS: Readonly<Record<MatchView['state'], string>> = {
  open: 'open',
  accepted: 'accepted',
  mitigated: 'mitigated',
  fixed: 'fixed',
  'not-affected': 'not affected',
};

/** What is said of an asset, with how sure the program is. */
export function verdictText({ verdict, certainty, isConfirmed }: MatchView): string {
  const sure = isConfirmed ? 'confirmed' : certainty === 'likely' ? 'likely' : 'possible';
  return `${VERDICT_WORDS[verdict]}, ${sure}`;
}

/** A base score; a score that nobody gives is none and not 0. */
export const scoreText = (severity: number | null): string =>
  severity === null ? 'no score' : severity.toFixed(1);

const DAY_MS = 86_400_000;

/** How far ahead or behind the due date is, in whole days. */
export function dueText(dueAt: number | null, now: number): string {
  if (dueAt === null) return 'next planned update';
  const days = Math.ceil((dueAt - now) / DAY_MS);
  if (days < 0) return `overdue by ${-days} d`;
  return days === 0 ? 'due today' : `in ${days} d`;
}
