import { INCIDENT_SEVERITIES } from '$lib/domain/incidents/severity';
import type { QueryValue } from '$lib/live/api';
import type { IncidentView } from '$lib/protocol/incidents';
import { INCIDENTS } from '../links';

export const INCIDENT_STATES = { open: 'open', closed: 'closed', all: 'all' } as const;
type IncidentStateName = keyof typeof INCIDENT_STATES;

/** What the incident list is narrowed to, all of it in the address; '' is any. */
export interface IncidentFilter {
  state: IncidentStateName;
  severity: string;
  site: string;
  zone: string;
  assignee: string;
  cursor: string;
}

const FREE = ['site', 'zone', 'assignee', 'cursor'] as const;

export function incidentFilterOf(query: URLSearchParams): IncidentFilter {
  const state = query.get('state') ?? '';
  const severity = query.get('severity') ?? '';
  const free = FREE.map((name) => [name, (query.get(name) ?? '').replaceAll('\0', '').slice(0, 400)]);
  return {
    ...(Object.fromEntries(free) as Record<(typeof FREE)[number], string>),
    state: Object.hasOwn(INCIDENT_STATES, state) ? (state as IncidentStateName) : 'open',
    severity: INCIDENT_SEVERITIES.map(String).includes(severity) ? severity : '',
  };
}

/** The filter as an address of the page; what is as it would be anyhow is left out. */
export function incidentQuery(filter: IncidentFilter, change: Partial<IncidentFilter> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filter, cursor: '', ...change })) {
    if (value !== '' && !(name === 'state' && value === 'open')) query.set(name, value);
  }
  const text = query.toString();
  return text === '' ? INCIDENTS : `${INCIDENTS}?${text}`;
}

export const incidentApiQuery = (filter: IncidentFilter): Record<string, QueryValue> => ({ ...filter });

/** Whether an incident that the stream tells of belongs to the list. */
export function fitsIncident(incident: IncidentView, filter: IncidentFilter): boolean {
  const is = (wanted: string, value: string | number | null): boolean =>
    wanted === '' || wanted === String(value ?? '');
  const isOpen = incident.closedAt === null;
  return (
    (filter.state === 'all' || isOpen === (filter.state === 'open')) &&
    is(filter.severity, incident.severity) &&
    is(filter.site, incident.site) &&
    is(filter.zone, incident.zone) &&
    is(filter.assignee, incident.assignee)
  );
}

export const newestIncidentFirst = (a: IncidentView, b: IncidentView): number => b.id - a.id;
