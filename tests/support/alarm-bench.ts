import type { Actor } from '../../src/lib/domain/access/roles';
import type { ConditionReport } from '../../src/lib/domain/alarms/condition';
import type { AlarmDefinition } from '../../src/lib/domain/alarms/definition';
import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import { driveId, gatewayId, siteId, zoneId, type AlarmId } from '../../src/lib/domain/ids';
import type { Plant } from '../../src/lib/domain/plant/model';
import { NO_REQUEST, type Command } from '../../src/lib/server/access/command';
import { perform } from '../../src/lib/server/access/perform';
import { FloodWatch } from '../../src/lib/server/alarms/flood-watch';
import { Alarms } from '../../src/lib/server/alarms/service';
import { createLogger } from '../../src/lib/server/log';
import { readCounts, recount } from '../../src/lib/server/storage/alarm-count-store';
import { readAlarmViews } from '../../src/lib/server/storage/alarm-view';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import type { DurableEvent } from '../../src/lib/protocol/down';
import { accessBench, SMALL_PLANT, type AccessBench } from './access';
import { aDrive } from './telemetry-builders';

const gateway = (id: string, site: string, zone: string) => ({
  id: gatewayId.parse(id),
  site: siteId.parse(site),
  zone: zoneId.parse(zone),
  name: id,
  model: undefined,
});
const drive = (id: string, key: number, zone: string, of: string) =>
  aDrive({
    id: driveId.parse(id),
    key: key as Plant['drives'][number]['key'],
    zone: zoneId.parse(zone),
    gateway: gatewayId.parse(of),
    name: id,
    expectedIntervalMs: 1_000,
  });

/** The pumps of Aarhus behind one gateway, a fan behind another, and a mill in Odense. */
export const ALARM_PLANT: Plant = {
  ...SMALL_PLANT,
  gateways: [
    gateway('gw-a', 'aarhus', 'pumps'),
    gateway('gw-f', 'aarhus', 'fans'),
    gateway('gw-b', 'odense', 'mill'),
  ],
  drives: [
    drive('p1', 1, 'pumps', 'gw-a'),
    drive('p2', 2, 'pumps', 'gw-a'),
    drive('p3', 3, 'pumps', 'gw-a'),
    drive('f1', 4, 'fans', 'gw-f'),
    drive('m1', 5, 'mill', 'gw-b'),
  ],
};

export type AlarmBench = Awaited<ReturnType<typeof alarmBench>>;

/** Alarms on a database of their own, with people and a clock whose hands the test turns. */
export async function alarmBench(
  options: { plant?: Plant; definitions?: ReadonlyMap<string, AlarmDefinition>; access?: AccessBench } = {},
) {
  const { plant = ALARM_PLANT, definitions = ALARM_DEFINITIONS } = options;
  const access = options.access ?? (await accessBench(plant));
  const { clock, bus, host, test } = access;
  const log = createLogger('silent');
  const raised: AlarmView[] = [];
  const entered = new Map<string, Promise<Actor>>();
  const newAlarms = () =>
    new Alarms({
      database: test.db,
      bus,
      clock,
      log,
      plant: () => plant,
      definitions,
      raised: async (_tx, alarms) => void raised.push(...alarms),
    });
  const alarms = newAlarms();
  const newFloods = () => new FloodWatch({ database: test.db, bus, clock, log, plant: () => plant });
  const floods = newFloods();

  /** A report of a drive's alarm, or of its gateway's when no drive is named. */
  const report = (
    definition: string,
    of: string,
    condition: 'active' | 'normal' | 'unknown' = 'active',
    more: Partial<Extract<ConditionReport, { condition: 'active' }>> = {},
  ): ConditionReport => {
    const behind = plant.drives.find(({ id }) => id === of);
    const time = {
      receivedAt: clock.now(),
      sourceTime: undefined,
      clockOffsetMs: undefined,
      clockUncertaintyMs: undefined,
    };
    const name = {
      definition,
      gateway: behind?.gateway ?? gatewayId.parse(of),
      drive: behind?.id ?? null,
      key: more.key ?? '',
      time,
    };
    return condition === 'active'
      ? { ...name, condition, text: `${definition} of ${of}`, ...more }
      : { ...name, condition };
  };

  return {
    ...access,
    alarms,
    floods,
    newAlarms,
    newFloods,
    raised,
    report,
    take: (...reports: ConditionReport[]) => test.db.transaction((tx) => alarms.take(tx, reports)),
    /** Every alarm that is listed, oldest occurrence first. */
    async listed(): Promise<AlarmView[]> {
      const { rows } = await test.db.client.query<{ id: number }>(
        'select id from alarm_occurrence where bucket > 0 order by id',
      );
      return test.db.read((tx) =>
        readAlarmViews(
          tx,
          rows.map(({ id }) => id),
          clock.now(),
        ),
      );
    },
    async alarm(id: AlarmId | number): Promise<AlarmView> {
      const [alarm] = await test.db.read((tx) => readAlarmViews(tx, [id], clock.now()));
      if (alarm === undefined) throw new Error(`there is no alarm ${id}`);
      return alarm;
    },
    doesAs: <In, Out>(actor: Actor, command: Command<In, Out, undefined>, input: object): Promise<Out> =>
      perform(host, actor, command, input, NO_REQUEST),
    /** Forgets every alarm. */
    async clear() {
      const tables = ['occurrence', 'point', 'journal', 'count', 'annunciation', 'flood'];
      await test.db.client.query(tables.map((table) => `delete from alarm_${table}`).join('; '));
      await test.db.client.query('delete from stream_entry');
      raised.length = 0;
    },
    /** Has a person do something. */
    async does<In, Out>(person: string, command: Command<In, Out, undefined>, input: object): Promise<Out> {
      const session =
        entered.get(person) ?? access.enter(person).then(async ({ now }) => (await now()).actor);
      entered.set(person, session);
      const actor = await session;
      return perform(host, actor, command, input, NO_REQUEST);
    },
    /** What the stream was told, oldest first. */
    async stream(): Promise<DurableEvent[]> {
      const { rows } = await test.db.client.query<{ body: DurableEvent }>(
        'select body from stream_entry order by seq',
      );
      return rows.map(({ body }) => body);
    },
    /** Lines of the journal as `what state by`. */
    async journal(id?: number): Promise<string[]> {
      const { rows } = await test.db.client.query<{ line: string }>(
        `select concat_ws(' ', what, state, by) as line from alarm_journal
         where $1::bigint is null or occurrence = $1 order by id`,
        [id ?? null],
      );
      return rows.map(({ line }) => line);
    },
    counts: () => test.db.read((tx) => readCounts(tx, ['', ...plant.zones.map(({ id }) => id)])),
    /** Zones whose numbers are not what counting everything gives. */
    wrongCounts: () => test.db.transaction(recount),
    /** How often something sounded. */
    async sounds(): Promise<number> {
      const { rows } = await test.db.client.query<{ n: number }>(
        'select count(*)::integer as n from alarm_annunciation',
      );
      return rows[0]?.n ?? 0;
    },
    close: () => test.close(),
  };
}
