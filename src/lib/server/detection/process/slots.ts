import type { Delays } from '../../../domain/alarms/debounce';
import { WORD_CONDITIONS } from '../../../domain/alarms/drive-conditions';
import { LIMIT_RULES } from '../../../domain/alarms/limit-rules';
import { PROCESS_DEFINITIONS } from '../../../domain/alarms/process-definitions';
import type { Priority } from '../../../domain/alarms/priority';
import { CONTRADICTIONS } from '../../../domain/telemetry/contradictions';

/** A condition that is debounced by itself: its place in a drive's memory, and its delays. */
export interface Slot {
  index: number;
  definition: string;
  key: string;
  delays: Delays;
}

const slots: Slot[] = [];

function slot(definition: string, key = '', delays: Partial<Delays> = {}): Slot {
  const { onDelayMs = 0, offDelayMs = 0 } = PROCESS_DEFINITIONS.find(({ id }) => id === definition) ?? {};
  const made = { index: slots.length, definition, key, delays: { onDelayMs, offDelayMs, ...delays } };
  slots.push(made);
  return made;
}

/** By what the drive's words tell. */
export const WORD_SLOTS = WORD_CONDITIONS.map((condition) => ({ condition, slot: slot(condition) }));

export const COMM_SLOT = slot('ot.drive_comm_lost');
export const STALE_SLOT = slot('ot.telemetry_stale');
export const FROZEN_SLOT = slot('ot.telemetry_frozen');

export const CONTRADICTION_SLOTS = CONTRADICTIONS.map((rule) => ({
  rule,
  slot: slot('ot.telemetry_implausible', rule.id, { onDelayMs: rule.onDelayMs }),
}));

/** Two slots make one alarm: beyond the inner limit (H, L), and beyond the outer one (HH, LL). */
export const LIMIT_SLOTS = LIMIT_RULES.map((rule) => ({
  rule,
  inner: slot(rule.definition, '', rule.inner),
  outer: slot(rule.definition, '', rule.outer),
}));

/** Every slot, by its index. */
export const SLOTS: readonly Slot[] = slots;

/** Slots that stand for an alarm of this name and priority, to take over what is open at a start. */
export function slotsOf(definition: string, key: string, priority: Priority): readonly Slot[] {
  const limit = LIMIT_SLOTS.find(({ rule }) => rule.definition === definition);
  if (limit === undefined) return SLOTS.filter((one) => one.definition === definition && one.key === key);
  return priority <= limit.rule.outer.priority ? [limit.inner, limit.outer] : [limit.inner];
}
