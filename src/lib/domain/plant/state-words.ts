import type { SignalKey } from '../telemetry/signals';

/**
 * The latest words of one drive, as numbers; `undefined` is a word that never arrived. They may come from
 * different messages, so no two of them are certain to describe the same instant.
 */
export interface StateWords {
  statusWord?: number | undefined;
  generalStatusWord?: number | undefined;
  alarmWord?: number | undefined;
  alarmWord2?: number | undefined;
  warningWord?: number | undefined;
  warningWord2?: number | undefined;
  maintenanceWord?: number | undefined;
  faultCode?: number | undefined;
  /** Safe torque off as a gateway reads it on its own, where one does. */
  stoReported?: boolean | undefined;
}

/** The signals of the canon that say what a drive is doing, by what the decoder calls them. */
export const STATE_WORD_SIGNALS = {
  statusWord: 'status_word',
  generalStatusWord: 'general_status_word',
  alarmWord: 'alarm_word',
  alarmWord2: 'alarm_word_2',
  warningWord: 'warning_word',
  warningWord2: 'warning_word_2',
  faultCode: 'fault_code',
} as const satisfies Partial<Record<keyof StateWords, SignalKey>>;

export type StateWordName = keyof typeof STATE_WORD_SIGNALS;

export const STATE_WORD_NAMES = Object.keys(STATE_WORD_SIGNALS) as readonly StateWordName[];

/** Words outside the canon that the decoder knows, by the names under which gateways send them. */
export const STATE_EXTRAS = { maintenanceWord: 'maintenance_word', stoReported: 'sto_active' } as const;
