import { isAcknowledgeable } from '$lib/live/alarm-order';
import type { AlarmView } from '$lib/protocol/alarms';
import type { Asked } from './alarm-desk.svelte';

/** What the person may do with alarms of that zone. */
interface Rights {
  handle: boolean;
  restrain: boolean;
}

/** What can be done with an alarm as it stands, the first thing first. */
export function verbsFor(alarm: AlarmView, { handle, restrain }: Rights): Asked['verb'][] {
  if (alarm.closedAt !== null) return [];
  const verbs: Asked['verb'][] = [];
  if (handle) {
    if (isAcknowledgeable(alarm)) verbs.push('acknowledge');
    if (alarm.acked && alarm.latched && !alarm.active) verbs.push('reset');
    if (alarm.confirmed === null) verbs.push('confirm');
    verbs.push(alarm.shelved === null ? 'shelve' : 'unshelve');
  }
  if (restrain) {
    const byPerson = alarm.suppressed !== null && alarm.suppressed.cause === null;
    verbs.push(byPerson ? 'unsuppress' : 'suppress');
    verbs.push(alarm.outOfService === null ? 'out-of-service' : 'return-to-service');
  }
  return verbs;
}
