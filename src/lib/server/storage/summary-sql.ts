import { REAL_SIGNALS } from '../../domain/telemetry/signals';
import { COUNTER_SIGNALS } from './sample-columns';

/**
 * Pieces of SQL that summarise telemetry. A summary has the columns lo, hi, mean, n (one element per
 * measured signal, in the order of the canon) and last (one per counter). `mean` is in double precision
 * until it is stored, so that means of means stay exact.
 */

/** The beginning of the bucket that a time lies in; times before 1970 are negative and still round down. */
export const bucketOf = (time: string, widthMs: number): string =>
  `${time} - ((${time} % ${widthMs}) + ${widthMs}) % ${widthMs}`;

const places = (signals: readonly string[]): number[] => signals.map((_, index) => index + 1);
const array = (elements: readonly string[], type: string): string =>
  `array[${elements.join(', ')}]::${type}[]`;
const newest = (value: string, time: string): string =>
  `(array_agg(${value} order by ${time} desc) filter (where ${value} is not null))[1]`;

/** Aggregates over rows of `sample`, called `s`. */
export const SUMMARY_OF_SAMPLES = [
  `${array(
    REAL_SIGNALS.map((signal) => `min(s.${signal})`),
    'real',
  )} as lo`,
  `${array(
    REAL_SIGNALS.map((signal) => `max(s.${signal})`),
    'real',
  )} as hi`,
  `${array(
    REAL_SIGNALS.map((signal) => `avg(s.${signal})`),
    'double precision',
  )} as mean`,
  `${array(
    REAL_SIGNALS.map((signal) => `count(s.${signal})`),
    'integer',
  )} as n`,
  `${array(
    COUNTER_SIGNALS.map((signal) => newest(`s.${signal}`, 's.source_ms')),
    'double precision',
  )} as last`,
].join(',\n    ');

/** Aggregates over summaries of shorter buckets, called `r`. */
export const SUMMARY_OF_SUMMARIES = [
  `${array(
    places(REAL_SIGNALS).map((i) => `min(r.lo[${i}])`),
    'real',
  )} as lo`,
  `${array(
    places(REAL_SIGNALS).map((i) => `max(r.hi[${i}])`),
    'real',
  )} as hi`,
  `${array(
    places(REAL_SIGNALS).map(
      (i) => `sum(r.mean[${i}]::double precision * r.n[${i}]) / nullif(sum(r.n[${i}]), 0)`,
    ),
    'double precision',
  )} as mean`,
  `${array(
    places(REAL_SIGNALS).map((i) => `coalesce(sum(r.n[${i}]), 0)`),
    'integer',
  )} as n`,
  `${array(
    places(COUNTER_SIGNALS).map((i) => newest(`r.last[${i}]`, 'r.bucket_ms')),
    'double precision',
  )} as last`,
].join(',\n    ');

/** Stores the rows of `source` as the summaries of `table`, in place of older ones. */
export const storeSummaries = (table: string, source: string): string => `
  insert into ${table} (key, bucket_ms, lo, hi, mean, n, last)
  select key, bucket_ms, lo, hi, mean::real[], n, last from ${source}
  on conflict (key, bucket_ms) do update
  set lo = excluded.lo, hi = excluded.hi, mean = excluded.mean, n = excluded.n, last = excluded.last`;
