/** How old a value is against its own interval. */
export type Freshness = 'live' | 'stale' | 'lost' | 'never';
/** How far a value may be trusted apart from its age. */
export type Quality = 'good' | 'uncertain' | 'bad' | 'substituted' | 'simulated' | 'manual';

/** The one word that names how a value is shown, worst reason first; also the `data-quality` attribute. */
export type ValueLook = 'live' | 'uncertain' | 'bad' | 'stale' | 'lost' | 'never';

/** Age beats quality: a bad value that is lost is first of all not there. */
export function valueLook(freshness: Freshness, quality: Quality): ValueLook {
  if (freshness !== 'live') return freshness;
  return quality === 'bad' || quality === 'uncertain' ? quality : 'live';
}

/** Boxed letter for a value that was not measured as such. */
export const ORIGIN_MARK = {
  good: undefined,
  uncertain: undefined,
  bad: undefined,
  substituted: 'S',
  simulated: 'SIM',
  manual: 'M',
} as const satisfies Record<Quality, string | undefined>;

/** Why a value is shown as it is, as a person would say it. */
export const LOOK_WORDS = {
  live: '',
  uncertain: 'uncertain: the device gives no time or doubts the value',
  bad: 'bad: the device says that the value is not valid',
  stale: 'stale',
  lost: 'lost',
  never: 'never received',
} as const satisfies Record<ValueLook, string>;

export const ORIGIN_WORDS = {
  good: '',
  uncertain: '',
  bad: '',
  substituted: 'substituted',
  simulated: 'simulated',
  manual: 'entered by hand',
} as const satisfies Record<Quality, string>;
