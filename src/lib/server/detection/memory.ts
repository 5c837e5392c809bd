import { isEventTypeId } from '../../domain/security/catalogue';
import { isRecalled, RECALLED, type RecentEvent } from '../../domain/security/situation';
import type { GatewayId, SecurityEventId } from '../../domain/ids';
import { MINUTE_MS, type Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import { findRecent, type RecentRow } from '../storage/security-event-store';
import type { Draft } from './ledger';

/** Rows of one gateway that are looked back at; a flood of spoofed sources fills no more than that. */
const MOST_ROWS = 2_000;
/** Gateways that are remembered; of others it is read anew when something happens there. */
const MOST_GATEWAYS = 200;
/** Rows that nobody has to look at and a gateway may begin in a minute. */
const MOST_BEGUN = 200;
const LONGEST_MS = Math.max(...Object.values(RECALLED));

type Rows = ReadonlyMap<SecurityEventId, RecentEvent>;

/**
 * What happened at each gateway lately, as far as rules look back at it. Read from the database when it is first
 * needed, and kept up with every transaction that commits; after a restart it is read anew.
 */
export class RecentMemory {
  readonly #gateways = new Map<GatewayId, Rows>();
  #begun = new Map<GatewayId | null, number>();
  #minute = -Infinity;

  /** Counts a row that somebody is about to begin at a gateway; false when there were enough in this minute. */
  mayBegin(gateway: GatewayId | null, at: Instant): boolean {
    const minute = Math.floor(at / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#begun = new Map();
    }
    const begun = this.#begun.get(gateway) ?? 0;
    this.#begun.set(gateway, begun + 1);
    return begun < MOST_BEGUN;
  }

  /** The rows of a gateway as they are before this transaction. */
  async of(tx: Tx, gateway: GatewayId, now: Instant): Promise<Rows> {
    const known = this.#gateways.get(gateway);
    if (known !== undefined) return known;
    const rows = await findRecent(tx, gateway, Object.keys(RECALLED), now - LONGEST_MS, MOST_ROWS);
    return new Map(rows.flatMap(entryOf));
  }

  /** Everything is read anew. */
  forget(): void {
    this.#gateways.clear();
  }

  /** Keeps what a transaction made of them; to be called after its commit. */
  keep(gateway: GatewayId, rows: Rows, now: Instant): void {
    this.#gateways.delete(gateway);
    this.#gateways.set(gateway, rows.size > MOST_ROWS ? youngest(rows, now) : rows);
    const [oldest] = this.#gateways.keys();
    if (this.#gateways.size > MOST_GATEWAYS && oldest !== undefined) this.#gateways.delete(oldest);
  }
}

/** The rows of one gateway in one transaction: as they were, with what is made of them now. */
export class RecentRows {
  readonly #before: Rows;
  readonly #now = new Map<Draft, RecentEvent>();
  #list: readonly RecentEvent[] | undefined;

  constructor(before: Rows) {
    this.#before = before;
  }

  /** Takes in a row that an observation was counted into. */
  note(draft: Draft): void {
    const recent = recentOf(draft.row);
    if (recent === undefined) return;
    this.#now.set(draft, recent);
    this.#list = undefined;
  }

  get list(): readonly RecentEvent[] {
    if (this.#list !== undefined) return this.#list;
    const changed = new Set(
      [...this.#now.keys()].flatMap(({ row }) => (row.id === undefined ? [] : [row.id])),
    );
    const rest = [...this.#before].filter(([id]) => !changed.has(id)).map(([, recent]) => recent);
    return (this.#list = [...this.#now.values(), ...rest]);
  }

  /** As they are once every row has its id. */
  after(): Rows {
    const rows = new Map(this.#before);
    for (const [{ row }, recent] of this.#now) {
      if (row.id === undefined) continue;
      rows.delete(row.id);
      rows.set(row.id, recent);
    }
    return rows;
  }
}

function recentOf(row: Omit<RecentRow, 'id'>): RecentEvent | undefined {
  const { type, fields, count, seenValues, lastSeenAt } = row;
  return isEventTypeId(type) && isRecalled(type)
    ? { type, fields, count, distinct: seenValues?.length, lastSeenAt }
    : undefined;
}

function entryOf(row: RecentRow): [SecurityEventId, RecentEvent][] {
  const recent = recentOf(row);
  return recent === undefined ? [] : [[row.id, recent]];
}

/** Without those that no rule looks at any more, and without the oldest. */
function youngest(rows: Rows, now: Instant): Rows {
  const alive = [...rows].filter(([, { type, lastSeenAt }]) => {
    const back = isRecalled(type) ? RECALLED[type] : 0;
    return lastSeenAt > now - back;
  });
  return new Map(alive.sort(([, a], [, b]) => a.lastSeenAt - b.lastSeenAt).slice(-MOST_ROWS / 2));
}
