import type { EventTypeId } from './catalogue';
import type { EventSeverity } from './severity';

/** A record as it was forwarded. It is an attacker's text until something is understood of it. */
export interface LogRecord {
  /** Who wrote it, as whoever forwarded it says; `undefined` when the line's own header has to tell. */
  program: string | undefined;
  /** One line, with or without header; cut to 8 KiB before anything looks at it. */
  line: string;
  /** The record itself where it is structured (journald, Suricata EVE, RAUC status). */
  json?: object | undefined;
}

export type FindingField = string | number | boolean;

/** What was understood of a record or report, in bounded and visible text. */
export interface Finding {
  type: EventTypeId;
  /** Addresses, ports, users, paths: `src`, `spt`, `dst`, `dpt`, `proto`, `user`, `unit`, ... */
  fields: Record<string, FindingField>;
  /** One line for people. */
  text: string;
  /** Where the record itself says how bad it is; the type's otherwise. */
  severity?: EventSeverity | undefined;
  /** What tells it from others of its type at the gateway, made of the fields its type is aggregated by. */
  key: string;
  /** Who said it: a program such as `sshd`, `thin-edge`, `broker`. */
  source: string;
  /** It says that the state of this type and key is over. */
  ends: boolean;
}

/** `unknown`: not understood, to be kept raw and counted. `nothing`: understood, and of no interest. */
export type Reading = Finding | 'unknown' | 'nothing';
