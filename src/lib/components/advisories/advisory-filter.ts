import type { QueryValue } from '$lib/live/api';
import { ADVISORIES } from '../links';

/** Parts of the page, in the order of its tabs; the last holds the advisories themselves. */
export const ADVISORY_VIEWS = {
  look: 'Needs a look',
  open: 'Open',
  overdue: 'Overdue',
  accepted: 'Accepted',
  done: 'Done',
  advisories: 'Advisories',
} as const;
export type AdvisoryViewName = keyof typeof ADVISORY_VIEWS;

/** What the page is narrowed to, all of it in the address; '' is any. */
export interface AdvisoryFilter {
  view: AdvisoryViewName;
  zone: string;
  asset: string;
  /** A CVE for matches; words of title, document or CVE for advisories. */
  text: string;
  cursor: string;
}

const FREE = { zone: 63, asset: 300, text: 100, cursor: 400 } as const;
const FIRST: AdvisoryViewName = 'open';

/** Reads an address; what it cannot be is left out. */
export function advisoryFilterOf(query: URLSearchParams): AdvisoryFilter {
  const view = query.get('view') ?? '';
  const free = (name: keyof typeof FREE) =>
    (query.get(name) ?? '').replaceAll('\0', '').trim().slice(0, FREE[name]);
  return {
    view: Object.hasOwn(ADVISORY_VIEWS, view) ? (view as AdvisoryViewName) : FIRST,
    zone: free('zone'),
    asset: free('asset'),
    text: free('text'),
    cursor: free('cursor'),
  };
}

/** The filter as an address of the page; what is as it would be anyhow is left out. */
export function advisoryQuery(filter: AdvisoryFilter, change: Partial<AdvisoryFilter> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor: '', ...change }))
    if (value !== '' && !(name === 'view' && value === FIRST)) query.set(name, value);
  const text = query.toString();
  return text === '' ? ADVISORIES : `${ADVISORIES}?${text}`;
}

/** As the API is asked for matches. */
export const matchApiQuery = ({
  view,
  zone,
  asset,
  text,
  cursor,
}: AdvisoryFilter): Record<string, QueryValue> => ({
  view: view === 'advisories' ? 'open' : view,
  zone,
  asset,
  vulnerability: text,
  cursor: view === 'advisories' ? '' : cursor,
});
