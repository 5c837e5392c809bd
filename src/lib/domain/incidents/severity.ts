/** Severities of an incident by consequence, 1 the worst; when in doubt, the worse of two (reference: incidents, 4.3). */
export const INCIDENT_SEVERITIES = [1, 2, 3, 4, 5] as const;
export type IncidentSeverity = (typeof INCIDENT_SEVERITIES)[number];

export const SEVERITY_MEANINGS = {
  1: 'People, environment or a safety function affected',
  2: 'Production of a zone stopped, or control of drives lost',
  3: 'Degraded, or monitoring lost',
  4: 'Suspicious, no effect seen',
  5: 'Hygiene',
} as const satisfies Record<IncidentSeverity, string>;
