import { setImmediate as othersFirst } from 'node:timers/promises';
import type { GatewayId, ZoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import { HEARD } from '../../domain/posture/history/zone-history';
import { validUntil } from '../../domain/posture/valid-until';
import { EVIDENCE_TWIN } from '../../domain/posture/reported/twin';
import { doubtsByZone } from './zone-doubts';
import type { Doubt } from '../../domain/posture/facts';
import { SECOND_MS, type Instant } from '../../domain/time';
import type { PostureChange, ZoneLevels, ZonePosture } from '../../protocol/posture';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import { readStandingAttestations, type AttestationRow } from '../storage/attestation-store';
import type { Database } from '../storage/database';
import { selectDoubts } from '../storage/match-store';
import { readNewestEvidence, readTwins, recordAnswers, type NewAnswer } from '../storage/evidence-store';
import { readNewestPoints } from '../storage/posture-point-store';
import { isTransient } from '../storage/transient';
import { AnswerBook, type AssetAnswer } from './answer-book';
import { judgementAt, presentChanges } from './changes';
import { gatewayAsset } from './asset-names';
import { judge, present, type JudgedZone } from './judged-zone';
import { PostureNews, type News } from './news';
import { ownAnswers, type LinkFacts } from './own-answers';
import { placeZones, type PlacedZone, type PlacedZones } from './placed-zones';
import { ToldLevels } from './telling';
import type { SelfFacts } from './self-answers';
import { answersOfTwins } from './twin-answers';
import { zoneFacts } from './zone-facts';

/** Age changes levels without any news: every zone is looked at again this often. */
const ROUND_MS = 15 * SECOND_MS;
/** News is gathered this long, so that a burst of reports is one round. */
const GATHER_MS = 50;
const RETRY_MS = 5 * SECOND_MS;
/** Gateways dial again within this after a start of ours. */
const COMING_BACK_MS = 60 * SECOND_MS;

interface PostureOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  plant(): Plant;
  linkOf: LinkFacts;
  /** What this program knows itself, asked anew whenever every zone is looked at. */
  selfFacts(): Promise<SelfFacts>;
}

/** A zone's judgement, and what it would have to be judged again for. */
interface Standing {
  judged: JudgedZone;
  /** Gateways that were not heard. */
  silent: string;
  /** When the first of the facts behind it will be too old. */
  until: Instant;
}

/**
 * Posture of every zone (D12): takes in what gateways report and what this program sees itself, judges zones by the
 * pure rules, and writes down levels when they change. A zone is judged again within a second of news about it, and
 * when a fact behind its levels grows too old; others are let alone, as there may be 200 zones of 100 drives.
 */
export class Posture implements Service {
  readonly name = 'posture';
  readonly #book = new AnswerBook();
  readonly #told = new ToldLevels();
  readonly #zones = new Map<ZoneId, Standing>();
  readonly #news: PostureNews;
  #placed: { plant: Plant; zones: PlacedZones } | undefined;
  #words: AttestationRow[] = [];
  #doubts: ReadonlyMap<ZoneId, readonly Doubt[]> = new Map();
  #self: SelfFacts | undefined;
  /** When this began to watch, and which gateways have come since. */
  #since: Instant | undefined;
  readonly #cameBack = new Set<GatewayId>();
  #wake = new AbortController();

  constructor(private readonly o: PostureOptions) {
    this.#news = new PostureNews(o.bus, this, () => this.#wake.abort());
  }

  /** Levels of every zone that was judged. */
  zones(): ZoneLevels[] {
    return [...this.#zones.values()].map(({ judged }) => judged.levels);
  }

  /** A zone with the facts behind its figures, as they are now; undefined until it was judged. */
  zone(id: ZoneId): ZonePosture | undefined {
    const placed = this.#zones.has(id) ? this.#place().byId.get(id) : undefined;
    return placed && present(this.#judge(placed, this.o.clock.now()), placed);
  }

  /** What stands otherwise in a zone than at a moment of its past, and why; undefined until it was judged. */
  async changesSince(id: ZoneId, since: Instant): Promise<PostureChange[] | undefined> {
    const placed = this.#zones.has(id) ? this.#place().byId.get(id) : undefined;
    if (placed === undefined) return undefined;
    const doubts = this.#doubts.get(id) ?? [];
    const before = await this.o.database.read((tx) => judgementAt(tx, placed, doubts, since));
    return presentChanges(before, this.#judge(placed, this.o.clock.now()).judged, placed);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock } = this.o;
    const wake = () => this.#wake.abort();
    signal.addEventListener('abort', wake, { once: true });
    try {
      await this.#load(signal);
      this.#since = clock.now();
      let roundAt = clock.now();
      while (!signal.aborted) {
        this.#wake = new AbortController();
        const isDue = clock.now() >= roundAt;
        if (isDue) this.#news.addRound();
        const isDone = await this.#attempt();
        if (isDue) roundAt = clock.now() + ROUND_MS;
        if (signal.aborted) return;
        await clock.sleep(isDone ? Math.max(0, roundAt - clock.now()) : RETRY_MS, this.#wake.signal);
        if (this.#wake.signal.aborted) await clock.sleep(GATHER_MS, signal);
      }
    } finally {
      bus.off(this);
      signal.removeEventListener('abort', wake);
    }
  }

  async #attempt(): Promise<boolean> {
    try {
      await this.#round(this.#news.take());
      return true;
    } catch (error) {
      if (!isTransient(error)) throw error;
      this.o.log.debug({ err: error }, 'posture not written down: no database');
      return false;
    }
  }

  async #load(signal: AbortSignal): Promise<void> {
    const { database, clock } = this.o;
    while (!signal.aborted) {
      try {
        const [rows, points] = await database.read(async (tx) => [
          await readNewestEvidence(tx),
          await readNewestPoints(tx),
        ]);
        this.#book.restore(rows);
        this.#told.restore(points);
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
        await clock.sleep(RETRY_MS, signal);
      }
    }
  }

  /** Takes in what is new, looks at every zone, and writes down what changed. */
  async round(): Promise<void> {
    this.#news.addRound();
    await this.#round(this.#news.take());
  }

  async #round(news: News): Promise<void> {
    const zones = this.#place();
    const told = zonesOf(news, zones);
    try {
      const { reports, fault } = await this.#read(news, zones);
      const now = this.o.clock.now();
      const due = this.#book.take(reports).due;
      for (const id of this.#zones.keys()) if (!zones.byId.has(id)) this.#zones.delete(id);
      for (const placed of zones.byId.values()) {
        const isTold = told.has(placed.zone.id);
        if (!isTold && !news.everything) continue;
        due.push(...this.#look(placed, isTold, now));
        await othersFirst();
      }
      if (fault !== undefined) throw fault;
      await this.#write(due, now);
    } catch (error) {
      // What was reported is read again in the next round.
      this.#news.add(news);
      throw error;
    }
  }

  /** Reads what news asks for. Without a database zones are judged all the same, by what is known. */
  async #read(news: News, zones: PlacedZones): Promise<{ reports: AssetAnswer[]; fault?: Error }> {
    try {
      return { reports: await this.#readAll(news, zones) };
    } catch (error) {
      if (!isTransient(error) || !(error instanceof Error)) throw error;
      return { reports: [], fault: error };
    }
  }

  async #readAll({ reported, words, doubted, everything }: News, zones: PlacedZones): Promise<AssetAnswer[]> {
    const { database, selfFacts } = this.o;
    if (words) this.#words = await database.read(readStandingAttestations);
    if (doubted === 'all' || doubted.size > 0) this.#doubts = doubtsByZone(await database.read(selectDoubts));
    if (everything) this.#self = await selfFacts();
    if (reported !== 'all' && reported.size === 0) return [];
    const gateways = reported === 'all' ? undefined : [...reported];
    return answersOfTwins(await database.read((tx) => readTwins(tx, EVIDENCE_TWIN, gateways)), zones);
  }

  /** Asks what is known of a zone without its gateways, and judges it where anything is another than before. */
  #look(placed: PlacedZone, isTold: boolean, now: Instant): NewAnswer[] {
    const { due, changed } = this.#book.take(
      ownAnswers(placed, (id) => this.#linkOf(id), this.#self, this.#book.byAsset, now),
    );
    const silent = this.#silentIn(placed);
    const standing = this.#zones.get(placed.zone.id);
    const isSame = !isTold && changed.size === 0 && standing?.silent === silent && standing.until > now;
    if (isSame) standing.judged = judgedAt(standing.judged, now);
    else {
      const judged = this.#judge(placed, now);
      this.#zones.set(placed.zone.id, { judged, silent, until: validUntil(judged.facts, now) });
    }
    return due;
  }

  #judge(placed: PlacedZone, now: Instant): JudgedZone {
    const doubts = this.#doubts.get(placed.zone.id) ?? [];
    const facts = zoneFacts(placed, this.#book.byAsset, this.#words, doubts, (id) => this.#isHeard(id));
    return judge(placed.zone, facts, now);
  }

  #isHeard(gateway: GatewayId): boolean {
    const { link, isAwaited } = this.#linkOf(gateway);
    if (!isAwaited) return link === 'live';
    return this.#book.byAsset.get(gatewayAsset(gateway))?.get(HEARD)?.verdict === 'pass';
  }

  /** After a start gateways need a moment to come back: it was us who were away, so what was known of them holds on. */
  #linkOf(gateway: GatewayId): ReturnType<LinkFacts> {
    const facts = this.o.linkOf(gateway);
    if (facts.link === 'live') this.#cameBack.add(gateway);
    const isEarly = this.#since !== undefined && this.o.clock.now() - this.#since < COMING_BACK_MS;
    return { ...facts, isAwaited: isEarly && facts.link === 'offline' && !this.#cameBack.has(gateway) };
  }

  /** Gateways that a zone's assets are behind and that are not heard. */
  #silentIn({ gateways, drives }: PlacedZone): string {
    const through = new Set([...gateways.map(({ id }) => id), ...drives.map(({ gateway }) => gateway)]);
    return [...through].filter((id) => !this.#isHeard(id)).join(' ');
  }

  async #write(due: readonly NewAnswer[], now: Instant): Promise<void> {
    const { database, bus } = this.o;
    const changed = this.#told.changedOf([...this.#zones.values()].map(({ judged }) => judged));
    if (due.length === 0 && changed.length === 0) return;
    const answers = [...new Map(due.map((answer) => [`${answer.asset} ${answer.key}`, answer])).values()];
    await database.transaction(async (tx) => {
      await recordAnswers(tx, answers);
      await this.#told.tell(tx, bus, changed, now);
    });
    this.#book.written(answers);
  }

  #place(): PlacedZones {
    const plant = this.o.plant();
    if (this.#placed?.plant !== plant) {
      this.#placed = { plant, zones: placeZones(plant) };
      // Targets, names and what stands where may be others now.
      for (const standing of this.#zones.values()) standing.until = 0;
    }
    return this.#placed.zones;
  }
}

const judgedAt = (judged: JudgedZone, now: Instant): JudgedZone => ({
  ...judged,
  at: now,
  levels: { ...judged.levels, at: now },
});

/** Zones that news is about: nothing of what was judged there may be kept. */
function zonesOf({ reported, linked, words, doubted }: News, zones: PlacedZones): ReadonlySet<ZoneId> {
  if (words || reported === 'all' || doubted === 'all') return new Set(zones.byId.keys());
  const heard = [...reported, ...linked].flatMap((gateway) => [...zones.heardThrough(gateway)]);
  return new Set([...heard, ...doubted]);
}
