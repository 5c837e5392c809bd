import { TOLD_ACTIVE } from '../../../domain/alarms/debounce';
import type { AlarmName, ConditionReport } from '../../../domain/alarms/condition';
import type { Priority } from '../../../domain/alarms/priority';
import { PROCESS_DEFINITIONS } from '../../../domain/alarms/process-definitions';
import { GATEWAY_OFFLINE } from '../../../domain/alarms/system-definitions';
import type { DriveId, GatewayId } from '../../../domain/ids';
import type { Plant } from '../../../domain/plant/model';
import type { ClockReading } from '../../../domain/telemetry/clock-offset';
import type { Instant } from '../../../domain/time';
import type { GatewayLink } from '../../../protocol/down';
import type { LiveDrive } from '../../plant/live-drive';
import { limitsOf, newDriveWatch, type DriveWatch } from './drive-watch';
import { GatewayConditions } from './gateway-conditions';
import { judgeDrive } from './judge-drive';
import { tellLevel } from './judge-limits';
import { Reporter } from './reporter';
import { LIMIT_SLOTS, SLOTS, slotsOf } from './slots';

/** Definitions whose conditions are judged here. */
const OWN: ReadonlySet<string> = new Set([GATEWAY_OFFLINE, ...PROCESS_DEFINITIONS].map(({ id }) => id));

/** An alarm that is open, as far as the evaluator has to know it. */
export type OpenAlarm = AlarmName & { priority: Priority };

/** The live image, as far as it is judged. */
export interface ChangedDrives {
  drives(): Iterable<LiveDrive>;
  /** Those that have changed since the last call, once. */
  takeChanged(): readonly LiveDrive[];
}

interface EvaluatorParts {
  image: ChangedDrives;
  gateways: {
    linkOf(gateway: GatewayId): GatewayLink;
    clockOf(gateway: GatewayId): ClockReading | undefined;
  };
  plant: () => Plant;
  startedAt: Instant;
}

/**
 * Judges the whole plant from the live image. A round looks only at drives that have changed since the last
 * one and at those of which a delay runs, so that a quiet plant costs next to nothing. What became old before
 * it was received never gets into the image, so it raises nothing either.
 */
export class ProcessEvaluator {
  readonly #parts: EvaluatorParts;
  readonly #reporter: Reporter;
  readonly #gateways: GatewayConditions;
  /** By the drive's key: small numbers, found without a search. */
  #watches: DriveWatch[] = [];
  /** Drives of which a delay runs. */
  #waiting = new Set<DriveWatch>();
  #byGateway = new Map<GatewayId, DriveWatch[]>();
  #gatewayIds: readonly GatewayId[] = [];
  #isPlantNew = true;

  constructor(parts: EvaluatorParts) {
    this.#parts = parts;
    this.#reporter = new Reporter((gateway) => parts.gateways.clockOf(gateway));
    this.#gateways = new GatewayConditions(parts.startedAt);
  }

  /** To be called when the plant has been replaced; the next round follows it. */
  plantChanged(): void {
    this.#isPlantNew = true;
  }

  /**
   * Takes over the alarms that were open before a restart, once, before the first round: those whose condition
   * has gone return, those of drives that are no more end, and none is raised a second time.
   */
  takeOver(open: readonly OpenAlarm[], now: Instant): void {
    this.#followPlant(now);
    const byDrive = new Map<DriveId, DriveWatch>(
      Object.values(this.#watches).map((watch) => [watch.drive.id, watch]),
    );
    const gateways = new Set(this.#gatewayIds);
    for (const alarm of open) {
      if (!OWN.has(alarm.definition)) continue;
      if (alarm.definition === GATEWAY_OFFLINE.id && alarm.gateway !== null && gateways.has(alarm.gateway)) {
        this.#gateways.takeOver(alarm.gateway);
        continue;
      }
      const slots = slotsOf(alarm.definition, alarm.key, alarm.priority);
      const watch = alarm.drive === null ? undefined : byDrive.get(alarm.drive);
      if (watch === undefined || slots.length === 0 || watch.drive.gateway !== alarm.gateway) {
        this.#end(alarm, now);
        continue;
      }
      for (const { index } of slots) {
        watch.conditions.set(index, { debounce: TOLD_ACTIVE, sourceTime: NaN, text: '', toldAt: now });
      }
      const place = LIMIT_SLOTS.findIndex(({ rule }) => rule.definition === alarm.definition);
      if (place >= 0) watch.levels.set(place, slots.length > 1 ? 'outer' : 'inner');
    }
    for (const watch of Object.values(this.#watches))
      if (watch.conditions.size > 0) this.#dropUnguarded(watch, now);
  }

  /** Judges what has changed; returns what has to be told of it, causes before what they explain. */
  round(now: Instant): ConditionReport[] {
    if (this.#isPlantNew) this.#followPlant(now);
    const { gateways } = this.#parts;
    for (const gateway of this.#gatewayIds) {
      if (!this.#gateways.judge(gateway, gateways.linkOf(gateway), now, this.#reporter)) continue;
      for (const watch of this.#byGateway.get(gateway) ?? []) this.#waiting.add(watch);
    }
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const live of this.#parts.image.takeChanged()) {
      const watch = this.#watches[live.drive.key];
      if (watch?.live !== live) continue;
      if (waiting.size > 0) waiting.delete(watch);
      this.#judge(watch, now);
    }
    for (const watch of waiting) this.#judge(watch, now);
    return this.#reporter.take();
  }

  #judge(watch: DriveWatch, now: Instant): void {
    judgeDrive(watch, now, this.#reporter);
    if (watch.waits) this.#waiting.add(watch);
  }

  #followPlant(now: Instant): void {
    this.#isPlantNew = false;
    const known = new Map(Object.values(this.#watches).map((watch) => [watch.live, watch]));
    this.#watches = [];
    this.#byGateway = new Map();
    for (const live of this.#parts.image.drives()) {
      const watch = known.get(live) ?? newDriveWatch(live, this.#gateways.standing(live.drive.gateway));
      known.delete(live);
      if (watch.drive !== live.drive) this.#followDrive(watch, now);
      this.#watches[live.drive.key] = watch;
      this.#waiting.add(watch);
      const behind = this.#byGateway.get(live.drive.gateway);
      if (behind === undefined) this.#byGateway.set(live.drive.gateway, [watch]);
      else behind.push(watch);
    }
    for (const gone of known.values()) {
      this.#waiting.delete(gone);
      this.#endAll(gone, now);
    }
    this.#gatewayIds = this.#parts.plant().gateways.map(({ id }) => id);
    this.#gateways.keepOnly(new Set(this.#gatewayIds), now, this.#reporter);
    for (const watch of Object.values(this.#watches))
      watch.gateway = this.#gateways.standing(watch.drive.gateway);
  }

  /** A drive whose facts have changed: under another name or behind another gateway its alarms are others. */
  #followDrive(watch: DriveWatch, now: Instant): void {
    const { drive: before, live } = watch;
    const isOther = before.id !== live.drive.id || before.gateway !== live.drive.gateway;
    if (isOther) this.#endAll(watch, now);
    watch.drive = live.drive;
    Object.assign(watch, limitsOf(live.drive));
    watch.state = undefined;
    if (watch.conditions.size > 0) this.#dropUnguarded(watch, now);
  }

  /** What no limit guards any more is normal. */
  #dropUnguarded(watch: DriveWatch, now: Instant): void {
    const guarded = new Set(watch.limits.map(({ slot }) => slot));
    for (const [place, { inner, outer }] of LIMIT_SLOTS.entries()) {
      const gone = [inner, outer].filter((slot) => !guarded.has(slot) && watch.conditions.delete(slot.index));
      if (gone.length > 0) tellLevel(watch, place, now, this.#reporter);
    }
  }

  #endAll(watch: DriveWatch, now: Instant): void {
    const { id: drive, gateway } = watch.drive;
    const names = new Set<string>();
    for (const [index, { debounce }] of watch.conditions) {
      const slot = SLOTS[index];
      if (slot === undefined || debounce.told === 'normal' || names.has(slot.definition + slot.key)) continue;
      names.add(slot.definition + slot.key);
      this.#end({ definition: slot.definition, gateway, drive, key: slot.key }, now);
    }
    watch.conditions.clear();
    watch.levels.clear();
  }

  #end({ definition, gateway, drive, key }: AlarmName, now: Instant): void {
    const time = {
      receivedAt: now,
      sourceTime: undefined,
      clockOffsetMs: undefined,
      clockUncertaintyMs: undefined,
    };
    this.#reporter.say({ definition, gateway, drive, key, time, condition: 'normal' });
  }
}
