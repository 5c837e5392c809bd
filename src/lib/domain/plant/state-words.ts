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
