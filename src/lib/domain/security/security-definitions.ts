import type { AlarmDefinition } from '../alarms/definition';
import { EVENT_TYPE_IDS, EVENT_TYPES, type EventTypeId } from './catalogue';
import { clearCauses } from './clear-rule';
import { ACCESS_GUIDANCE } from './definitions/access';
import { DRIVE_GUIDANCE } from './definitions/drives';
import type { Guidance, GuidanceTable } from './definitions/guidance';
import { HOST_GUIDANCE } from './definitions/host';
import { NETWORK_GUIDANCE } from './definitions/network';
import type { EventType } from './event-type';

const GUIDANCE: GuidanceTable = {
  ...NETWORK_GUIDANCE,
  ...ACCESS_GUIDANCE,
  ...HOST_GUIDANCE,
  ...DRIVE_GUIDANCE,
};

/**
 * Alarms from security events: one per type that can ask for somebody now. Those that our own watch judges are
 * defined with the process and the system.
 */
export const SECURITY_DEFINITIONS: readonly AlarmDefinition[] = EVENT_TYPE_IDS.flatMap((id) => {
  const guidance = GUIDANCE[id];
  return guidance === undefined ? [] : definitionOf(id, guidance);
});

function definitionOf(id: EventTypeId, guidance: Guidance): AlarmDefinition[] {
  const type = EVENT_TYPES[id];
  if (type.priority === undefined) return [];
  return [
    {
      id,
      version: 1,
      title: type.title,
      kind: 'security',
      priority: type.priority,
      isLatching: guidance.isLatching ?? needsReset(type),
      // What has to hold before it is believed is judged where events are counted.
      onDelayMs: 0,
      offDelayMs: 0,
      realarmAfterMs: undefined,
      isHighlyManaged: false,
      causes: [],
      consequence: guidance.consequence,
      response: guidance.response,
      respondWithinMs: guidance.respondWithinMs,
    },
  ];
}

/** A moment would be gone before anybody saw it, and what only a person can end waits for one. */
function needsReset({ kind, clears }: EventType): boolean {
  return kind === 'moment' || clearCauses(clears).every(({ by }) => by === 'person');
}
