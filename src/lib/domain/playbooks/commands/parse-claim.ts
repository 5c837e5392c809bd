import { ALARM_DEFINITIONS } from '../../alarms/definitions';
import { INCIDENT_PHASES } from '../../incidents/phase';
import { EVENT_TYPE_IDS } from '../../security/catalogue';
import { EVENT_SEVERITIES } from '../../security/severity';
import { isSignalKey, SIGNALS } from '../../telemetry/signals';
import {
  DRIVE_STATES,
  type Claim,
  type DriveClaim,
  type FactClaim,
  type GatewayClaim,
  type IncidentClaim,
  type Place,
  type Selection,
  type Where,
} from './statement';
import type { TokenReader } from './token-reader';

const LINKS: readonly string[] = ['live', 'silent', 'held', 'offline', 'never', 'revoked'];
const PATH = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$/;
const SIGNAL_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

const isSeverity = (text: string): boolean => (EVENT_SEVERITIES as readonly string[]).includes(text);

/** A whole type (`net.syn_flood`), or the beginning of some up to a dot (`net.`). */
const isEventType = (text: string): boolean =>
  EVENT_TYPE_IDS.some((id) => id === text || (text.endsWith('.') && id.startsWith(text)));

/** Reads what a statement says, up to its time and variable; throws `StatementFault`. */
export function readClaim(reader: TokenReader): Claim {
  for (const of of ['every', 'any', 'no'] as const) {
    if (reader.takes(`${of} drive`)) return drives(reader, { of, place: place(reader) });
    if (reader.takes(`${of} gateway`)) return gateways(reader, { of, place: place(reader) });
  }
  if (reader.takes('drive')) return drives(reader, { of: 'one', name: reader.term('the name of a drive') });
  if (reader.takes('gateway')) {
    return gateways(reader, { of: 'one', name: reader.term('the name of a gateway') });
  }
  if (reader.takes('no')) return counted(reader, true);
  if (reader.takes('an')) return counted(reader, false);
  if (reader.takes('the incident')) {
    return { about: 'incident', incident: undefined, claim: incidentClaim(reader) };
  }
  if (reader.takes('incident')) {
    const incident = reader.term('the number of an incident');
    return { about: 'incident', incident, claim: incidentClaim(reader) };
  }
  if (reader.takes('command state of')) return command(reader);
  if (reader.takes('person')) return person(reader);
  if (reader.takes('audit log is intact')) return { about: 'audit' };
  throw reader.fault(
    'does not begin with drive, gateway, every, any, no, an, incident, command state of, person or audit log',
  );
}

const drives = (reader: TokenReader, which: Selection): Claim => ({
  about: 'drives',
  which,
  claim: driveClaim(reader),
});

const gateways = (reader: TokenReader, which: Selection): Claim => ({
  about: 'gateways',
  which,
  claim: gatewayClaim(reader),
});

function place(reader: TokenReader): Place {
  if (reader.takes('of the run')) return { kind: 'run' };
  if (reader.takes('behind gateway')) return { kind: 'gateway', name: reader.term('the name of a gateway') };
  if (reader.takes('in zone')) return { kind: 'zone', name: reader.term('the name of a zone') };
  if (reader.takes('at site')) return { kind: 'site', name: reader.term('the name of a site') };
  throw reader.fault('expects behind gateway, in zone, at site or of the run');
}

function driveClaim(reader: TokenReader): DriveClaim {
  if (reader.takes('signal')) {
    const signal = reader.word('the name of a signal', (text) => SIGNAL_NAME.test(text));
    if (reader.takes('is')) {
      const not = reader.takes('not');
      return { kind: 'signal-is', signal, not, is: reader.oneOf(['live', 'known'] as const) };
    }
    const unit = isSignalKey(signal) ? SIGNALS[signal].unit : '';
    return { kind: 'signal', signal, comparison: reader.numbers(unit) };
  }
  if (reader.takes('is')) {
    const not = reader.takes('not');
    return { kind: 'state', not, is: reader.oneOf(DRIVE_STATES) };
  }
  return fact(reader, 'signal, is, or the path of a fact such as firmware.version');
}

function gatewayClaim(reader: TokenReader): GatewayClaim {
  if (reader.takes('link')) {
    const comparison = reader.words((text) => LINKS.includes(text), `one of ${LINKS.join(', ')}`);
    return { kind: 'link', comparison };
  }
  if (reader.takes('clock offset')) return { kind: 'clock-offset', comparison: reader.numbers('ms') };
  if (reader.takes('certificate days')) return { kind: 'certificate-days', comparison: reader.numbers('') };
  if (reader.takes('held messages')) return { kind: 'held-messages', comparison: reader.numbers('') };
  return fact(
    reader,
    'link, clock offset, certificate days, held messages, or the path of a fact such as firmware.active_slot',
  );
}

function fact(reader: TokenReader, what: string): FactClaim {
  const path = reader.word(what, (text) => text.length <= 200 && PATH.test(text)).split('.');
  const test = reader.takes('is') ? known(reader) : reader.values();
  return { kind: 'fact', path, test, noOlderThan: reader.takes('no older than') ? reader.time() : undefined };
}

function known(reader: TokenReader): FactClaim['test'] {
  const not = reader.takes('not');
  reader.expect('known');
  return { op: 'known', not };
}

/** Alarms and events are counted: there is none, or there is one. */
function counted(reader: TokenReader, none: boolean): Claim {
  const unacknowledged = reader.takes('unacknowledged');
  if (!unacknowledged && reader.takes('event')) {
    const type = reader.takes('of type')
      ? reader.known('a type of event, or the beginning of some', isEventType)
      : undefined;
    const severity = reader.takes('of severity')
      ? orHigher(reader, () => reader.known(`one of ${EVENT_SEVERITIES.join(', ')}`, isSeverity))
      : undefined;
    const where = whereOf(reader);
    reader.expect('in the last');
    return { about: 'events', none, type, severity, where, within: reader.time() };
  }
  reader.expect('alarm');
  const priority = reader.takes('of priority') ? orHigher(reader, () => reader.number()) : undefined;
  const definition = reader.takes('of definition')
    ? reader.known('a definition of alarms', (id) => ALARM_DEFINITIONS.has(id))
    : undefined;
  return { about: 'alarms', none, unacknowledged, priority, definition, where: whereOf(reader) };
}

function orHigher<T>(reader: TokenReader, value: () => T): { value: T; orHigher: boolean } {
  return { value: value(), orHigher: reader.takes('or higher') };
}

function whereOf(reader: TokenReader): Where {
  if (reader.takes('of the run')) return { kind: 'run' };
  if (reader.takes('in the plant')) return { kind: 'plant' };
  if (reader.takes('on gateway')) return { kind: 'gateway', name: reader.term('the name of a gateway') };
  if (reader.takes('on drive')) return { kind: 'drive', name: reader.term('the name of a drive') };
  if (reader.takes('in zone')) return { kind: 'zone', name: reader.term('the name of a zone') };
  if (reader.takes('at site')) return { kind: 'site', name: reader.term('the name of a site') };
  throw reader.fault('expects on gateway, on drive, in zone, at site, of the run or in the plant');
}

function incidentClaim(reader: TokenReader): IncidentClaim {
  if (reader.takes('phase')) {
    const isPhase = (text: string): boolean => (INCIDENT_PHASES as readonly string[]).includes(text);
    return { kind: 'phase', comparison: reader.words(isPhase, 'a phase of incidents') };
  }
  if (reader.takes('severity')) return { kind: 'severity', comparison: reader.numbers('') };
  reader.expect('is');
  const not = reader.takes('not');
  return { kind: 'is', not, is: reader.oneOf(['open', 'acknowledged', 'claimed'] as const) };
}

function command(reader: TokenReader): Claim {
  const of = reader.term('the id of a command, or an operation');
  const gateway = reader.takes('on gateway') ? reader.term('the name of a gateway') : undefined;
  const comparison = reader.words((text) => /^[a-z][a-z0-9_-]{0,63}$/.test(text), 'a state of commands');
  return { about: 'command', command: of, gateway, comparison };
}

function person(reader: TokenReader): Claim {
  const who = reader.term('the name of a person');
  if (reader.takes('has no session'))
    return { about: 'person', person: who, is: 'without-session', not: false };
  reader.expect('is');
  const not = reader.takes('not');
  reader.expect('disabled');
  return { about: 'person', person: who, is: 'disabled', not };
}
