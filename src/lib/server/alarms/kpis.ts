import { operatorPositions } from '../../domain/alarms/flood';
import {
  alarmRates,
  judgeRates,
  type AlarmRates,
  type JudgedRate,
  type Verdict,
} from '../../domain/alarms/kpis';
import { PRIORITIES } from '../../domain/alarms/priority';
import type { PositionId } from '../../domain/ids';
import { DAY_MS } from '../../domain/time';
import { readCounts } from '../storage/alarm-count-store';
import { readLoudest, readMinuteCounts } from '../storage/alarm-kpi-store';
import { readStatistics } from '../storage/alarm-statistics-store';
import type { Tx } from '../storage/database';
import type { Reader } from './list';
import { alarmZonesOf } from './subject';

/** What an operator position has to hear, and beside it what it does not hear: so that silence looks like no gain. */
export interface PositionKpis {
  position: PositionId;
  name: string;
  rates: AlarmRates;
  verdicts: Record<JudgedRate, Verdict>;
  /** Shares of what sounded, by priority. */
  byPriority: number[];
  /** The ten that sounded most often, and their share of everything. */
  top: { definition: string; count: number }[];
  topShare: number;
  chattering: number;
  fleeting: number;
  stale: number;
  shelved: number;
  suppressed: number;
  outOfService: number;
}

const TOP = 10;

/** Positions of which the reader sees every zone, over the last days. */
export async function positionKpis(tx: Tx, reader: Reader, days: number): Promise<PositionKpis[]> {
  const { actor, plant, now } = reader;
  const visible = alarmZonesOf(actor, plant);
  const positions = operatorPositions(plant).filter(({ zones }) =>
    zones.every((zone) => visible.includes(zone)),
  );
  const from = now - days * DAY_MS;
  const minutes = await readMinuteCounts(
    tx,
    positions.map(({ id }) => id),
    from,
    now,
  );
  const kpis: PositionKpis[] = [];
  for (const { id, name, zones } of positions) {
    const rates = alarmRates(minutes.get(id) ?? [], from, now);
    const loudest = await readLoudest(tx, id, from, now);
    const { chattering, fleeting, stale } = await readStatistics(tx, zones, days * DAY_MS, now);
    const counts = await readCounts(tx, zones);
    const sum = (of: 'shelved' | 'suppressed' | 'outOfService') =>
      counts.reduce((all, zone) => all + zone[of], 0);
    kpis.push({
      position: id,
      name,
      rates,
      verdicts: judgeRates(rates),
      byPriority: PRIORITIES.map((priority) => shareOf(loudest, rates, (one) => one.priority === priority)),
      ...topOf(loudest, rates),
      chattering,
      fleeting,
      stale,
      shelved: sum('shelved'),
      suppressed: sum('suppressed'),
      outOfService: sum('outOfService'),
    });
  }
  return kpis;
}

type Loud = Awaited<ReturnType<typeof readLoudest>>[number];

function shareOf(loud: readonly Loud[], { annunciations }: AlarmRates, is: (one: Loud) => boolean): number {
  if (annunciations === 0) return 0;
  return loud.filter(is).reduce((sum, { count }) => sum + count, 0) / annunciations;
}

function topOf(loud: readonly Loud[], { annunciations }: AlarmRates): Pick<PositionKpis, 'top' | 'topShare'> {
  const counts = new Map<string, number>();
  for (const { definition, count } of loud) counts.set(definition, (counts.get(definition) ?? 0) + count);
  const top = [...counts]
    .map(([definition, count]) => ({ definition, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, TOP);
  const topCount = top.reduce((sum, { count }) => sum + count, 0);
  return { top, topShare: annunciations === 0 ? 0 : topCount / annunciations };
}
