import type { FrPosture, PostureBlocker, ZoneLevels } from '$lib/protocol/posture';

type Interval = Pick<FrPosture, 'confirmed' | 'possible'>;

/** `2` where confirmed and possible agree, else `1 to 3`: an interval is never one number. */
export const intervalText = ({ confirmed, possible }: Interval): string =>
  confirmed === possible ? String(confirmed) : `${confirmed} to ${possible}`;

/** Short names of the seven, as lists need them. */
export const FR_SHORT = [
  'identification',
  'use control',
  'integrity',
  'confidentiality',
  'data flow',
  'events',
  'availability',
] as const;

/** What to say of an FR beside its target, in one phrase. */
export function gapText({
  target,
  confirmed,
  possible,
}: Pick<FrPosture, 'target' | 'confirmed' | 'possible'>): string {
  if (target === 0) return 'nothing asked';
  if (confirmed >= target) return 'target confirmed';
  return possible >= target ? 'not proven' : 'below target';
}

/** How many levels are missing to the target: what evidence denies, or only what is not proven. */
export function distanceText({
  target,
  confirmed,
  possible,
}: Pick<FrPosture, 'target' | 'confirmed' | 'possible'>): string {
  if (confirmed >= target) return '0';
  const [least, most] = [Math.max(0, target - possible), target - confirmed];
  return least === most ? String(most) : `${least} to ${most}`;
}

/** How far the weakest FR is from its target; what is refuted weighs more than what is unknown. */
export const gapOf = ({ levels }: Pick<ZoneLevels, 'levels'>): number =>
  Math.max(
    ...levels.map(
      ({ target, confirmed, possible }) =>
        Math.max(0, target - possible) * 10 + Math.max(0, target - confirmed),
    ),
  );

/** `1 failed, 3 unknown`, or that nothing stands in the way. */
export function standText({ refuted, unknown }: Pick<ZoneLevels, 'refuted' | 'unknown'>): string {
  const parts = [
    ...(refuted > 0 ? [`${refuted} failed`] : []),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  return parts.join(', ') || 'nothing in the way';
}

export const STANDING_WORDS = {
  met: 'met',
  'not-met': 'failed',
  unknown: 'unknown',
  na: 'not applicable',
  compensated: 'compensated',
} as const satisfies Record<PostureBlocker['standing'], string>;
