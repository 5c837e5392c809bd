import type { IncidentSeverity } from '$lib/domain/incidents/severity';

/** What an incident does to the plant, in as few words as stand beside its number (reference: incidents, 4.3). */
export const SEVERITY_WORDS = {
  1: 'people or safety',
  2: 'production stopped',
  3: 'degraded',
  4: 'suspicious',
  5: 'hygiene',
} as const satisfies Record<IncidentSeverity, string>;

/** Names of people by their id; whoever is not in it goes by the id. */
export type Names = Readonly<Record<string, string>>;

export const nameOf = (names: Names, id: string): string => names[id] ?? id;
