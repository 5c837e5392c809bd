import { CHECK_COMMAND, INCIDENT_COMMAND, NOTIFY_COMMAND } from './command-types';
import { noteOf } from './incident-field';
import { statementWord } from './tokens';

/**
 * A variable's value as it is put into a command of one of our own kinds, in place of `__name__:value`. In
 * statements it stays one word whatever it holds; in words for people it stays on its line. Undefined for kinds
 * that have rules of their own.
 */
export function placedValue(type: string, template: string, value: string): string | undefined {
  switch (type) {
    case CHECK_COMMAND:
      return statementWord(value);
    case INCIDENT_COMMAND:
      return noteOf(template) === undefined ? statementWord(value) : oneLine(value);
    case NOTIFY_COMMAND:
      return oneLine(value);
    default:
      return undefined;
  }
}

const oneLine = (value: string): string => value.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ');
