import type { AlarmFacts, ConditionReport, ReportTime } from '../../../domain/alarms/condition';
import type { Priority } from '../../../domain/alarms/priority';
import type { GatewayId } from '../../../domain/ids';
import type { ClockReading } from '../../../domain/telemetry/clock-offset';
import type { Instant } from '../../../domain/time';
import type { DriveWatch } from './drive-watch';
import type { Slot } from './slots';

/** What is told of an active condition. */
export interface Telling {
  text: string;
  priority?: Priority;
  value?: number;
  limit?: number;
  unit?: string;
  facts?: AlarmFacts;
}

/** A changed text is told anew no more often than this, so that a flickering word does not count up an alarm. */
const RETELL_MS = 5_000;

/** Makes reports of what conditions have become, and gathers them in the order in which they must be told. */
export class Reporter {
  readonly #clockOf: (gateway: GatewayId) => ClockReading | undefined;
  #reports: ConditionReport[] = [];

  constructor(clockOf: (gateway: GatewayId) => ClockReading | undefined) {
    this.#clockOf = clockOf;
  }

  /** Everything said since the last call. */
  take(): ConditionReport[] {
    const reports = this.#reports;
    this.#reports = [];
    return reports;
  }

  say(report: ConditionReport): void {
    this.#reports.push(report);
  }

  /** Tells what has become of a condition; of one that is active, `telling` says it in words. */
  tell(watch: DriveWatch, slot: Slot, now: Instant, telling: () => Telling): void {
    const { id: drive, gateway } = watch.drive;
    const { definition, key } = slot;
    const name = { definition, gateway, drive, key };
    const condition = watch.conditions.get(slot.index);
    const told = condition?.debounce.told ?? 'normal';
    if (condition === undefined || told !== 'active') {
      const isUnknown = told === 'unknown';
      this.say({
        ...name,
        time: this.timeOf(gateway, now, NaN),
        condition: isUnknown ? 'unknown' : 'normal',
      });
      return;
    }
    const said = telling();
    condition.text = said.text;
    condition.toldAt = now;
    this.say({
      ...name,
      time: this.timeOf(gateway, now, condition.sourceTime),
      condition: 'active',
      ...said,
    });
  }

  /**
   * Tells an active condition anew when its words have changed. True when that has to wait, so that it is
   * asked again.
   */
  retell(watch: DriveWatch, slot: Slot, now: Instant, telling: () => Telling): boolean {
    const condition = watch.conditions.get(slot.index);
    if (condition?.debounce.told !== 'active') return false;
    // Taken over from before a restart: what was told then stands.
    if (condition.text === '') condition.text = telling().text;
    if (condition.text === telling().text) return false;
    if (now - condition.toldAt < RETELL_MS) return true;
    this.tell(watch, slot, now, telling);
    return false;
  }

  timeOf(gateway: GatewayId, receivedAt: Instant, sourceTime: number): ReportTime {
    const clock = this.#clockOf(gateway);
    return {
      receivedAt,
      sourceTime: Number.isNaN(sourceTime) ? undefined : sourceTime,
      clockOffsetMs: clock?.offsetMs,
      clockUncertaintyMs: clock?.uncertaintyMs,
    };
  }
}
