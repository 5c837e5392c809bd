import type { Priority } from '$lib/domain/alarms/priority';
import { LONGEST_SHELF_MS } from '$lib/domain/alarms/shelving';
import { HOUR_MS, MINUTE_MS } from '$lib/domain/time';
import type { AlarmView } from '$lib/protocol/alarms';

/** Times that a person may choose from; a shift is eight hours. */
const CHOICES_MS = [15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 24 * HOUR_MS] as const;

/** Reasons that are met again and again; any other is written out. */
export const SHELF_REASONS = [
  'Known fault, repair is under way',
  'Maintenance on the equipment',
  'Instrument or limit is wrong',
  'Comes and goes, cause is looked for',
  'Test',
] as const;

export interface ShelfChoice {
  minutes: number;
  label: string;
}

/** The longest that all of them may be shelved for together: the cap of the worst. */
export const longestShelfMs = (alarms: readonly Pick<AlarmView, 'priority'>[]): number =>
  LONGEST_SHELF_MS[Math.min(4, ...alarms.map(({ priority }) => priority)) as Priority];

const label = (ms: number): string => (ms < HOUR_MS ? `${ms / MINUTE_MS} min` : `${ms / HOUR_MS} h`);

export const shelfChoices = (alarms: readonly Pick<AlarmView, 'priority'>[]): ShelfChoice[] =>
  CHOICES_MS.filter((ms) => ms <= longestShelfMs(alarms)).map((ms) => ({
    minutes: ms / MINUTE_MS,
    label: label(ms),
  }));

/** Why no longer time is offered. */
export const capWords = (alarms: readonly Pick<AlarmView, 'priority'>[]): string => {
  const worst = Math.min(4, ...alarms.map(({ priority }) => priority));
  const second = worst === 1 ? ', and a second person has to shelve it too' : '';
  return `Priority ${worst} is shelved for at most ${label(longestShelfMs(alarms))}${second}. It ends by itself.`;
};
