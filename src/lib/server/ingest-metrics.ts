import type { DetectionMetrics } from './detection/batch';
import type { IngestMetrics } from './ingest/ingest-metrics';
import type { Metrics } from './metrics';

/** Publishes what ingest counts about itself. */
export const ingestMetrics = (metrics: Metrics): IngestMetrics => ({
  arrived: () => metrics.ingestMessages.inc(),
  rejected: (reason) => metrics.ingestRejected.inc({ reason }),
  fieldsRejected: (count) => metrics.fieldsRejected.inc(count),
  historical: () => metrics.samplesHistorical.inc(),
  committed: ({ messages, samples, waitSeconds }) => {
    metrics.samplesCommitted.inc(samples);
    metrics.commitRows.observe(messages);
    metrics.commitSeconds.observe(waitSeconds);
  },
  retried: () => metrics.commitsRetried.inc(),
  pending: (messages) => metrics.pendingMessages.set(messages),
});

/** Publishes what detection counts about itself. */
export const detectionMetrics = (metrics: Metrics): DetectionMetrics => ({
  counted: (type, records) => metrics.securityEvents.inc({ type }, records),
  committed: (waitMs) => metrics.detectionSeconds.observe(waitMs / 1_000),
});
