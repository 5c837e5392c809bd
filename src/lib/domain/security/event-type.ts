import type { Priority } from '../alarms/priority';
import type { AttackFit, AttackLabel, TechniqueId } from './attack-techniques';
import type { ClearRule } from './clear-rule';
import type { IncidentRuleId } from './incident-rule';
import type { OcsfClass } from './ocsf-classes';
import type { RequirementNumber } from './requirements';
import type { EventResponse, EventSeverity, ThinEdgeSeverity } from './severity';

/** How findings become rows. A row is of one gateway (and drive), type and key; the gateway is never named in `by`. */
export interface Aggregate {
  /** Fields of a finding that make up its key. */
  by: readonly string[];
  /** How long a moment's row takes further findings, from its first. A state's row is open until the state ends. */
  windowMs: number;
  /** Field of which different values are counted rather than findings. */
  countDistinct?: string | undefined;
  /** How many it takes before there is an event at all. */
  threshold?: number | undefined;
}

/**
 * Who says that it begins and ends: a report (of a gateway, or of one of our own detectors that speaks in the same
 * way), or our watch of process and links, which raises the alarm itself (alarms/process-definitions,
 * alarms/system-definitions) and of which a gateway's own report is only one more witness.
 */
export type JudgedBy = 'report' | 'process' | 'system';

/** What the tables of types/ say of a type; `catalogue.ts` makes the `EventType` of it. */
export interface EventTypeRow {
  title: string;
  /** A state lasts until it ends; a moment is over when it is told. */
  kind: 'state' | 'moment';
  severity: EventSeverity;
  response: EventResponse;
  /** From this severity on it is `act` although `response` says less: its circumstances can make it urgent. */
  actsFrom?: EventSeverity;
  /** Of its alarm; whatever can act has one. */
  priority?: Priority;
  incidentRule?: IncidentRuleId;
  judgedBy?: JudgedBy;
  aggregate: Aggregate;
  /**
   * Fields that tell its open alarms at one gateway apart. Never a value that a sender makes up, such as the
   * source of a scan: a thousand of those are one alarm.
   */
  alarmBy: readonly string[];
  clears: ClearRule;
  attack: { fit: AttackFit; ics: readonly TechniqueId[] };
  sr: readonly RequirementNumber[];
  ocsf: OcsfClass;
  /** Not of the catalogue Zonewatch started from, but added by it. */
  isOurs?: true;
}

/** A kind of security event: all that is known of it before one happens. */
export interface EventType extends Pick<
  EventTypeRow,
  'title' | 'kind' | 'severity' | 'response' | 'aggregate' | 'alarmBy' | 'clears' | 'ocsf'
> {
  /** Dotted, such as `net.port_scan.xmas`; never changed once published. */
  id: string;
  actsFrom: EventSeverity | undefined;
  priority: Priority | undefined;
  incidentRule: IncidentRuleId | undefined;
  judgedBy: JudgedBy;
  attack: readonly AttackLabel[];
  /** Requirements of IEC 62443-3-3 it bears on, such as `SR 5.2`, and what they belong to, such as `FR 5 RDF`. */
  sr: readonly string[];
  fr: readonly string[];
  isOurs: boolean;
  thinEdge: {
    /** Alarm or event. */
    channel: 'a' | 'e';
    /** `net_port_scan_xmas`. The way back is `byThinEdgeType`, never replacement: ids contain underscores. */
    type: string;
    severity: ThinEdgeSeverity | undefined;
  };
  syslogSeverity: number;
  cefSeverity: number;
  ocsfSeverity: number;
}
