import { bigint, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { Priority } from '../../../domain/alarms/priority';
import type { Instant } from '../../../domain/time';
import { instant } from './columns';

/** By whom, when, and in their own words. */
export interface StoredAct {
  by: string;
  at: Instant;
  note: string;
}

export interface StoredShelf extends StoredAct {
  until: Instant;
  /** What the alarm was when it was shelved; absent in shelves that were made before this was kept. */
  priority?: Priority | undefined;
  /** The second person, where two are needed. */
  with?: string | undefined;
}

export interface StoredAsking extends StoredAct {
  mode: 'timed' | 'one-shot';
  minutes: number | null;
  /** Until when a second person may join. */
  until: Instant;
}

/** What an alarm is known by, and what withholds its annunciation. '' stands for "none" in name and place. */
export const alarmPoint = pgTable(
  'alarm_point',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    definition: text().notNull(),
    gateway: text().notNull(),
    drive: text().notNull(),
    key: text().notNull(),
    site: text().notNull(),
    zone: text().notNull(),
    /** Its newest occurrence. */
    occurrence: bigint({ mode: 'number' }),
    shelving: text().$type<'none' | 'timed' | 'one-shot'>().notNull().default('none'),
    shelf: jsonb().$type<StoredShelf | null>(),
    suppression: jsonb().$type<StoredAct | null>(),
    outOfService: jsonb('out_of_service').$type<StoredAct | null>(),
    shelfAsked: jsonb('shelf_asked').$type<StoredAsking | null>(),
    /** Occurrence of the cause that explains it, and when it is judged anew after the cause has gone. */
    heldBy: bigint('held_by', { mode: 'number' }),
    heldAt: instant('held_at'),
    releaseAt: instant('release_at'),
    /** Moments of its last activations, oldest first. */
    recent: bigint({ mode: 'number' }).array().notNull(),
    dueAt: instant('due_at'),
  },
  (t) => [unique('alarm_point_name').on(t.definition, t.gateway, t.drive, t.key)],
);
