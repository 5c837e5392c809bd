import type { GatewayId, ZoneId } from '../../domain/ids';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import type { Plant } from '../../domain/plant/model';
import { EVIDENCE, type EvidenceKey } from '../../domain/posture/evidence';
import type { Answer } from '../../domain/posture/facts';
import { readEvidence } from '../../domain/posture/reported';
import { EVIDENCE_TWIN } from '../../domain/posture/reported/twin';
import { SECOND_MS, type Instant } from '../../domain/time';
import type { ZoneLevels, ZonePosture } from '../../protocol/posture';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import { readStandingAttestations, type AttestationRow } from '../storage/attestation-store';
import type { Database, Tx } from '../storage/database';
import {
  readNewestEvidence,
  readTwins,
  recordAnswers,
  type EvidenceTwin,
  type NewAnswer,
} from '../storage/evidence-store';
import { insertPosturePoints, readNewestPoints, type PosturePointRow } from '../storage/posture-point-store';
import { appendStream, streamAppended } from '../storage/stream-store';
import { isTransient } from '../storage/transient';
import { driveAsset, gatewayAsset, networkAsset } from './asset-names';
import { judge, present, type JudgedZone } from './judged-zone';
import { ownAnswers, type OwnFacts } from './own-answers';
import { zoneFacts } from './zone-facts';

/** Age changes levels without any news: every zone is judged again this often. */
const ROUND_MS = 15 * SECOND_MS;
/** News is gathered this long, so that a burst of reports is one round. */
const GATHER_MS = 200;
const RETRY_MS = 5 * SECOND_MS;
/** The same answer is written down again after this part of the time for which it counts. */
const REWRITE_PART = 8;

interface PostureOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  plant(): Plant;
  /** What this program knows itself, asked anew each round. */
  ownFacts(): Promise<OwnFacts>;
}

/**
 * Posture of every zone (D12): takes in what gateways report and what this program sees itself, judges zones by the
 * pure rules, and writes down levels when they change. What pages and API show is what was judged last, at most a
 * round old; a zone is judged again within a second of news.
 */
export class Posture implements Service {
  readonly name = 'posture';
  readonly #answers = new Map<string, Map<EvidenceKey, Answer>>();
  /** When each answer was last written down. */
  readonly #writtenAt = new Map<string, Instant>();
  readonly #zones = new Map<ZoneId, JudgedZone>();
  readonly #told = new Map<ZoneId, string>();
  #words: AttestationRow[] = [];
  #reporting: Set<GatewayId> | 'all' = 'all';
  #wordsChanged = true;
  #wake = new AbortController();

  constructor(private readonly o: PostureOptions) {
    const { bus } = o;
    bus.on(this, 'evidence.reported', ({ gateways }) => {
      if (this.#reporting !== 'all') for (const gateway of gateways) this.#reporting.add(gateway);
      this.#wake.abort();
    });
    bus.on(this, 'attestation.changed', () => {
      this.#wordsChanged = true;
      this.#wake.abort();
    });
    for (const event of ['plant.changed', 'gateway.connected', 'gateway.disconnected'] as const)
      bus.on(this, event, () => this.#wake.abort());
  }

  /** Levels of every zone that was judged. */
  zones(): ZoneLevels[] {
    return [...this.#zones.values()].map(({ levels }) => levels);
  }

  /** A zone with the facts behind its figures; undefined until it was judged. */
  zone(id: ZoneId): ZonePosture | undefined {
    const judged = this.#zones.get(id);
    return judged === undefined ? undefined : present(judged, this.o.plant());
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock, log } = this.o;
    const wake = () => this.#wake.abort();
    signal.addEventListener('abort', wake, { once: true });
    try {
      await this.#load(signal);
      while (!signal.aborted) {
        this.#wake = new AbortController();
        const pauseMs = await this.#attempt(log);
        if (signal.aborted) return;
        await clock.sleep(pauseMs, this.#wake.signal);
        if (this.#wake.signal.aborted) await clock.sleep(GATHER_MS, signal);
      }
    } finally {
      bus.off(this);
      signal.removeEventListener('abort', wake);
    }
  }

  async #attempt(log: Logger): Promise<number> {
    try {
      await this.round();
      return ROUND_MS;
    } catch (error) {
      if (!isTransient(error)) throw error;
      log.debug({ err: error }, 'posture not judged: no database');
      return RETRY_MS;
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
        for (const row of rows)
          this.#know(
            row.asset,
            row.key,
            { verdict: row.verdict, found: row.found, at: row.lastAt },
            row.lastAt,
          );
        for (const point of points) this.#told.set(point.zone, told(point));
        return;
      } catch (error) {
        if (!isTransient(error)) throw error;
        await clock.sleep(RETRY_MS, signal);
      }
    }
  }

  /** Takes in what is new, judges every zone, and writes down what changed. */
  async round(): Promise<void> {
    const { database, clock, plant: plantNow } = this.o;
    const plant = plantNow();
    const now = clock.now();
    const reporting = this.#reporting;
    this.#reporting = new Set();
    try {
      const news = await this.#reported(reporting, plant);
      const own = await this.o.ownFacts();
      const due = [...news, ...ownAnswers(plant, own, now)].filter((answer) => this.#isDue(answer));
      if (this.#wordsChanged) {
        this.#words = await database.read(readStandingAttestations);
        this.#wordsChanged = false;
      }
      await database.transaction((tx) => recordAnswers(tx, due.map(withFreshness)));
      for (const { asset, key, verdict, found, at } of due)
        this.#know(asset, key, { verdict, found, at }, at);
      await this.#judgeAll(plant, own, now);
    } catch (error) {
      // What was reported is read again in the next round.
      this.#reporting = reporting === 'all' ? 'all' : new Set([...reporting, ...this.#reporting]);
      throw error;
    }
  }

  async #judgeAll(plant: Plant, own: OwnFacts, now: Instant): Promise<void> {
    const { database, bus } = this.o;
    const isHeard = (gateway: GatewayId) => own.gateway(gateway).link === 'live';
    const changed: PosturePointRow[] = [];
    for (const zone of plant.zones) {
      const judged = judge(zone, zoneFacts(zone, plant, this.#answers, this.#words, isHeard), now);
      this.#zones.set(zone.id, judged);
      const point = pointOf(judged);
      if (this.#told.get(zone.id) !== told(point)) changed.push(point);
    }
    const known = new Set(plant.zones.map(({ id }) => id));
    for (const id of this.#zones.keys()) if (!known.has(id)) this.#zones.delete(id);
    if (changed.length === 0) return;
    await database.transaction(async (tx) => {
      await insertPosturePoints(tx, changed);
      let head = 0;
      for (const { zone } of changed) head = await this.#tell(tx, zone, now);
      tx.afterCommit(() => streamAppended(bus, head));
    });
    for (const point of changed) this.#told.set(point.zone, told(point));
    bus.emit('posture.changed', { zones: changed.map(({ zone }) => zone), at: now });
  }

  async #tell(tx: Tx, id: ZoneId, at: Instant): Promise<number> {
    const judged = this.#zones.get(id);
    if (judged === undefined) throw new Error(`zone ${id} was not judged`);
    const { zone, levels } = judged;
    const body = { type: 'posture.changed', levels };
    return appendStream(tx, {
      type: body.type,
      zone: zone.id,
      site: zone.site,
      audience: 'everybody',
      body,
      at,
    });
  }

  async #reported(reporting: ReadonlySet<GatewayId> | 'all', plant: Plant): Promise<AnswerOfAsset[]> {
    if (reporting !== 'all' && reporting.size === 0) return [];
    const gateways = reporting === 'all' ? undefined : [...reporting];
    const twins = await this.o.database.read((tx) => readTwins(tx, EVIDENCE_TWIN, gateways));
    return answersOfTwins(twins, plant);
  }

  #know(asset: string, key: EvidenceKey, answer: Answer, writtenAt: Instant): void {
    const answers = this.#answers.get(asset) ?? new Map<EvidenceKey, Answer>();
    this.#answers.set(asset, answers.set(key, answer));
    this.#writtenAt.set(`${asset} ${key}`, writtenAt);
  }

  /** Whether an answer says something new, or is old enough to be written down again. */
  #isDue({ asset, key, verdict, found, at }: AnswerOfAsset): boolean {
    const known = this.#answers.get(asset)?.get(key);
    if (known === undefined) return true;
    if (at < known.at) return false;
    if (known.verdict !== verdict || (verdict === 'fail' && known.found !== found)) return true;
    const writtenAt = this.#writtenAt.get(`${asset} ${key}`) ?? 0;
    return at - writtenAt >= EVIDENCE[key].freshForMs / REWRITE_PART;
  }
}

type AnswerOfAsset = Answer & { asset: string; key: EvidenceKey };

const withFreshness = (answer: AnswerOfAsset): NewAnswer => ({
  ...answer,
  freshForMs: Math.max(1, EVIDENCE[answer.key].freshForMs),
});

/** What twins say, each key of the asset that it is about. */
function answersOfTwins(twins: readonly EvidenceTwin[], plant: Plant): AnswerOfAsset[] {
  const drives = new Map(plant.drives.map((drive) => [`${drive.gateway} ${drive.entity}`, drive]));
  return twins.flatMap(({ gateway, topicId, body, receivedAt }) => {
    const { answers } = readEvidence(body, {
      listeners: new Set(),
      destinations: new Set(),
      isBoundary: true,
    });
    const drive = drives.get(`${gateway} ${topicId}`);
    return [...answers].flatMap(([key, answer]): AnswerOfAsset[] => {
      const [of] = EVIDENCE[key].of;
      const asset =
        of === 'drive'
          ? drive && driveAsset(drive.id)
          : topicId !== MAIN_DEVICE
            ? undefined
            : of === 'network'
              ? networkAsset(gateway)
              : gatewayAsset(gateway);
      return asset === undefined ? [] : [{ ...answer, asset, key, at: receivedAt }];
    });
  });
}

const pointOf = ({ zone, at, levels }: JudgedZone): PosturePointRow => ({
  zone: zone.id,
  at,
  levels: levels.levels.flatMap(({ confirmed, possible }) => [confirmed, possible]),
  targets: levels.levels.map(({ target }) => target),
  refuted: levels.refuted,
  unknown: levels.unknown,
});

/** What a point says, without when: two of the same text are one. */
const told = ({ levels, targets, refuted, unknown }: PosturePointRow): string =>
  [levels.join(''), targets.join(''), refuted, unknown].join(' ');
