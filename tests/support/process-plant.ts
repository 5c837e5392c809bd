import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import type { SignalKey } from '../../src/lib/domain/telemetry/signals';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import { Alarms } from '../../src/lib/server/alarms/service';
import { Bus } from '../../src/lib/server/bus';
import { systemClock, type Clock } from '../../src/lib/server/clock';
import { ProcessAlarms } from '../../src/lib/server/detection/process/service';
import { createLogger } from '../../src/lib/server/log';
import { PlantWatch } from '../../src/lib/server/plant/plant-watch';
import { readActiveAlarms } from '../../src/lib/server/storage/active-alarm-store';
import { readAlarmViews } from '../../src/lib/server/storage/alarm-view';
import type { TestDatabase } from './database';
import { isoTime } from './ingest-builders';
import { ingestSystem } from './ingest-system';

/** Three pumps behind gateway gw-042. */
const PLANT = `name: Test plant
sites:
  - id: aarhus
    name: Aarhus
    timeZone: Europe/Copenhagen
    zones:
      - id: pumps
        name: Pumps
        target: 2
        gateways:
          - id: gw-042
            name: Pump house
            drives:
${[1, 2, 3].map(aPump).join('\n')}
`;

function aPump(n: number): string {
  return `              - id: p${n}
                name: Pump ${n}
                entity: p${n}
                family: vlt-fc-202
                rated: { powerKw: 5.5, currentA: 12 }
                limits: { heatsink_temp_c: { h: 85, hh: 90 } }`;
}

export const WELL = {
  status_word: 0x0f07,
  alarm_word: 0,
  warning_word: 0,
  fault_code: 0,
  heatsink_temp_c: 50,
};
export const OVERCURRENT = { ...WELL, status_word: 0x020b, alarm_word: 0x20, fault_code: 13 };

/** That plant on a real database, with everything from messages to alarms of drives. */
export async function processPlant(test: TestDatabase, clock: Clock = systemClock) {
  const bus = new Bus();
  const log = createLogger('silent');
  const ingest = await ingestSystem(test.db, { clock, bus });
  await test.db.transaction((tx) => ingest.registry.importFile(tx, PLANT, 'administrator', clock.now()));
  await ingest.registry.load();
  const { image, board } = ingest;
  const plant = () => ingest.registry.current();
  const parts = { database: test.db, bus, clock, log, plant };
  const alarms = new Alarms({ ...parts, definitions: ALARM_DEFINITIONS, raised: async () => undefined });
  const newProcessAlarms = () =>
    new ProcessAlarms({
      image,
      gateways: board,
      plant,
      openAlarms: () => test.db.read(readActiveAlarms),
      report: (reports) => alarms.report(reports),
      bus,
      clock,
      log,
    });
  const stopping = new AbortController();
  const running = [new PlantWatch([image, board], clock), alarms].map((part) => part.run(stopping.signal));
  let stopProcess = new AbortController();
  let processRunning = newProcessAlarms().run(stopProcess.signal);
  const topic = (drive: string) => `te/device/${drive}///m/drive`;
  const payload = (values: Partial<Record<SignalKey, number>>) =>
    JSON.stringify({ time: isoTime(clock.now()), ...values });
  return {
    ...ingest,
    alarms,
    topic,
    payload,
    says: (drive: string, values: Partial<Record<SignalKey, number>>) =>
      ingest.send(topic(drive), payload(values)),
    /** Every occurrence, oldest first. */
    async raised(): Promise<AlarmView[]> {
      const { rows } = await test.db.client.query<{ id: number }>(
        'select id from alarm_occurrence order by id',
      );
      return test.db.read((tx) =>
        readAlarmViews(
          tx,
          rows.map(({ id }) => id),
          clock.now(),
        ),
      );
    },
    /** The evaluator ends and another begins, as with the server. */
    async stopProcess() {
      stopProcess.abort();
      await processRunning;
    },
    startProcess() {
      stopProcess = new AbortController();
      processRunning = newProcessAlarms().run(stopProcess.signal);
    },
    async stop() {
      stopProcess.abort();
      stopping.abort();
      await Promise.all([processRunning, ...running]);
      await ingest.stop();
    },
  };
}

export type ProcessPlant = Awaited<ReturnType<typeof processPlant>>;
