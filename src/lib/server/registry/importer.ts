import type { DriveRecord, PlantRecords } from '../../domain/plant/file/resolve';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import {
  placeGateways,
  readPlantRows,
  removeDrives,
  writeConduits,
  writeDrives,
  writePositions,
  writeSites,
  writeZones,
  type DriveRow,
  type DriveWrite,
  type GatewayPlacement,
  type GatewayRow,
  type PlantRows,
} from '../storage/plant-store';
import { difference, isSame } from './diff';
import { noChanges, type ImportReport } from './import-report';
import { matchDrives } from './match';

type PlantChanges = Omit<ImportReport, 'version' | 'isNew' | 'warnings'>;

/** Makes the stored plant what a plant file says. The caller holds the plant's lock. */
export async function applyPlant(tx: Tx, records: PlantRecords, now: Instant): Promise<PlantChanges> {
  const rows = await readPlantRows(tx, { removed: true });
  const sites = difference(rows.sites, placed(records.sites), now);
  const zones = difference(
    rows.zones,
    placed(records.zones).map((zone) => ({ ...zone, processOwners: [...zone.processOwners] })),
    now,
  );
  const conduits = difference(rows.conduits, placed(records.conduits), now);
  const positions = difference(
    rows.positions,
    placed(records.positions).map((position) => ({ ...position, zones: [...position.zones] })),
    now,
  );
  await writeSites(tx, sites.writes);
  await writeZones(tx, zones.writes);
  await writeConduits(tx, conduits.writes);
  await writePositions(tx, positions.writes);
  const gateways = gatewayChanges(rows.gateways, records, now);
  await placeGateways(tx, gateways.writes);
  return {
    sites: sites.changes,
    zones: zones.changes,
    conduits: conduits.changes,
    positions: positions.changes,
    gateways: gateways.changes,
    ...(await applyDrives(tx, records, rows, gateways.gone, now)),
  };
}

/** Rows of a list, in its order, all of them present. */
const placed = <T extends object>(list: readonly T[]) =>
  list.map((item, ordinal) => ({ ...item, ordinal, removedAt: null }));

const placementOf = (row: GatewayRow): GatewayPlacement => ({
  id: row.id,
  site: row.site,
  zone: row.zone,
  name: row.name,
  model: row.model,
  simulated: row.simulated,
  ordinal: row.ordinal,
  removedAt: row.removedAt,
});

/**
 * A gateway that the file leaves out loses its place. When it may still connect it stays, unplaced, so that
 * nothing it sends is lost; `gone` are those that leave the plant.
 */
function gatewayChanges(rows: readonly GatewayRow[], records: PlantRecords, now: Instant) {
  const wanted = placed(records.gateways).map((gateway) => ({ ...gateway, model: gateway.model ?? null }));
  const known = new Set<string>(wanted.map(({ id }) => id));
  const leftOut = rows.filter((row) => !known.has(row.id) && row.zone !== null && row.removedAt === null);
  const stays = (row: GatewayRow) =>
    row.revokedAt === null && (row.enrolledAt !== null || row.lastConnectedAt !== null);
  const considered = rows.filter((row) => known.has(row.id));
  const { writes, changes } = difference(considered.map(placementOf), wanted, now);
  return {
    writes: [
      ...writes,
      ...leftOut.map((row) =>
        stays(row)
          ? { ...placementOf(row), site: null, zone: null, ordinal: 0 }
          : { ...placementOf(row), removedAt: now },
      ),
    ],
    changes: { ...changes, removed: leftOut.map(({ id }) => id) },
    gone: new Set(leftOut.filter((row) => !stays(row)).map(({ id }) => id)),
  };
}

async function applyDrives(
  tx: Tx,
  records: PlantRecords,
  rows: PlantRows,
  gatewaysGone: ReadonlySet<string>,
  now: Instant,
): Promise<Pick<PlantChanges, 'drives' | 'adopted' | 'renamed' | 'returned'>> {
  const matches = matchDrives(records.drives, rows.drives);
  const claimed = new Set(matches.map(({ row }) => row));
  const report: Pick<PlantChanges, 'drives' | 'adopted' | 'renamed' | 'returned'> = {
    drives: noChanges(),
    adopted: [],
    renamed: [],
    returned: [],
  };
  const writes: DriveWrite[] = [];
  matches.forEach(({ record, row, by }, ordinal) => {
    const wanted = driveRow(record, ordinal);
    if (row === undefined) {
      writes.push(wanted);
      report.drives.added.push(record.id);
      return;
    }
    const write = { ...wanted, key: row.key };
    if (isSame(row, write)) return;
    writes.push(write);
    if (by === 'returned') {
      report.drives.added.push(record.id);
      report.returned.push(record.id);
      return;
    }
    if (by === 'adopted') report.adopted.push({ id: record.id, was: row.id });
    else if (row.id !== record.id) report.renamed.push({ id: record.id, was: row.id });
    if (!isSame({ ...row, ordinal }, write)) report.drives.changed.push(record.id);
  });
  // Discovered drives stay while they have a gateway and nobody else took their entity.
  const entities = new Set(records.drives.map(({ gateway, entity }) => `${gateway} ${entity}`));
  const leaves = (row: DriveRow) =>
    row.origin === 'plant-file' ||
    gatewaysGone.has(row.gateway) ||
    entities.has(`${row.gateway} ${row.entity}`);
  const leaving = rows.drives.filter((row) => row.removedAt === null && !claimed.has(row) && leaves(row));
  report.drives.removed.push(...leaving.map(({ id }) => id));
  await removeDrives(
    tx,
    leaving.map(({ key }) => key),
    now,
  );
  await writeDrives(tx, writes, now);
  return report;
}

function driveRow(record: DriveRecord, ordinal: number): Omit<DriveRow, 'key'> {
  return {
    ...record,
    model: record.model ?? null,
    firmware: record.firmware ?? null,
    serial: record.serial ?? null,
    signals: [...record.signals],
    controlTimeout: record.controlTimeout ?? null,
    endOfService: record.endOfService ?? null,
    limits: { ...record.limits },
    ordinal,
    removedAt: null,
  };
}
