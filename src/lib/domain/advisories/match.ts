/** What all sources together say of an asset, as far as it matters; what is clear is no match. */
export const MATCH_VERDICTS = {
  affected: 'Affected',
  disputed: 'Disputed',
  'needs-a-look': 'Needs a look',
  'no-version': 'Version not known',
} as const;
export type MatchVerdict = keyof typeof MATCH_VERDICTS;

/** How sure the program is that the asset is meant; a person confirms what is only possible. */
export type Certainty = 'likely' | 'possible';
