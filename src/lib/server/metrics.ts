import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { PAINTED_BOUNDS_MS } from '../protocol/painted-bounds';

/** Seconds; from a fast commit to a stalled disk. */
const COMMIT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Every figure the program publishes about itself. Labels have few values: a kind, a reason from a fixed
 * list; never a gateway's claimed name, an address or a person.
 */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'zonewatch_' });
  const registers = [registry];
  return {
    registry,
    canarySeconds: new Histogram({
      name: 'zonewatch_canary_seconds',
      help: 'Time from sending a canary to the answer of a screen that has painted it',
      buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 15, 60],
      registers,
    }),
    canaryAge: new Gauge({
      name: 'zonewatch_canary_age_seconds',
      help: 'Time since a canary last came through detection; above 15 the way of alarms is dead',
      registers,
    }),
    ingestMessages: new Counter({
      name: 'zonewatch_ingest_messages_total',
      help: 'Messages accepted from gateways',
      registers,
    }),
    ingestRejected: new Counter({
      name: 'zonewatch_ingest_rejected_total',
      help: 'Messages that could not be used, by reason',
      labelNames: ['reason'] as const,
      registers,
    }),
    fieldsRejected: new Counter({
      name: 'zonewatch_ingest_fields_rejected_total',
      help: 'Fields of accepted measurements that were no numbers',
      registers,
    }),
    commitsRetried: new Counter({
      name: 'zonewatch_commits_retried_total',
      help: 'Batches that had to be written again',
      registers,
    }),
    samplesCommitted: new Counter({
      name: 'zonewatch_samples_committed_total',
      help: 'Sample rows committed',
      registers,
    }),
    samplesHistorical: new Counter({
      name: 'zonewatch_samples_historical_total',
      help: 'Samples stored as history because newer ones were known',
      registers,
    }),
    commitSeconds: new Histogram({
      name: 'zonewatch_commit_seconds',
      help: 'Time from reading a message to its commit',
      buckets: COMMIT_BUCKETS,
      registers,
    }),
    commitRows: new Histogram({
      name: 'zonewatch_commit_rows',
      help: 'Messages per committed batch',
      buckets: [1, 10, 50, 100, 500, 1_000, 5_000],
      registers,
    }),
    pendingMessages: new Gauge({
      name: 'zonewatch_pending_messages',
      help: 'Messages read and not yet committed',
      registers,
    }),
    heldGateways: new Gauge({
      name: 'zonewatch_held_gateways',
      help: 'Gateways whose reading stands still because the database does not take more',
      registers,
    }),
    securityEvents: new Counter({
      name: 'zonewatch_security_events_total',
      help: 'Records counted into security events, by type',
      labelNames: ['type'] as const,
      registers,
    }),
    detectionSeconds: new Histogram({
      name: 'zonewatch_detection_seconds',
      help: 'Time from receiving the oldest report of a batch to the commit of what it became',
      buckets: COMMIT_BUCKETS,
      registers,
    }),
    refusals: new Counter({
      name: 'zonewatch_refusals_total',
      help: 'Connections and messages refused for who sent them',
      labelNames: ['kind'] as const,
      registers,
    }),
    auditSigned: new Gauge({
      name: 'zonewatch_audit_signed_entries',
      help: 'Entries of the audit log under the newest checkpoint',
      registers,
    }),
    auditVerified: new Gauge({
      name: 'zonewatch_audit_verified_entries',
      help: 'Entries of the audit log that the verifier has gone through',
      registers,
    }),
    auditVerifierAge: new Gauge({
      name: 'zonewatch_audit_verifier_age_seconds',
      help: 'Time since the verifier last got on',
      registers,
    }),
    auditFaults: new Gauge({
      name: 'zonewatch_audit_faults',
      help: 'Faults that the verifier has found in the audit log and that stand',
      registers,
    }),
    sockets: new Gauge({ name: 'zonewatch_sockets', help: 'Browsers connected', registers }),
    frames: new Counter({ name: 'zonewatch_frames_total', help: 'Binary frames sent', registers }),
    framesSkipped: new Counter({
      name: 'zonewatch_frames_skipped_total',
      help: 'Frames not sent to a client that had not taken in the last ones',
      registers,
    }),
    frameInterval: new Gauge({
      name: 'zonewatch_frame_interval_seconds',
      help: 'Time between two frames of views of many drives; longer than 0.25 under load',
      registers,
    }),
    paintedSeconds: new Histogram({
      name: 'zonewatch_publish_to_painted_seconds',
      help: 'Time from publication to the screen, as browsers report it',
      buckets: PAINTED_BOUNDS_MS.map((ms) => ms / 1_000),
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
