import type { Tx } from './database';

/**
 * Advisory locks of one database. 7041001 is held while migrating, 7041002 while partitions change, which
 * takes the two below as well (both in SQL).
 */
const TELEMETRY_WRITES = 7_041_003;
const TELEMETRY_SUMMARY = 7_041_004;
const PLANT_CHANGE = 7_041_005;
const ALARM_REPORTS = 7_041_006;
const INCIDENT_CORRELATION = 7_041_007;

/** Held by every transaction that writes samples, all at once, until it ends. */
export const SHARE_TELEMETRY_WRITES = `select pg_advisory_xact_lock_shared(${TELEMETRY_WRITES})`;

/** Waits until no transaction that writes samples is open, and keeps new ones waiting until this one ends. */
export async function excludeTelemetryWrites(tx: Tx): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(${TELEMETRY_WRITES})`);
}

/**
 * Until the transaction ends, nobody else summarises telemetry or drops raw data. Fails after ten seconds in
 * which somebody else does: the driver would give up on a longer wait, and call it a lost database.
 */
export async function soleSummariser(tx: Tx): Promise<void> {
  await tx.client.query(`set local lock_timeout = '10s'`);
  await tx.client.query(`select pg_advisory_xact_lock(${TELEMETRY_SUMMARY})`);
}

/** Until the transaction ends, nobody else imports a plant file or places a drive that announced itself. */
export async function solePlantChanger(tx: Tx): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(${PLANT_CHANGE})`);
}

/**
 * Until the transaction ends, nobody else tells alarms of conditions, so that one knows all alarms it will touch
 * before it locks the first. What people do to alarms does not wait for this.
 */
export async function soleAlarmReporter(tx: Tx): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(${ALARM_REPORTS})`);
}

/**
 * Until the transaction ends, nobody else decides what signals open, so that two never open the same, and nobody
 * merges. Taken after the lock of alarms, where both are, and before the first incident.
 */
export async function soleCorrelator(tx: Tx): Promise<void> {
  await tx.client.query(`select pg_advisory_xact_lock(${INCIDENT_CORRELATION})`);
}
