import { gt } from 'drizzle-orm';
import type { Instant } from '../../domain/time';
import type { FloodView } from '../../protocol/alarms';
import type { Tx } from './database';
import { alarmAnnunciation } from './schema/alarm-annunciation';
import { alarmFlood } from './schema/alarm-flood';

export type FloodRow = typeof alarmFlood.$inferSelect;

export const readFloods = (tx: Tx): Promise<FloodRow[]> => tx.orm.select().from(alarmFlood);

export async function writeFlood(tx: Tx, flood: Omit<FloodView, 'name'>): Promise<void> {
  const { position, isFlood, since, annunciations } = flood;
  const state = { isFlood, since, annunciations };
  await tx.orm
    .insert(alarmFlood)
    .values({ position, ...state })
    .onConflictDoUpdate({ target: alarmFlood.position, set: state });
}

/** When and at which positions alarms sounded since then, oldest first. */
export const readSoundsSince = (tx: Tx, since: Instant): Promise<{ at: Instant; positions: string[] }[]> =>
  tx.orm
    .select({ at: alarmAnnunciation.at, positions: alarmAnnunciation.positions })
    .from(alarmAnnunciation)
    .where(gt(alarmAnnunciation.at, since))
    .orderBy(alarmAnnunciation.at);
