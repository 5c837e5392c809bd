import type { Reading } from '../../../domain/alarms/debounce';
import type { Contradiction, Measured } from '../../../domain/telemetry/contradictions';
import { countSame, FROZEN_SAMPLES, isFrozen } from '../../../domain/telemetry/frozen';
import { staleAfterMs } from '../../../domain/telemetry/quality';
import { SIGNAL_INDEX } from '../../../domain/telemetry/signals';
import type { Instant } from '../../../domain/time';
import type { LiveDrive } from '../../plant/live-drive';
import { debounceOf, type DriveWatch } from './drive-watch';
import type { Reporter } from './reporter';
import { CONTRADICTION_SLOTS, FROZEN_SLOT, LIMIT_SLOTS } from './slots';
import { step } from './step';

const CURRENT = SIGNAL_INDEX.motor_current_a;
const FREQUENCY = SIGNAL_INDEX.output_frequency_hz;
const POWER = SIGNAL_INDEX.motor_power_kw;
const DC_LINK = SIGNAL_INDEX.dc_link_v;
const ENERGY = SIGNAL_INDEX.energy_kwh;
const STATUS = SIGNAL_INDEX.status_word;

/** Where each contradiction takes its device time from. */
const SIGNAL_OF: Record<Contradiction['id'], number> = {
  'torque-off': STATUS,
  power: POWER,
  'no-current': CURRENT,
  'dc-link': DC_LINK,
  energy: ENERGY,
};

/** One for all: filled anew for each drive, so that tens of thousands a second leave no garbage. */
const measured: Measured = {
  isRunning: undefined,
  sto: undefined,
  powerKw: NaN,
  ratedPowerKw: NaN,
  frequencyHz: NaN,
  currentA: NaN,
  dcLinkV: NaN,
  mainsV: NaN,
  energyKwh: NaN,
  energyBeforeKwh: NaN,
};

/** Whether what a live drive says can be true: values that never move while it runs, values that exclude each other. */
export function judgePlausible(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  measure(watch, now);
  judgeFrozen(watch, now, reporter);
  for (const { rule, slot } of CONTRADICTION_SLOTS) {
    const isActive = rule.holds(measured);
    if (!isActive && watch.conditions.size === 0) continue;
    const reading = readingOf(isActive, rule.isKnown(measured));
    const at = watch.live.moments.sourceTime(SIGNAL_OF[rule.id]);
    if (step(watch, slot, reading, now, at))
      reporter.tell(watch, slot, now, () => ({ text: rule.text(measured) }));
  }
  if (!Number.isNaN(measured.energyKwh)) watch.energyKwh = measured.energyKwh;
}

const readingOf = (isActive: boolean, isKnown: boolean): Reading => {
  if (isActive) return 'active';
  return isKnown ? 'normal' : 'unknown';
};

function measure(watch: DriveWatch, now: Instant): void {
  const { live } = watch;
  const { rated, expectedIntervalMs } = live.drive;
  const freshSince = now - staleAfterMs(expectedIntervalMs);
  measured.isRunning = isRunning(live);
  measured.sto = live.state.sto;
  measured.powerKw = fresh(live, POWER, freshSince);
  measured.ratedPowerKw = rated.powerKw ?? NaN;
  measured.frequencyHz = fresh(live, FREQUENCY, freshSince);
  measured.currentA = fresh(live, CURRENT, freshSince);
  // What a limit tells already is not told a second time.
  measured.dcLinkV = isDcLinkTold(watch) ? NaN : fresh(live, DC_LINK, freshSince);
  measured.mainsV = rated.mainsV ?? NaN;
  measured.energyKwh = fresh(live, ENERGY, freshSince);
  measured.energyBeforeKwh = watch.energyKwh;
}

function fresh(live: LiveDrive, signal: number, since: Instant): number {
  return live.moments.receivedAt(signal) >= since ? (live.values[signal] ?? NaN) : NaN;
}

function isRunning({ state }: LiveDrive): boolean | undefined {
  if (state.run === 'unknown' || state.run === 'link-lost') return undefined;
  return state.run === 'running';
}

const DC_LIMITS = LIMIT_SLOTS.filter(({ rule }) => rule.signal === 'dc_link_v');

const isDcLinkTold = (watch: DriveWatch): boolean =>
  watch.conditions.size > 0 &&
  DC_LIMITS.some(({ inner, outer }) => [inner, outer].some((slot) => watch.conditions.has(slot.index)));

/** Sources faster than the rounds are counted by round: their values are then called frozen later, never sooner. */
function judgeFrozen(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  const { live, sameness } = watch;
  const receivedAt = live.moments.receivedAt(CURRENT);
  if (receivedAt !== watch.countedAt) {
    watch.countedAt = receivedAt;
    countSame(sameness, measured.isRunning === true, measured.currentA, measured.frequencyHz);
  }
  const isActive = isFrozen(sameness);
  if (!isActive && debounceOf(watch, FROZEN_SLOT).told === 'normal') return;
  const isKnown = measured.isRunning !== undefined && !Number.isNaN(measured.currentA + measured.frequencyHz);
  const reading = readingOf(isActive && isKnown, isKnown);
  if (!step(watch, FROZEN_SLOT, reading, now, live.moments.sourceTime(CURRENT))) return;
  reporter.tell(watch, FROZEN_SLOT, now, () => ({
    text: `Current and frequency have not changed for ${FROZEN_SAMPLES} samples while it runs`,
  }));
}
