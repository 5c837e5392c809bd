import { MINUTE_MS, SECOND_MS } from '../time';
import { lostAfterMs } from './quality';

/** A gateway without drives still reports its own health now and then. */
const SILENT_WITHOUT_DRIVES_MS = 2 * MINUTE_MS;
const SILENT_FLOOR_MS = 10 * SECOND_MS;

/**
 * Silence after which a connected gateway is silent: when the drive that speaks most often would be lost,
 * and never before ten seconds. `undefined` stands for a gateway without drives.
 */
export const silentAfterMs = (shortestIntervalMs: number | undefined): number =>
  shortestIntervalMs === undefined
    ? SILENT_WITHOUT_DRIVES_MS
    : Math.max(SILENT_FLOOR_MS, lostAfterMs(shortestIntervalMs));
