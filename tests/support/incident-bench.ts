import { incidentId, type AlarmId, type IncidentId } from '../../src/lib/domain/ids';
import type { IncidentEntry } from '../../src/lib/domain/incidents/entry';
import { fold } from '../../src/lib/domain/incidents/fold';
import type { IncidentSignal } from '../../src/lib/domain/incidents/signal';
import type { IncidentView } from '../../src/lib/protocol/incidents';
import { Incidents } from '../../src/lib/server/incidents/service';
import type { Bus } from '../../src/lib/server/bus';
import type { Clock } from '../../src/lib/server/clock';
import { createLogger } from '../../src/lib/server/log';
import type { Database, Tx } from '../../src/lib/server/storage/database';
import { incidentViewOf, selectEntries, selectIncident } from '../../src/lib/server/storage/incident-store';
import { selectIncidents } from '../../src/lib/server/storage/incident-list-store';
import { SMALL_PLANT } from './access';

const EVERYWHERE = {
  zones: new Set(SMALL_PLANT.zones.map(({ id }) => id)),
  sites: new Set(SMALL_PLANT.sites.map(({ id }) => id)),
  everything: true,
};

/** Incidents on a database, without detection and alarms before them. */
export function incidentBench({ db, bus, clock }: { db: Database; bus: Bus; clock: Clock }) {
  const linked: { alarms: readonly AlarmId[]; incident: IncidentId }[] = [];
  const make = () =>
    new Incidents({
      database: db,
      bus,
      clock,
      log: createLogger('silent'),
      plant: () => SMALL_PLANT,
      linkAlarms: async (_tx: Tx, alarms, incident) => void linked.push({ alarms, incident }),
    });
  const incidents = make();
  return {
    incidents,
    /** Another one on the same database, as after a restart. */
    make,
    linked,
    /** Hands signals over as detection does. */
    take: (...signals: readonly IncidentSignal[]): Promise<void> =>
      db.transaction((tx) => incidents.correlate(tx, signals)),
    all: (): Promise<IncidentView[]> =>
      db.read((tx) => selectIncidents(tx, EVERYWHERE, { state: 'all' }, 500)),
    async view(id: number): Promise<IncidentView> {
      const row = await db.read((tx) => selectIncident(tx, incidentId.parse(id)));
      if (row === undefined) throw new Error(`there is no incident ${id}`);
      return incidentViewOf(row);
    },
    entries: (id: number): Promise<IncidentEntry[]> =>
      db.read((tx) => selectEntries(tx, incidentId.parse(id))),
    /** What the entries add up to, as it should stand in the row. */
    async refolded(id: number): Promise<IncidentView> {
      const entries = await db.read((tx) => selectEntries(tx, incidentId.parse(id)));
      return incidentViewOf({ id: incidentId.parse(id), status: fold(entries) });
    },
  };
}

/** Runs a service until it is stopped. */
export function running(service: { run(signal: AbortSignal): Promise<void> }): () => Promise<void> {
  const abort = new AbortController();
  const done = service.run(abort.signal);
  return async () => {
    abort.abort();
    await done;
  };
}
