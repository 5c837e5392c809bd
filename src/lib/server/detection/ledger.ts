import type { Conclusion } from '../../domain/security/conclude';
import type { EventType } from '../../domain/security/event-type';
import { EVENT_RESPONSES, worse, type EventResponse } from '../../domain/security/severity';
import type { SecurityEventId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { EventName, NewSecurityEvent, SecurityEventRow } from '../storage/security-event-store';
import { alarmReturnsAfterMs, holdsMs, quietAfterMs, quietOf } from './lifetime';
import type { Observation } from './observation';

const MOST_SAMPLES = 3;
/** Different values that are kept apart; a scan of all ports is one of as many. */
const MOST_VALUES = 64;
/** A count is shown, not reckoned with: it stops where the column does. */
const MOST_COUNT = 2_147_483_647;

/** A row as it becomes in one transaction; without an id until it is written. */
export interface Draft {
  type: EventType;
  row: NewSecurityEvent & { id?: SecurityEventId };
  /** It is new, or worse than before. */
  isNews: boolean;
  /** It is to be written. */
  isChanged: boolean;
  /** A record was counted into it. */
  isCounted: boolean;
  hasEnded: boolean;
  /** The row stays as it is, but the condition of its alarm is over. */
  alarmReturns: boolean;
}

const GOES_ON = { hasEnded: false, alarmReturns: false };

/** Names equal for records that belong into one row. */
export const nameOf = ({ gateway, drive, type, key }: EventName): string =>
  JSON.stringify([gateway, drive, type, key]);

/**
 * Folds observations into rows (reference: security-events, section 4): those of one name join a row until its
 * window is over, or until its state has ended. Rows that may be joined are given to it first.
 */
export class Ledger {
  readonly #open = new Map<string, Draft>();
  readonly #all: Draft[] = [];
  readonly #ids = new Set<SecurityEventId>();
  /** States that go on as long as events of another type come, by that type. */
  readonly #fedBy: ReadonlyMap<string, readonly EventType[]>;

  constructor(types: Iterable<EventType>) {
    const fed = new Map<string, EventType[]>();
    for (const type of types) {
      const of = quietOf(type);
      if (of !== undefined) fed.set(of, [...(fed.get(of) ?? []), type]);
    }
    this.#fedBy = fed;
  }

  /** Takes in rows as they are written; of several with one name the youngest is joined. */
  load(rows: readonly SecurityEventRow[], typeOf: (id: string) => EventType | undefined): void {
    for (const row of rows) {
      const type = typeOf(row.type);
      if (type === undefined || this.#ids.has(row.id)) continue;
      this.#ids.add(row.id);
      this.#add({ type, row: { ...row }, isNews: false, isChanged: false, isCounted: false, ...GOES_ON });
    }
  }

  /** Names of the rows that an observation may touch. */
  namesOf({ type, place, key }: Observation): EventName[] {
    const { gateway, drive } = place;
    const fed = this.#fedBy.get(type.id) ?? [];
    return [type, ...fed].map(({ id }) => ({ gateway, drive, type: id, key }));
  }

  /** Whether a row of that name is known already. */
  has(name: EventName): boolean {
    return this.#open.has(nameOf(name));
  }

  /** Counts an observation into its row, or ends the row by it; `undefined` when there is nothing to end. */
  count(seen: Observation): Draft | undefined {
    for (const { id } of this.#fedBy.get(seen.type.id) ?? []) {
      const fed = this.#open.get(nameOf({ ...seen.place, type: id, key: seen.key }));
      if (fed !== undefined && !fed.hasEnded) this.#postpone(fed, seen.at);
    }
    const known = this.#open.get(nameOf({ ...seen.place, type: seen.type.id, key: seen.key }));
    const draft = known !== undefined && takes(known, seen.at) ? known : undefined;
    if (seen.ends) {
      if (draft !== undefined) this.end(draft, seen.at, holdsMs(seen.type));
      return undefined;
    }
    if (draft === undefined) return this.#add(begin(seen));
    join(draft.row, seen);
    draft.isChanged = true;
    draft.isCounted = true;
    return draft;
  }

  /** Gives a row what its last observation comes to; it never becomes less bad by that. */
  judge(
    draft: Draft,
    { severity, response, because }: Pick<Conclusion, 'severity' | 'response' | 'because'>,
  ): void {
    const { row } = draft;
    const before = { severity: row.severity, response: row.response };
    row.severity = worse(row.severity, severity);
    row.response = stronger(row.response, response);
    if (because !== undefined) row.text = `${row.text}; ${because}`.slice(0, 500).toWellFormed();
    if (row.severity !== before.severity || row.response !== before.response) draft.isNews = true;
    row.quietAt = quietAtOf(draft);
  }

  /** Ends a state; with `holds`, only when it is not heard of again for so long. */
  end(draft: Draft, at: Instant, holds = 0): void {
    if (draft.hasEnded) return;
    draft.isChanged = true;
    if (holds > 0) {
      draft.row.quietAt = at + holds;
      return;
    }
    draft.hasEnded = true;
    draft.row.clearedAt = Math.max(at, draft.row.firstSeenAt);
    draft.row.quietAt = null;
  }

  /** Ends what a state of channel a told of, for as long as its source's word has to hold. */
  endBySource(draft: Draft, at: Instant): void {
    draft.row.origin = null;
    this.end(draft, at, holdsMs(draft.type));
  }

  /** Nothing more was heard for as long as it takes, or a person has ended it. */
  becomeQuiet(draft: Draft, at: Instant): void {
    const { row, type } = draft;
    const isOver = row.clearedBy !== null || alarmReturnsAfterMs(type) === undefined;
    if (row.kind === 'state' && isOver) return this.end(draft, at);
    draft.alarmReturns = true;
    draft.isChanged = true;
    row.quietAt = null;
  }

  /** All rows that go on. */
  get open(): readonly Draft[] {
    return this.#all.filter((draft) => !draft.hasEnded);
  }

  get changed(): readonly Draft[] {
    return this.#all.filter((draft) => draft.isChanged);
  }

  #add(draft: Draft): Draft {
    this.#all.push(draft);
    const name = nameOf(draft.row);
    const other = this.#open.get(name);
    if (other === undefined || other.row.lastSeenAt <= draft.row.lastSeenAt) this.#open.set(name, draft);
    return draft;
  }

  #postpone(draft: Draft, at: Instant): void {
    const after = quietAfterMs(draft.type);
    if (after === undefined || draft.row.quietAt === null || draft.row.quietAt >= at + after) return;
    draft.row.quietAt = at + after;
    draft.isChanged = true;
  }
}

const takes = ({ row, hasEnded }: Draft, at: Instant): boolean =>
  !hasEnded && row.clearedAt === null && (row.joinsUntil === null || at <= row.joinsUntil);

const stronger = (a: EventResponse, b: EventResponse): EventResponse =>
  EVENT_RESPONSES.indexOf(a) >= EVENT_RESPONSES.indexOf(b) ? a : b;

/** A new row; how bad it is, is still to be judged. */
function begin(seen: Observation): Draft {
  const { type, place } = seen;
  const row: NewSecurityEvent = {
    type: type.id,
    kind: type.kind,
    severity: 'info',
    response: 'none',
    ...place,
    key: seen.key,
    source: seen.source,
    text: seen.text,
    fields: seen.fields,
    samples: seen.sample === undefined ? [] : [seen.sample],
    seenValues: valuesWith(undefined, seen),
    count: seen.count,
    firstSeenAt: seen.at,
    lastSeenAt: seen.at,
    sourceTime: seen.sourceTime ?? null,
    historical: seen.historical,
    origin: seen.origin,
    joinsUntil: type.kind === 'state' ? null : seen.at + type.aggregate.windowMs,
    quietAt: null,
    clearedAt: null,
    clearedBy: null,
  };
  return { type, row, isNews: true, isChanged: true, isCounted: true, ...GOES_ON };
}

function join(row: NewSecurityEvent, seen: Observation): void {
  row.count = Math.min(row.count + seen.count, MOST_COUNT);
  row.seenValues = valuesWith(row.seenValues ?? undefined, seen);
  row.site = seen.place.site;
  row.zone = seen.place.zone;
  row.historical &&= seen.historical;
  row.origin = seen.origin ?? row.origin;
  if (seen.sample !== undefined && row.samples.length < MOST_SAMPLES)
    row.samples = [...row.samples, seen.sample];
  if (seen.at < row.lastSeenAt) return;
  row.lastSeenAt = seen.at;
  row.sourceTime = seen.sourceTime ?? null;
  row.source = seen.source;
  row.text = seen.text;
  row.fields = seen.fields;
}

/** When silence will have ended it, or the condition of its alarm. What the source ends does not end by silence. */
function quietAtOf({ row, type }: Draft): Instant | null {
  if (row.clearedBy !== null) return row.quietAt;
  const quiet = row.origin === null ? quietAfterMs(type) : undefined;
  const returns = row.response === 'act' && !row.historical ? alarmReturnsAfterMs(type) : undefined;
  const after = quiet ?? returns;
  return after === undefined ? null : row.lastSeenAt + after;
}

function valuesWith(known: readonly string[] | undefined, { type, fields }: Observation): string[] | null {
  const { countDistinct } = type.aggregate;
  if (countDistinct === undefined) return null;
  const values = [...(known ?? [])];
  const value = fields[countDistinct];
  if (value !== undefined && values.length < MOST_VALUES && !values.includes(String(value)))
    values.push(String(value));
  return values;
}
