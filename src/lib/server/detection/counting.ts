import { isPrivateAddress } from '../../domain/security/address';
import { eventType, isEventTypeId } from '../../domain/security/catalogue';
import { conclude, type Conclusion } from '../../domain/security/conclude';
import type { Finding } from '../../domain/security/finding';
import type { Situation } from '../../domain/security/situation';
import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import type { EventName } from '../storage/security-event-store';
import { nameOf, type Draft, type Ledger } from './ledger';
import { RecentRows, type RecentMemory } from './memory';
import type { Observation } from './observation';

/** What a finding adds up to can add up to something itself; further than this nothing goes. */
const MOST_STEPS = 3;

/** Key of what is counted together because there are too many keys. */
const OTHERS = 'others';

interface CountingParts {
  tx: Tx;
  ledger: Ledger;
  memory: RecentMemory;
  /** Has the ledger take in the rows of these names. */
  load(names: readonly EventName[]): Promise<void>;
  now: Instant;
}

/** Counts observations one after the other, each judged by what went before it. */
export class Counting {
  readonly #parts: CountingParts;
  readonly #recent = new Map<GatewayId, RecentRows>();
  readonly #asked = new Set<string>();

  constructor(parts: CountingParts) {
    this.#parts = parts;
  }

  /** Counts one, and what it adds up to with others. */
  async take(one: Observation, step = 1): Promise<void> {
    const { ledger } = this.#parts;
    const seen = await this.#within(one);
    const draft = ledger.count(seen);
    if (draft === undefined) return;
    const { gateway } = seen.place;
    const rows = gateway === null ? undefined : await this.#rowsOf(gateway);
    rows?.note(draft);
    const conclusion = judge(seen, draft, rows);
    if (conclusion === undefined) return;
    ledger.judge(draft, conclusion);
    if (step >= MOST_STEPS) return;
    for (const finding of conclusion.also) {
      const more = derived(finding, seen);
      if (more === undefined) continue;
      await this.#know(more);
      await this.take(more, step + 1);
    }
  }

  /** Keeps in memory what was counted; to be called after the commit. */
  remember(): void {
    const { memory, now } = this.#parts;
    for (const [gateway, rows] of this.#recent) memory.keep(gateway, rows.after(), now);
  }

  /** What nobody has to look at gets no row of its own when somebody makes up one key after the other. */
  async #within(seen: Observation): Promise<Observation> {
    const { ledger, memory } = this.#parts;
    const { type, place, key, at } = seen;
    const isMinor = type.kind === 'moment' && type.response === 'none' && key !== '';
    if (!isMinor || ledger.has({ ...place, type: type.id, key })) return seen;
    if (memory.mayBegin(place.gateway, at)) return seen;
    const others = { ...seen, key: OTHERS };
    await this.#know(others);
    return others;
  }

  async #rowsOf(gateway: GatewayId): Promise<RecentRows> {
    const known = this.#recent.get(gateway);
    if (known !== undefined) return known;
    const { tx, memory, now } = this.#parts;
    const rows = new RecentRows(await memory.of(tx, gateway, now));
    this.#recent.set(gateway, rows);
    return rows;
  }

  /** Rows of what follows from observations are not known beforehand. */
  async #know(more: Observation): Promise<void> {
    const { ledger, load } = this.#parts;
    const names = ledger.namesOf(more).filter((name) => !ledger.has(name) && !this.#asked.has(nameOf(name)));
    for (const name of names) this.#asked.add(nameOf(name));
    await load(names);
  }
}

function judge(seen: Observation, { row }: Draft, rows: RecentRows | undefined): Conclusion | undefined {
  const { id } = seen.type;
  if (!isEventTypeId(id)) return undefined;
  const finding: Finding = {
    type: id,
    fields: seen.fields,
    text: seen.text,
    severity: seen.severity,
    key: row.key,
    source: seen.source,
    ends: false,
  };
  return conclude(finding, situationOf(seen, rows));
}

/** The plant file names no networks, scanners or hours of work yet: what nobody said is answered by address alone. */
const situationOf = (seen: Observation, rows: RecentRows | undefined): Situation => ({
  at: seen.at,
  recent: rows?.list ?? [],
  isInside: isPrivateAddress,
  isOwnScanner: () => false,
  isMaintenance: undefined,
  order: undefined,
  isKeysOnly: false,
});

/** Something that follows from an observation: seen at the same place and moment, by nobody else. */
function derived(finding: Finding, from: Observation): Observation | undefined {
  const type = eventType(finding.type);
  if (type === undefined) return undefined;
  const { text, key, source, severity, ends } = finding;
  return { ...from, type, fields: finding.fields, text, key, source, severity, ends, count: 1, origin: null };
}
