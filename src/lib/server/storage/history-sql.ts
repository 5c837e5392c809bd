import { RESOLUTION_MS, type Resolution } from '../../domain/telemetry/history';
import { SIGNALS, type SignalKey } from '../../domain/telemetry/signals';
import { HOUR_MS, MINUTE_MS } from '../../domain/time';
import { COUNTER_PLACE, ROLLUP_PLACE } from './sample-columns';
import { bucketOf, SUMMARY_OF_SAMPLES } from './summary-sql';

/** A resolution that summaries are kept in. */
export type SummaryResolution = Exclude<Resolution, 'raw'>;

const TABLE = {
  '10s': 'rollup_10s',
  '1m': 'rollup_1m',
  '1h': 'rollup_1h',
} as const satisfies Record<SummaryResolution, string>;

/**
 * SQL for the history of drive $1 from $2 (inclusive) to $3 (exclusive), both on bucket limits. Minutes
 * that are not summarised yet are read from their samples, and hours that contain such from their minutes:
 * the answer is the same whether or not the summaries have caught up. An hour may come as its minutes; each
 * row's `t` is the beginning of what it stands for.
 */
export function historySql(resolution: SummaryResolution, signals: readonly SignalKey[]): string {
  const widthMs = Math.min(RESOLUTION_MS[resolution], MINUTE_MS);
  const minutes = (beginning: string) =>
    `not exists (select from open_minute where minute_ms = ${beginning}) and bucket_ms < (${CLAIMED})`;
  const parts = [fromOpenMinutes(widthMs), fromUnclaimed(widthMs)];
  if (resolution === '1h') {
    parts.push(`
      select bucket_ms, lo, hi, mean, n, last from rollup_1h
      where ${inRange('bucket_ms')} and not exists (select from open_hour where hour_ms = bucket_ms)`);
    parts.push(`
      select r.bucket_ms, r.lo, r.hi, r.mean, r.n, r.last
      from open_hour h
      join rollup_1m r on r.key = $1 and r.bucket_ms >= h.hour_ms and r.bucket_ms < h.hour_ms + ${HOUR_MS}
      where ${minutes('r.bucket_ms')}`);
  } else {
    parts.push(`
      select bucket_ms, lo, hi, mean, n, last from ${TABLE[resolution]}
      where ${inRange('bucket_ms')} and ${minutes(bucketOf('bucket_ms', MINUTE_MS))}`);
  }
  return `
    with open_minute as materialized (
      select minute_ms from (
        select key, minute_ms from rollup_dirty union select key, minute_ms from rollup_claim) as o
      where key = $1 and minute_ms >= ${bucketOf('$2::bigint', MINUTE_MS)} and minute_ms < $3
        and minute_ms >= (select raw_ms from retention_floor) and minute_ms < (${CLAIMED})),
    open_hour as materialized (
      select hour_ms from rollup_dirty_hour where key = $1 and hour_ms >= $2 and hour_ms < $3
      union select ${bucketOf('minute_ms', HOUR_MS)} from open_minute
      union select generate_series(greatest(${bucketOf(`(${CLAIMED})`, HOUR_MS)}, $2), $3 - 1, ${HOUR_MS}))
    select bucket_ms as t, ${signals.map(columnsOf).join(', ')}
    from (${parts.join('\nunion all')}) as history
    order by bucket_ms`;
}

/**
 * From here on no minute has been found yet, and whatever summary there may be is not whole. Before the floor
 * there are no samples to look at, and the summary is all there is.
 */
const CLAIMED = 'select greatest(claimed_ms, (select raw_ms from retention_floor)) from rollup_frontier';

const inRange = (time: string): string => `key = $1 and ${time} >= $2 and ${time} < $3`;

const fromOpenMinutes = (widthMs: number): string => `
  select ${bucketOf('s.source_ms', widthMs)} as bucket_ms,
  ${SUMMARY_OF_SAMPLES}
  from open_minute m
  join sample s on s.key = $1 and s.source_ms >= m.minute_ms and s.source_ms < m.minute_ms + ${MINUTE_MS}
  where s.source_ms >= $2 and s.source_ms < $3
  group by 1`;

const fromUnclaimed = (widthMs: number): string => `
  select ${bucketOf('s.source_ms', widthMs)} as bucket_ms,
  ${SUMMARY_OF_SAMPLES}
  from sample s
  where s.key = $1 and s.source_ms >= (${CLAIMED}) and s.source_ms >= $2 and s.source_ms < $3
  group by 1`;

/** Columns lo_i, hi_i, mean_i and n_i of one signal; of a counter only its newest value counts. */
function columnsOf(signal: SignalKey, index: number): string {
  const counter = COUNTER_PLACE.get(signal);
  if (counter !== undefined) {
    const last = `last[${counter}]`;
    return `${last} as lo_${index}, ${last} as hi_${index}, ${last} as mean_${index}, (${last} is not null)::integer as n_${index}`;
  }
  const place = ROLLUP_PLACE.get(signal);
  if (place === undefined) throw new Error(`${signal} is a ${SIGNALS[signal].kind}, which has no summaries`);
  return `lo[${place}] as lo_${index}, hi[${place}] as hi_${index}, mean[${place}] as mean_${index}, n[${place}] as n_${index}`;
}
