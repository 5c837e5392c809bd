/** Steps of a security event's severity, worst first (reference: security-events, 1.1). */
export const EVENT_SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type EventSeverity = (typeof EVENT_SEVERITIES)[number];

/** What an event asks for: nothing, a look when there is time, or a person now. Only `act` raises an alarm. */
export const EVENT_RESPONSES = ['none', 'review', 'act'] as const;
export type EventResponse = (typeof EVENT_RESPONSES)[number];

/** Severity of a thin-edge alarm. */
export type ThinEdgeSeverity = 'critical' | 'major' | 'minor' | 'warning';

interface SeverityScale {
  /** `undefined`: thin-edge has no alarm so low. */
  thinEdge: ThinEdgeSeverity | undefined;
  /** RFC 5424, 0 the worst. */
  syslog: number;
  /** OCSF `severity_id`. */
  ocsf: number;
  /** CEF, 10 the worst. */
  cef: number;
}

/** The same step on the scales of others. */
export const SEVERITY_SCALES = {
  critical: { thinEdge: 'critical', syslog: 2, ocsf: 5, cef: 10 },
  high: { thinEdge: 'major', syslog: 3, ocsf: 4, cef: 8 },
  medium: { thinEdge: 'minor', syslog: 4, ocsf: 3, cef: 5 },
  low: { thinEdge: 'warning', syslog: 5, ocsf: 2, cef: 3 },
  info: { thinEdge: undefined, syslog: 6, ocsf: 1, cef: 1 },
} as const satisfies Record<EventSeverity, SeverityScale>;

/** Whether `a` is as bad as `b` or worse. */
export const isAtLeast = (a: EventSeverity, b: EventSeverity): boolean =>
  EVENT_SEVERITIES.indexOf(a) <= EVENT_SEVERITIES.indexOf(b);

export const worse = (a: EventSeverity, b: EventSeverity): EventSeverity => (isAtLeast(a, b) ? a : b);
