import type { AlarmView } from '$lib/protocol/alarms';
import { formatAge, formatSpan } from '$lib/ui/format/age';
import { formatMoment, formatTime } from '$lib/ui/format/time';
import { alarmLink, driveLink, gatewayLink } from '../links';

/** What an alarm is about, in as few characters as the control room calls it by. */
export const tagOf = ({
  drive,
  gateway,
  definition,
}: Pick<AlarmView, 'drive' | 'gateway' | 'definition'>): string => drive ?? gateway ?? definition;

/** Where an alarm is looked into: its drive, else its gateway, else itself in the list. */
export const placeLink = ({ drive, gateway, id }: Pick<AlarmView, 'drive' | 'gateway' | 'id'>): string =>
  drive !== null ? driveLink(drive) : gateway !== null ? gatewayLink(gateway) : alarmLink(id);

/** When it began: by the device's own clock where that can be believed, else when we heard of it. */
export const beganAt = ({ sourceTime, raisedAt }: Pick<AlarmView, 'sourceTime' | 'raisedAt'>): number =>
  sourceTime ?? raisedAt;

/** `± 0.2 s`, `± 27 ms`; '' when the device told no time or its clock was never measured. */
export const uncertaintyWords = ({
  sourceTime,
  clockUncertaintyMs,
}: Pick<AlarmView, 'sourceTime' | 'clockUncertaintyMs'>): string =>
  sourceTime === null || clockUncertaintyMs === null ? '' : `± ${formatSpan(clockUncertaintyMs)}`;

/** Whose time is shown: a row must not let ours pass for the device's. */
export const clockWords = ({ sourceTime }: Pick<AlarmView, 'sourceTime'>): string =>
  sourceTime === null ? 'our clock' : 'device clock';

export const FIRST_OUT_WORDS = {
  first: 'first-out',
  candidate: 'first-out candidate, order uncertain',
  no: '',
} as const satisfies Record<AlarmView['firstOut'], string>;

const STATE_WORDS = {
  normal: 'normal',
  unacknowledged: 'unacknowledged',
  acknowledged: 'acknowledged',
  returned: 'RTN',
  'latched-unacknowledged': 'unacknowledged',
  'latched-acknowledged': 'acknowledged',
  shelved: 'shelved',
  suppressed: 'suppressed',
  'out-of-service': 'out of service',
} as const satisfies Record<AlarmView['state'], string>;

export interface StateWords {
  /** What its state is. */
  text: string;
  /** Who, when, until when: beside it, smaller. */
  note: string;
  isUrgent: boolean;
}

/** State of an alarm in a cell of a table: for what was answered, who did it and when. */
export function stateWords(alarm: AlarmView, now: number, timeZone: string): StateWords {
  const at = (ms: number) => formatMoment(ms, now, timeZone);
  if (alarm.closedAt !== null) return { text: 'closed', note: at(alarm.closedAt), isUrgent: false };
  if (alarm.unknownSince !== null) {
    return {
      text: `state unknown since ${formatTime(alarm.unknownSince, timeZone)}`,
      note: '',
      isUrgent: false,
    };
  }
  switch (alarm.state) {
    case 'unacknowledged':
    case 'latched-unacknowledged':
      return { text: STATE_WORDS[alarm.state], note: '', isUrgent: true };
    case 'acknowledged':
    case 'latched-acknowledged': {
      const { acknowledged } = alarm;
      const reset = alarm.state === 'latched-acknowledged' ? ', needs reset' : '';
      if (acknowledged === null)
        return { text: STATE_WORDS[alarm.state], note: reset.slice(2), isUrgent: false };
      return { text: acknowledged.by, note: at(acknowledged.at) + reset, isUrgent: false };
    }
    case 'returned':
      return { text: 'RTN', note: alarm.returnedAt === null ? '' : at(alarm.returnedAt), isUrgent: false };
    case 'shelved':
      return {
        text: `shelved by ${alarm.shelved?.by ?? '?'}`,
        note: alarm.shelved === null ? '' : shelfWords(alarm.shelved, now),
        isUrgent: false,
      };
    case 'suppressed':
      return {
        text:
          alarm.suppressed?.cause == null
            ? `suppressed by ${alarm.suppressed?.by ?? '?'}`
            : 'held by its cause',
        note: alarm.suppressed?.note ?? '',
        isUrgent: false,
      };
    case 'out-of-service':
      return {
        text: `out of service by ${alarm.outOfService?.by ?? '?'}`,
        note: alarm.outOfService?.note ?? '',
        isUrgent: false,
      };
    case 'normal':
      return { text: 'normal', note: '', isUrgent: false };
  }
}

/** How long a shelf still holds. It ends by itself, also where nobody looks. */
export const shelfWords = ({ until, mode }: NonNullable<AlarmView['shelved']>, now: number): string =>
  `${until > now ? `${formatAge(until - now)} left` : 'ends now'}${mode === 'one-shot' ? ', one shot' : ''}`;
