import type { Random } from './random';

/** Counters of one drive. They only grow: nothing here ever takes from them. */
export interface Counters {
  energyKwh: number;
  operatingHours: number;
  runningHours: number;
  powerUps: number;
  starts: number;
}

/** Counters of a drive that has been in the plant for some years. */
export function agedCounters(random: Random, powerKw: number): Counters {
  const operatingHours = random.range(4_000, 52_000);
  const runningHours = operatingHours * random.range(0.4, 0.9);
  return {
    energyKwh: runningHours * powerKw * random.range(0.3, 0.6),
    operatingHours,
    runningHours,
    powerUps: Math.floor(random.range(12, 240)),
    starts: Math.floor(random.range(200, 9_000)),
  };
}

/** Adds what `seconds` at `inputPowerKw` (from the mains, never negative) have used. */
export function count(counters: Counters, seconds: number, inputPowerKw: number, running: boolean): void {
  const hours = seconds / 3600;
  counters.operatingHours += hours;
  if (running) counters.runningHours += hours;
  counters.energyKwh += Math.max(0, inputPowerKw) * hours;
}
