import { causeIds, causesFirst } from '../../domain/alarms/causes';
import type { ConditionReport } from '../../domain/alarms/condition';
import type { AlarmDefinition } from '../../domain/alarms/definition';
import type { AlarmId, IncidentId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { AlarmView } from '../../protocol/alarms';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import {
  duePoints,
  ensurePoints,
  lockAlarms,
  pointKey,
  pointsBehind,
  setAlarmIncident,
  takeAlarmNumbers,
} from '../storage/alarm-store';
import { readAlarmViews } from '../storage/alarm-view';
import type { Database, Tx } from '../storage/database';
import { soleAlarmReporter } from '../storage/locks';
import { isTransient } from '../storage/transient';
import { AlarmChanges, PROGRAM } from './changes';
import { Explanations } from './explain';
import { markFirstOut } from './first-out';
import { LateNews } from './late-news';
import { PendingReports } from './pending-reports';
import { placesOf, storedName } from './place';
import { replaceAlarms } from './replace';
import { follow } from './reports';
import { writeChanges } from './write-changes';

export interface AlarmParts {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  plant: () => Plant;
  definitions: ReadonlyMap<string, AlarmDefinition>;
  /** Told of every occurrence that begins, within the transaction that begins it. */
  raised: (tx: Tx, alarms: readonly AlarmView[]) => Promise<void>;
}

/** How often what ends by itself is looked for; whoever reads sees it ended at once. */
const EVERY_MS = 1_000;
/** How many alarms are changed in one transaction. */
const BATCH = 500;
/** Between two tries while the database is away. */
const RETRY_MS = 1_000;

/**
 * Alarms: takes what detection says of conditions, and does what happens by itself. State is in the database;
 * what is kept here is only what waits to be written.
 */
export class Alarms implements Service {
  readonly name = 'alarms';
  readonly #pending = new PendingReports();
  readonly #late: LateNews;
  readonly #ranks: ReadonlyMap<string, number>;
  readonly #causes: ReadonlySet<string>;
  #writing: Promise<void> | undefined;
  #isOneByOne = false;
  #isPlantOther = true;

  constructor(private readonly o: AlarmParts) {
    this.#late = new LateNews(o.bus, o.clock);
    this.#ranks = causesFirst(o.definitions);
    this.#causes = causeIds(o.definitions);
  }

  /**
   * Takes reports within the transaction that makes them true; those of one alarm in the order in which they
   * are given. The stream is told as the last of the transaction.
   */
  async take(tx: Tx, reports: readonly ConditionReport[]): Promise<void> {
    const known = reports.filter(({ definition }) => this.#isKnown(definition));
    if (known.length === 0) return;
    await soleAlarmReporter(tx);
    const plant = this.o.plant();
    const places = placesOf(plant);
    const nameOf = (report: ConditionReport) => storedName(report, places);
    const active = known.filter(({ condition }) => condition === 'active');
    const ids = await ensurePoints(
      tx,
      known.map(nameOf),
      new Set(active.map((report) => pointKey(nameOf(report)))),
    );
    const changes = await this.#lock(
      tx,
      [...ids.values()],
      gatewaysOf(known, this.#causes, this.o.definitions),
    );
    const explanations = new Explanations(changes, this.o.definitions, places);
    const numbers = await takeAlarmNumbers(tx, active.length);
    const number = (): number => numbers.shift() ?? missing('a number for an alarm');
    for (const report of this.#causesFirst(known)) {
      const point = ids.get(pointKey(nameOf(report)));
      const alarm = point === undefined ? undefined : changes.get(point);
      const definition = this.o.definitions.get(report.definition);
      if (alarm === undefined || definition === undefined) continue;
      const cause = report.condition === 'active' ? explanations.causeOf(alarm) : undefined;
      follow(changes, alarm, report, definition, { number, cause });
    }
    explanations.settle();
    await this.#write(tx, changes);
  }

  /**
   * Takes reports in a transaction of their own. Resolves when they are written, or when the database is away:
   * then they are kept, per alarm as far as they differ, and written later.
   */
  async report(reports: readonly ConditionReport[]): Promise<void> {
    this.#pending.add(reports);
    await this.flush();
  }

  /** Writes what waits; one run at a time. */
  flush(): Promise<void> {
    this.#writing ??= this.#flush().finally(() => (this.#writing = undefined));
    return this.#writing;
  }

  /** Writes down the incident that alarms belong to, and tells it. Within the incident's own transaction. */
  async linkIncident(tx: Tx, alarms: readonly AlarmId[], incident: IncidentId | null): Promise<void> {
    const changed = await setAlarmIncident(
      tx,
      [...alarms].sort((a, b) => a - b),
      incident,
    );
    this.#late.add(tx, changed);
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#isPlantOther = true;
    this.o.bus.on(this, 'plant.changed', () => void (this.#isPlantOther = true));
    try {
      while (!signal.aborted) {
        const pauseMs = await this.#round();
        await this.o.clock.sleep(pauseMs, signal);
      }
    } finally {
      this.o.bus.off(this);
    }
  }

  /** Does what is due now: shelves that end, alarms that are let go or annunciated anew, and what waits. */
  async tick(): Promise<void> {
    if (this.#isPlantOther) {
      this.#isPlantOther = false;
      await this.o.database
        .transaction((tx) => replaceAlarms(tx, placesOf(this.o.plant()), this.#late))
        .catch((error: unknown) => {
          this.#isPlantOther = true;
          throw error;
        });
    }
    if (this.#pending.size > 0) await this.flush();
    while ((await this.#doDue()) === BATCH);
  }

  async #round(): Promise<number> {
    try {
      await this.tick();
      return EVERY_MS;
    } catch (error) {
      if (!isTransient(error)) throw error;
      this.o.log.debug({ err: error }, 'alarms are judged later');
      return RETRY_MS;
    }
  }

  /** Has what is due happen to a batch of alarms; returns how many they were. */
  async #doDue(): Promise<number> {
    const { clock, database, definitions, plant } = this.o;
    if ((await database.read((tx) => duePoints(tx, clock.now(), 1))).length === 0) return 0;
    return database.transaction(async (tx) => {
      await soleAlarmReporter(tx);
      const due = await duePoints(tx, clock.now(), BATCH);
      const gateways = new Set(due.flatMap(({ gateway }) => (gateway === '' ? [] : [gateway])));
      const changes = await this.#lock(
        tx,
        due.map(({ id }) => id),
        { causes: gateways, explained: new Set() },
      );
      for (const { id } of due) {
        const alarm = changes.get(id);
        if (alarm === undefined) continue;
        // Also when nothing comes of it: when something is due is judged anew.
        changes.touch(alarm);
        if (changes.isRealarmDue(alarm)) {
          changes.apply(alarm, { type: 'realarmed' }, PROGRAM, changes.moment());
        }
      }
      new Explanations(changes, definitions, placesOf(plant())).settle();
      await this.#write(tx, changes);
      return due.length;
    });
  }

  /** Locks alarms, and with them causes and what they explain behind these gateways. */
  async #lock(tx: Tx, points: readonly number[], { causes, explained }: Gateways): Promise<AlarmChanges> {
    const { clock, definitions, plant } = this.o;
    const explainable = [...definitions.values()].filter((one) => one.causes.length > 0).map(({ id }) => id);
    const locked = await lockAlarms(tx, [
      ...points,
      ...(await pointsBehind(tx, [...causes], [...this.#causes])),
      ...(await pointsBehind(tx, [...explained], explainable)),
    ]);
    const changes = new AlarmChanges({ now: clock.now(), plant: plant(), definitions });
    changes.add(locked);
    return changes;
  }

  async #write(tx: Tx, changes: AlarmChanges): Promise<void> {
    const written = await writeChanges(tx, this.o.bus, changes);
    if (written.changed.length === 0) return;
    // First, so that it is told before what others tell of it: who has the stream's head waits for no zone's numbers.
    this.#late.add(tx, written.changed, written.counts);
    if (written.raised.length === 0) return;
    await markFirstOut(tx, this.o.clock.now(), written, this.#late);
    await this.o.raised(tx, await readAlarmViews(tx, written.raised, this.o.clock.now()));
  }

  async #flush(): Promise<void> {
    while (this.#pending.size > 0) {
      const reports = this.#pending.take(this.#isOneByOne ? 1 : BATCH);
      try {
        await this.o.database.transaction((tx) => this.take(tx, reports));
        this.#isOneByOne &&= this.#pending.size > 0;
      } catch (error) {
        if (!isTransient(error)) {
          this.#giveUp(reports, error);
          continue;
        }
        this.#pending.putBack(reports);
        return;
      }
    }
  }

  /** What cannot be written at all must keep nothing else waiting: the batch is tried one by one, and it is left out. */
  #giveUp(reports: readonly ConditionReport[], error: unknown): void {
    if (this.#isOneByOne) {
      const names = reports.map(({ definition, gateway, drive }) => ({ definition, gateway, drive }));
      this.o.log.error({ err: error, names }, 'a report of an alarm could not be written');
      return;
    }
    this.#isOneByOne = true;
    this.#pending.putBack(reports);
  }

  /** Causes before what they explain; else in the order in which they were told. */
  #causesFirst(reports: readonly ConditionReport[]): ConditionReport[] {
    const rank = ({ definition }: ConditionReport): number => this.#ranks.get(definition) ?? 0;
    return [...reports].sort((a, b) => rank(a) - rank(b));
  }

  #isKnown(definition: string): boolean {
    if (this.o.definitions.has(definition)) return true;
    this.o.log.error({ definition }, 'a report of an alarm that is not defined');
    return false;
  }
}

/** Gateways whose causes have to be known, and those of which also what they explain has to be judged. */
interface Gateways {
  causes: ReadonlySet<string>;
  explained: ReadonlySet<string>;
}

function gatewaysOf(
  reports: readonly ConditionReport[],
  causes: ReadonlySet<string>,
  definitions: ReadonlyMap<string, AlarmDefinition>,
): Gateways {
  const named = (of: readonly ConditionReport[]) =>
    new Set(of.flatMap(({ gateway }) => (gateway === null ? [] : [gateway as string])));
  const explained = named(reports.filter(({ definition }) => causes.has(definition)));
  const explainable = named(
    reports.filter(({ definition }) => (definitions.get(definition)?.causes.length ?? 0) > 0),
  );
  return { causes: new Set([...explained, ...explainable]), explained };
}

function missing(what: string): never {
  throw new Error(`${what} is missing`);
}
