import type { SignalKey } from '../telemetry/signals';
import { LIMIT_RULES } from './limit-rules';

const SIGNALS_OF = new Map<string, SignalKey>(
  LIMIT_RULES.map(({ definition, signal }) => [definition, signal]),
);

/** The signal that an alarm of a drive is looked at by: the one whose limit it is about, else the motor's current. */
export const signalOfAlarm = (definition: string): SignalKey =>
  SIGNALS_OF.get(definition) ?? 'motor_current_a';
