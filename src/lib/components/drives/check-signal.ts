import { FAMILY_FACTS } from '$lib/domain/plant/families';
import type { Reading } from '$lib/live/reading';
import type { GatewayHealth } from '$lib/protocol/down';
import type { DrivePlan } from './drive-plan';
import { valueChecks, type ValueCheck } from './value-checks';

interface Checked {
  /** As the gateway names it. */
  name: string;
  unit: string;
  digits: number;
  plausible?: readonly [number, number] | undefined;
}

/** The checks of one signal of a drive. */
export const checkSignal = (
  { drive, site }: DrivePlan,
  gateway: GatewayHealth | undefined,
  { name, unit, digits, plausible }: Checked,
  reading: Reading,
): ValueCheck[] =>
  valueChecks({
    reading,
    unit,
    digits,
    intervalMs: drive.expectedIntervalMs,
    plausible,
    gateway,
    source: `${FAMILY_FACTS[drive.family].label} ${drive.name} as ${name}`,
    timeZone: site.timeZone,
  });
