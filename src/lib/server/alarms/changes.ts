import { bucketOf } from '../../domain/alarms/buckets';
import type { AlarmDefinition } from '../../domain/alarms/definition';
import { positionsOf } from '../../domain/alarms/flood';
import type { Transition } from '../../domain/alarms/journal';
import { stateOf, withheldBy, type AlarmFlags } from '../../domain/alarms/state';
import { applied, type AlarmEvent, type Refusal } from '../../domain/alarms/transitions';
import { zoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import { countIn, noChange, type CountChange } from '../storage/alarm-count-store';
import type { AlarmOccurrenceRow, AlarmPointRow, AlarmWrites, LockedAlarm } from '../storage/alarm-store';
import { flagsOf } from '../storage/alarm-view';

/** By whom and in whose words; `null` is the program itself. */
export interface Hand {
  by: string | null;
  note: string;
}
export const PROGRAM: Hand = { by: null, note: '' };

/** When it happened: by our clock, and as the device says. */
export interface When {
  at: Instant;
  sourceTime: Instant | null;
  /** When it is counted, where that is not `at`: what came late belongs into the past. */
  countsAt?: Instant | undefined;
}

/** What comes with an event. */
export interface Details {
  /** Makes the row of a new occurrence. */
  begin?: () => AlarmOccurrenceRow;
  /** Writes down what comes with the event, such as who did it. */
  set?: (point: AlarmPointRow, occurrence: AlarmOccurrenceRow | undefined) => void;
  /** What the journal calls it, where that is not the event's own word. */
  called?: Transition;
}

/** An alarm in the middle of a change. */
export interface Working {
  readonly point: AlarmPointRow;
  occurrence: AlarmOccurrenceRow | undefined;
}

interface Surroundings {
  now: Instant;
  plant: Plant;
  definitions: ReadonlyMap<string, AlarmDefinition>;
}

/** What the journal calls an event. */
const CALLED: Readonly<Record<AlarmEvent['type'], Transition>> = {
  activated: 'raised',
  returned: 'returned',
  escalated: 'escalated',
  realarmed: 're-alarmed',
  held: 'held',
  released: 'released',
  acknowledge: 'acknowledged',
  confirm: 'confirmed',
  reset: 'reset',
  shelve: 'shelved',
  unshelve: 'unshelved',
  suppress: 'suppressed',
  unsuppress: 'unsuppressed',
  'take-out-of-service': 'out-of-service',
  'return-to-service': 'returned-to-service',
};

/**
 * Alarms that one transaction changes: locked rows, the rules applied to them in memory, and everything that
 * has to be written afterwards, however many events there were.
 */
export class AlarmChanges {
  readonly #alarms = new Map<number, Working>();
  readonly #points = new Map<number, AlarmPointRow>();
  readonly #occurrences = new Map<number, AlarmOccurrenceRow>();
  /** Where occurrences were counted before the first change. */
  readonly #before = new Map<number, AlarmOccurrenceRow>();
  readonly #journal: AlarmWrites['journal'][number][] = [];
  readonly #annunciations: AlarmWrites['annunciations'][number][] = [];
  readonly #raised: number[] = [];
  readonly #causes = new Set<number>();

  constructor(private readonly o: Surroundings) {}

  /** Takes alarms in; a shelf that is over is put away first. */
  add(locked: readonly LockedAlarm[]): void {
    for (const { point, occurrence } of locked) {
      const alarm: Working = { point, occurrence };
      this.#alarms.set(point.id, alarm);
      if (occurrence !== undefined) this.#before.set(occurrence.id, { ...occurrence });
      if (point.shelfAsked !== null && point.shelfAsked.until <= this.o.now) {
        point.shelfAsked = null;
        this.touch(alarm);
      }
      if (point.shelf !== null && point.shelf.until <= this.o.now) {
        this.apply(alarm, { type: 'unshelve' }, PROGRAM, this.moment(), { called: 'shelf-ended' });
      }
    }
  }

  get(point: number): Working | undefined {
    return this.#alarms.get(point);
  }

  all(): Iterable<Working> {
    return this.#alarms.values();
  }

  /** As they are written down: what was over when it was taken in has been put away. */
  flags(alarm: Working): AlarmFlags {
    return flagsOf(alarm.point, alarm.occurrence, -Infinity);
  }

  /** Now, for what no device says. */
  moment(): When {
    return { at: this.o.now, sourceTime: null };
  }

  definition(alarm: Working): AlarmDefinition | undefined {
    return this.o.definitions.get(alarm.point.definition);
  }

  /** Applies one event, and tells what became of it. */
  apply(
    alarm: Working,
    event: AlarmEvent,
    hand: Hand,
    when: When,
    { begin, set, called = CALLED[event.type] }: Details = {},
  ): 'changed' | 'unchanged' | Refusal {
    const before = this.flags(alarm);
    const outcome = applied(before, event);
    if (outcome.outcome === 'refused') return outcome.refusal;
    if (outcome.outcome === 'unchanged') return 'unchanged';
    if (outcome.opens && begin !== undefined) this.#open(alarm, begin(), when);
    this.#store(alarm, outcome.flags, when.at);
    set?.(alarm.point, alarm.occurrence);
    if (alarm.occurrence !== undefined) alarm.occurrence.cause = alarm.point.heldBy;
    this.touch(alarm);
    this.note(alarm, called, hand, when);
    if (event.type !== 'unshelve' && before.shelving !== 'none' && outcome.flags.shelving === 'none') {
      this.note(alarm, 'shelf-ended', PROGRAM, when);
    }
    if (outcome.isNews) this.#annunciate(alarm, when);
    return 'changed';
  }

  /** Whether it was acknowledged and then left as it is for too long. */
  isRealarmDue({ point, occurrence }: Working): boolean {
    const afterMs = this.o.definitions.get(point.definition)?.realarmAfterMs;
    if (afterMs === undefined || occurrence?.active !== true || !occurrence.acked) return false;
    return (occurrence.acknowledgement?.at ?? this.o.now) + afterMs <= this.o.now;
  }

  /** Has the alarm written, though its flags are as they were. */
  touch({ point, occurrence }: Working): void {
    this.#points.set(point.id, point);
    if (occurrence !== undefined) this.#occurrences.set(occurrence.id, occurrence);
  }

  /** The number of what an occurrence explains is another now. */
  touchCause(occurrence: number): void {
    this.#causes.add(occurrence);
  }

  /** Adds a line to the journal. */
  note(alarm: Working, what: Transition, { by, note }: Hand, { at, sourceTime }: When): void {
    const { point, occurrence } = alarm;
    if (occurrence === undefined) return;
    const { definition, gateway, drive, site, zone } = point;
    this.#journal.push({
      at,
      occurrence: occurrence.id,
      what,
      state: stateOf(this.flags(alarm)),
      definition,
      priority: occurrence.priority,
      gateway,
      drive,
      site,
      zone,
      by,
      note,
      sourceTime,
    });
  }

  /** Everything there is to write. Ask once, at the end. */
  writes(): AlarmWrites {
    for (const point of this.#points.values()) point.dueAt = this.#dueAt(point);
    return {
      points: [...this.#points.values()],
      occurrences: [...this.#occurrences.values()],
      journal: this.#journal,
      annunciations: this.#annunciations,
    };
  }

  /** Occurrences that were begun, in their order. */
  raised(): readonly number[] {
    return this.#raised;
  }

  /** Occurrences that look otherwise than before, and causes whose numbers do. */
  changed(): { occurrences: readonly number[]; causes: readonly number[] } {
    return {
      occurrences: [...this.#occurrences.keys()],
      causes: [...this.#causes].filter((id) => !this.#occurrences.has(id)).sort((a, b) => a - b),
    };
  }

  /** By how much the numbers of zones change; also by nothing, where an alarm changed that is still counted the same. */
  counts(): CountChange[] {
    const zones = new Map<string, CountChange>();
    const of = ({ zone, site }: { zone: string; site: string }): CountChange => {
      const known = zones.get(zone) ?? noChange(zone, site);
      zones.set(zone, known);
      return known;
    };
    for (const after of this.#occurrences.values()) {
      const before = this.#before.get(after.id);
      if (before !== undefined) countIn(of(before), bucketOfRow(before), before.priority, -1);
      countIn(of(after), bucketOfRow(after), after.priority, 1);
    }
    return [...zones.values()];
  }

  #open(alarm: Working, begun: AlarmOccurrenceRow, when: When): void {
    const { occurrence: old, point } = alarm;
    if (old !== undefined) this.#supersede(alarm, old, when);
    point.occurrence = begun.id;
    alarm.occurrence = begun;
    this.#raised.push(begun.id);
  }

  /** What was not handled stays so in history; from now on another occurrence is the alarm. */
  #supersede(alarm: Working, old: AlarmOccurrenceRow, when: When): void {
    if (old.closedAt === null) this.note(alarm, 'superseded', PROGRAM, { ...when, sourceTime: null });
    old.closedAt ??= when.at;
    old.withheld = 'no';
    this.#occurrences.set(old.id, old);
  }

  #store({ point, occurrence }: Working, flags: AlarmFlags, at: Instant): void {
    point.shelving = flags.shelving;
    if (flags.shelving === 'none') point.shelf = null;
    if (!flags.suppressed) point.suppression = null;
    if (!flags.outOfService) point.outOfService = null;
    if (!flags.held && point.heldBy !== null) {
      this.touchCause(point.heldBy);
      point.heldBy = null;
      point.heldAt = null;
      point.releaseAt = null;
    }
    if (occurrence === undefined) return;
    occurrence.active = flags.active;
    occurrence.acked = flags.acked;
    occurrence.confirmed = flags.confirmed;
    occurrence.latched = flags.latched;
    occurrence.withheld = withheldBy(flags);
    occurrence.closedAt = flags.occurrence === 'closed' ? (occurrence.closedAt ?? at) : null;
    if (!flags.acked) occurrence.acknowledgement = null;
  }

  #annunciate({ occurrence, point }: Working, { at, countsAt = at }: When): void {
    if (occurrence === undefined) return;
    const zone = point.zone === '' ? null : zoneId.parse(point.zone);
    this.#annunciations.push({
      occurrence: occurrence.id,
      at: countsAt,
      priority: occurrence.priority,
      definition: point.definition,
      zone: point.zone,
      positions: [...positionsOf(this.o.plant, zone)],
    });
  }

  #dueAt(point: AlarmPointRow): Instant | null {
    const occurrence = this.#alarms.get(point.id)?.occurrence;
    const realarmAfterMs = this.o.definitions.get(point.definition)?.realarmAfterMs;
    const isWaiting = occurrence?.active === true && occurrence.acked && realarmAfterMs !== undefined;
    const due = [
      point.shelf?.until,
      point.shelfAsked?.until,
      point.releaseAt,
      isWaiting ? (occurrence.acknowledgement?.at ?? this.o.now) + realarmAfterMs : undefined,
    ].filter((at): at is Instant => at !== null && at !== undefined);
    return due.length === 0 ? null : Math.min(...due);
  }
}

export const bucketOfRow = (row: AlarmOccurrenceRow) =>
  bucketOf(
    {
      occurrence: row.closedAt === null ? 'open' : 'closed',
      active: row.active,
      acked: row.acked,
      latched: row.latched,
    },
    row.withheld,
  );
