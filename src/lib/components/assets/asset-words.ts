import { MILESTONES } from '$lib/domain/assets/lifecycle';
import type { AssetRow, MilestoneView } from '$lib/protocol/assets';

export const KIND_WORDS = {
  gateway: 'gateway',
  drive: 'drive',
  device: 'other device',
  platform: 'platform',
} as const satisfies Record<AssetRow['kind'], string>;

export const ORIGIN_WORDS = {
  plant: 'in the plant file',
  listed: 'on the list of devices',
  observed: 'met, on no list',
  own: 'this program',
} as const satisfies Record<AssetRow['origin'], string>;

/** The date that decides, in few words: `Debian 12: End of security support 2026-07-11`. */
export function endsText({ product }: Pick<AssetRow, 'product'>, decisive: AssetRow['decisive']): string {
  if (decisive === null) return '';
  const { part, kind, at } = decisive;
  const what = `${MILESTONES[kind]} ${at ?? 'without a date'}`;
  return part === product ? what : `${part}: ${what}`;
}

const PRECISION_WORDS = {
  day: '',
  month: 'to the month',
  quarter: 'to the quarter',
  year: 'to the year',
  none: '',
} as const satisfies Record<MilestoneView['precision'], string>;

/** How exact a date is, and what is not published about it. */
export function precisionText({ precision, at, derived }: MilestoneView): string {
  const parts = [
    at === null ? 'no date published' : PRECISION_WORDS[precision],
    derived ? 'concluded, not published' : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

/** An address as people read it: the host where it is one, the text itself else. */
export function sourceText(source: string): string {
  const host = /^https:\/\/([^/]+)/.exec(source)?.[1];
  return host === undefined ? source : host.replace(/^www\./, '');
}

export const isWebAddress = (source: string): boolean => /^https:\/\/[^\s]+$/.test(source);
