import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { PAINTED_BOUNDS_MS } from '../../../../src/lib/protocol/painted-bounds';
import { recordPainted } from '../../../../src/lib/server/fanout/painted-report';
import { createMetrics } from '../../../../src/lib/server/metrics';
import { paintedBetween, readBuckets } from './painted-window';

const counts = (of: Record<number, number>) => [...PAINTED_BOUNDS_MS, 0].map((bound) => of[bound] ?? 0);

it('finds in the server’s measurements what was painted between two readings', async () => {
  const metrics = createMetrics();
  recordPainted({ counts: counts({ 5_000: 9 }), sumMs: 1 }, metrics);
  const before = readBuckets(await metrics.registry.metrics());
  recordPainted({ counts: counts({ 100: 98, 300: 1, 500: 1 }), sumMs: 1 }, metrics);
  const after = readBuckets(await metrics.registry.metrics());
  expect(paintedBetween(before, after)).toEqual({ count: 100, p50: 100, p95: 100, p99: 300 });
  expect(paintedBetween(after, after)).toEqual({ count: 0, p50: NaN, p95: NaN, p99: NaN });
});

it('sees that the measurement is not there', async () => {
  const registry = new Registry();
  new Histogram({ name: 'other', help: 'other', registers: [registry] });
  expect(readBuckets(await registry.metrics())).toEqual([...PAINTED_BOUNDS_MS, 0].map(() => NaN));
});
