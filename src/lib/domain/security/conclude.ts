import type { Priority } from '../alarms/priority';
import { EVENT_TYPES, type EventTypeId } from './catalogue';
import { ACCESS_RULES } from './conclusions/access';
import { HOST_RULES } from './conclusions/host';
import { NETWORK_RULES } from './conclusions/network';
import type { Judgement, JudgementRule } from './conclusions/rule';
import type { Finding } from './finding';
import { EVENT_SEVERITIES, isAtLeast, type EventResponse, type EventSeverity } from './severity';
import type { Situation } from './situation';

/** What a finding comes to, seen with what went before it. */
export interface Conclusion {
  severity: EventSeverity;
  response: EventResponse;
  /** Of the alarm it raises; `undefined` unless the response is `act`. */
  priority: Priority | undefined;
  /** Why it is judged otherwise than its type says, for people; `undefined` when it is not. */
  because: string | undefined;
  /** What it adds up to with others: to be taken as findings of their own. */
  also: readonly Finding[];
}

const RULES: Partial<Record<EventTypeId, JudgementRule>> = {
  ...ACCESS_RULES,
  ...HOST_RULES,
  ...NETWORK_RULES,
};

/**
 * Judges a finding by the rules of escalation and correlation (reference: security-events, 2 "Severity
 * escalation" and 4). Pure: the same finding in the same situation is always the same conclusion.
 */
export function conclude(finding: Finding, situation: Situation): Conclusion {
  const judgement: Judgement = finding.ends ? {} : (RULES[finding.type]?.(finding, situation) ?? {});
  const severity = judgement.severity ?? finding.severity ?? EVENT_TYPES[finding.type].severity;
  const response = judgement.isExplained
    ? calmed(finding.type, severity)
    : responseOf(finding.type, severity);
  return {
    severity,
    response,
    priority: response === 'act' ? priorityOf(finding.type, severity) : undefined,
    because: judgement.because,
    also: judgement.also ?? [],
  };
}

/** What a type asks for at this severity. What is harmless by itself is looked at once it is `medium`. */
export function responseOf(type: EventTypeId, severity: EventSeverity): EventResponse {
  const { response, actsFrom } = EVENT_TYPES[type];
  if (response === 'act' || (actsFrom !== undefined && isAtLeast(severity, actsFrom))) return 'act';
  return response === 'none' && isAtLeast(severity, 'medium') ? 'review' : response;
}

/** A known cause takes the urgency from it; whether it really was the cause can still be looked at. */
function calmed(type: EventTypeId, severity: EventSeverity): EventResponse {
  if (severity === 'info') return 'none';
  const response = responseOf(type, severity);
  return response === 'act' ? 'review' : response;
}

/** One step more urgent than the type's alarm when the event is worse than its type. */
export function priorityOf(type: EventTypeId, severity: EventSeverity): Priority | undefined {
  const { priority, response, severity: usual } = EVENT_TYPES[type];
  const isWorse = EVENT_SEVERITIES.indexOf(severity) < EVENT_SEVERITIES.indexOf(usual);
  if (priority === undefined || response !== 'act' || !isWorse) return priority;
  return priority === 1 ? 1 : ((priority - 1) as Priority);
}
