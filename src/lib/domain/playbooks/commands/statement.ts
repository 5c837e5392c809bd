/**
 * The statements of a check (`x-zonewatch-check`). A command holds one statement per line; all of them have to
 * hold at once. The words are fixed, names and values are bare words, quoted text or variables that stand alone.
 *
 *   drive __drive__:value signal motor_current_a < 12 A for 60 s
 *   drive p-101 signal heatsink_temp_c is live
 *   drive p-101 signal output_frequency_hz is known into __frequency__
 *   drive p-101 parameters.8-04 = 2
 *   every drive behind gateway __gateway__:value is live for __window__:value s
 *   no drive in zone pumping is tripped
 *   gateway gw-001 link = live for 2 min
 *   gateway gw-001 clock offset < 100 ms for 1 h
 *   gateway gw-001 certificate days > 30
 *   gateway gw-001 held messages = 0
 *   gateway gw-001 firmware.active_slot = "B" no older than 5 min
 *   gateway gw-001 firmware.version in (2.4.1, 2.4.2)
 *   every gateway in zone pumping link = live
 *   no alarm of priority 1 on gateway gw-001
 *   no unacknowledged alarm of priority 2 or higher in zone pumping for 15 min
 *   an alarm of definition gw.offline on gateway gw-001
 *   no event of type ot.modbus_write on gateway gw-001 in the last 24 h
 *   the incident phase = contained
 *   incident 12 is acknowledged
 *   command state of firmware_update on gateway gw-001 = successful
 *   person mallory has no session
 *   person mallory is disabled
 *   audit log is intact
 *
 *   check     = statement { newline statement }
 *   statement = claim [ "for" time ] [ "into" variable-name ]
 *   drives    = "drive" name | ( "every" | "any" | "no" ) "drive" place
 *   gateways  = "gateway" name | ( "every" | "any" | "no" ) "gateway" place
 *   place     = "behind gateway" name | "in zone" name | "at site" name | "of the run"
 *   of drives = "signal" name ( comparison | "is" [ "not" ] ( "live" | "known" ) ) | "is" [ "not" ] state | fact
 *   of a gateway = "link" words | "clock offset" comparison | "certificate days" comparison
 *             | "held messages" comparison | fact
 *   fact      = dotted-path ( comparison | "is" [ "not" ] "known" ) [ "no older than" time ]
 *   alarms    = ( "no" | "an" ) [ "unacknowledged" ] "alarm" [ "of priority" number [ "or higher" ] ]
 *             [ "of definition" name ] where
 *   events    = ( "no" | "an" ) "event" [ "of type" name ] [ "of severity" name [ "or higher" ] ] where
 *             "in the last" time
 *   where     = ( "on gateway" | "on drive" | "in zone" | "at site" ) name | "of the run" | "in the plant"
 *   incident  = ( "incident" name | "the incident" ) ( "phase" words | "severity" comparison
 *             | "is" [ "not" ] ( "open" | "acknowledged" | "claimed" ) )
 *   command   = "command state of" name [ "on gateway" name ] words
 *   person    = "person" name ( "is" [ "not" ] "disabled" | "has no session" )
 *   audit     = "audit log is intact"
 *   comparison = ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value [ unit ] | "in" "(" value { "," value } ")"
 *   words     = ( "=" | "!=" ) value | "in" "(" value { "," value } ")"
 *   time      = value ( "ms" | "s" | "min" | "h" | "d" )
 *
 * A fact is what a gateway says of itself, or of a device behind it, as state: the first part of the path is the
 * name of the twin, the rest leads into it. `on gateway` counts alarms and events of the gateway and of everything
 * behind it. `command state of` takes a command's id, or an operation such as `firmware_update`, which means the
 * newest command of that operation on the gateway. What is stale, lost or unknown never holds, whatever is asked
 * of it; nor does "every" of nothing, or "no" where nothing is known to be. `into` puts what was found into a variable.
 */

/** A name or value as it is written: text, or a variable that has yet to be filled in. */
export type Term =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'variable'; readonly name: string };

export const OPERATORS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Operator = (typeof OPERATORS)[number];

export type Comparison =
  | { readonly op: Operator; readonly value: Term; readonly unit: string | undefined }
  | { readonly op: 'in'; readonly values: readonly Term[] };

export const TIME_UNITS = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;
export type TimeUnit = keyof typeof TIME_UNITS;
export interface Time {
  readonly amount: Term;
  readonly unit: TimeUnit;
}

/** Where drives or gateways are looked for. */
export type Place =
  { readonly kind: 'gateway' | 'zone' | 'site'; readonly name: Term } | { readonly kind: 'run' };

/** Where alarms and events are looked for. */
export type Where =
  | { readonly kind: 'gateway' | 'drive' | 'zone' | 'site'; readonly name: Term }
  | { readonly kind: 'run' | 'plant' };

export type Selection =
  | { readonly of: 'one'; readonly name: Term }
  | { readonly of: 'every' | 'any' | 'no'; readonly place: Place };

/** What a drive can be said to be. `remote` is its opposite of `local`: neither holds where its words tell neither. */
export const DRIVE_STATES = [
  'live',
  'running',
  'stopped',
  'ready',
  'tripped',
  'local',
  'remote',
  'warning',
  'at-reference',
  'sto-active',
] as const;
export type DriveStateWord = (typeof DRIVE_STATES)[number];

export interface FactClaim {
  readonly kind: 'fact';
  /** Parts of the path; the first is the twin's name. */
  readonly path: readonly string[];
  readonly test: Comparison | { readonly op: 'known'; readonly not: boolean };
  readonly noOlderThan: Time | undefined;
}

export type DriveClaim =
  | { readonly kind: 'signal'; readonly signal: string; readonly comparison: Comparison }
  | {
      readonly kind: 'signal-is';
      readonly signal: string;
      readonly is: 'live' | 'known';
      readonly not: boolean;
    }
  | { readonly kind: 'state'; readonly is: DriveStateWord; readonly not: boolean }
  | FactClaim;

export type GatewayClaim =
  | {
      readonly kind: 'link' | 'clock-offset' | 'certificate-days' | 'held-messages';
      readonly comparison: Comparison;
    }
  | FactClaim;

export type IncidentClaim =
  | { readonly kind: 'phase' | 'severity'; readonly comparison: Comparison }
  | { readonly kind: 'is'; readonly is: 'open' | 'acknowledged' | 'claimed'; readonly not: boolean };

export type Claim =
  | { readonly about: 'drives'; readonly which: Selection; readonly claim: DriveClaim }
  | { readonly about: 'gateways'; readonly which: Selection; readonly claim: GatewayClaim }
  | {
      readonly about: 'alarms';
      readonly none: boolean;
      readonly unacknowledged: boolean;
      readonly priority: { readonly value: Term; readonly orHigher: boolean } | undefined;
      readonly definition: Term | undefined;
      readonly where: Where;
    }
  | {
      readonly about: 'events';
      readonly none: boolean;
      readonly type: Term | undefined;
      readonly severity: { readonly value: Term; readonly orHigher: boolean } | undefined;
      readonly where: Where;
      readonly within: Time;
    }
  /** `incident` undefined is the run's own. */
  | { readonly about: 'incident'; readonly incident: Term | undefined; readonly claim: IncidentClaim }
  | {
      readonly about: 'command';
      readonly command: Term;
      readonly gateway: Term | undefined;
      readonly comparison: Comparison;
    }
  | {
      readonly about: 'person';
      readonly person: Term;
      readonly is: 'disabled' | 'without-session';
      readonly not: boolean;
    }
  | { readonly about: 'audit' };

export interface Statement {
  readonly claim: Claim;
  /** How long it has to hold without a break. */
  readonly holdsFor: Time | undefined;
  /** Variable that takes what was found, with its underscores. */
  readonly into: string | undefined;
}

/** Longest statement, and how many one check may have. */
export const MOST_STATEMENT_LENGTH = 1_000;
export const MOST_STATEMENTS = 20;
