import { ALARM_DEFINITIONS } from '../../src/lib/domain/alarms/definitions';
import { Alarms } from '../../src/lib/server/alarms/service';
import { Bus } from '../../src/lib/server/bus';
import { systemClock } from '../../src/lib/server/clock';
import { alarmSignals } from '../../src/lib/server/incidents/alarm-signals';
import { Incidents } from '../../src/lib/server/incidents/service';
import { createLogger } from '../../src/lib/server/log';
import { selectIncidents } from '../../src/lib/server/storage/incident-list-store';
import type { IncidentView } from '../../src/lib/protocol/incidents';
import type { Said, Step } from '../../src/simulator/attacks/forwarded';
import { testDatabase } from './database';
import { detectionBench } from './detection-bench';

/** Everything from the broker's sink to incidents, as the program puts it together, with gateway gw-042. */
export async function attackedPlant() {
  const bus = new Bus();
  const test = await testDatabase({ bus });
  const clock = systemClock;
  const log = createLogger('silent');
  const plant = () => bench.registry.current();
  const alarms = new Alarms({
    database: test.db,
    bus,
    clock,
    log,
    plant,
    definitions: ALARM_DEFINITIONS,
    raised: (tx, raised) => incidents.correlate(tx, raised.flatMap(alarmSignals)),
  });
  const incidents: Incidents = new Incidents({
    database: test.db,
    bus,
    clock,
    log,
    plant,
    linkAlarms: (tx, ids, incident) => alarms.linkIncident(tx, ids, incident),
  });
  const bench = await detectionBench(test.db, { bus, sinks: { alarms, incidents } });

  const tell = (said: Said, at: number): Promise<unknown> => {
    const time = new Date(at).toISOString();
    if (said.kind === 'alarm') {
      const { entity = 'device/main//', type, severity, text, facts, isOver } = said;
      return bench.send(`te/${entity}/a/${type}`, isOver ? '' : { text, severity, time, ...facts });
    }
    const { program, line, json } = said;
    const record = json === undefined ? { line } : { json };
    return bench.send('te/device/main///e/log_record', { text: program, time, program, ...record });
  };
  return {
    db: test.db,
    bus,
    /** Has the gateway say all steps now, in their order, as if each came when it should. */
    async suffer(steps: readonly Step[]): Promise<void> {
      const began = Date.now() - Math.max(...steps.map(({ afterMs }) => afterMs), 0);
      await Promise.all(steps.map(({ afterMs, say }) => tell(say(began + afterMs), began + afterMs)));
      await bench.detection.settle();
    },
    incidents: (): Promise<IncidentView[]> =>
      test.db.read((tx) =>
        selectIncidents(
          tx,
          { zones: new Set(plant().zones.map(({ id }) => id)), sites: new Set(), everything: true },
          { state: 'all' },
          500,
        ),
      ),
    async close(): Promise<void> {
      await bench.stop();
      await test.close();
    },
  };
}
