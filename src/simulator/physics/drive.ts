import { DAY_MS, type Instant } from '../../lib/domain/time';
import { SIGNAL_COUNT, SIGNAL_INDEX, type SignalKey } from '../../lib/domain/telemetry/signals';
import { zeroMeansLinkLost } from '../../lib/domain/plant/status';
import type { Cause } from './causes';
import * as logic from './condition';
import { agedCounters, count, type Counters } from './counters';
import { DcLink } from './dc-link';
import { Process, type Demand } from './demand';
import type { DriveSpec } from './drive-spec';
import { Load } from './load';
import { Motor, type OperatingPoint } from './motor';
import { protect, stillPresent } from './protection';
import { Random } from './random';
import { approach, settledHeat, warm, type Heat, type HeatLoad } from './thermal';
import { encodeWords, type Words } from './words';

/** A step never covers more than this, however long the process was kept from running. */
const LONGEST_STEP_S = 5;
/** Inverter losses: what the mains give more than the motor takes. */
const INVERTER_EFFICIENCY = 0.97;
const COAST_S = 4;
/** Torque that a full-speed ramp of one second would ask for, in parts of rated torque. */
const INERTIA_S = 0.4;
const AT_REFERENCE_HZ = 0.3;
const STANDING: OperatingPoint = { speedRpm: 0, shaftPowerKw: 0, inputPowerKw: 0, currentA: 0, voltageV: 0 };

/** What `overheat` blocks: the drive's cooling air, or the motor. */
type HotPart = 'cooling' | 'motor';

/**
 * One drive with its motor and what it turns. Pure: time comes in with `step`, chance from the seed.
 * `step` moves the physics, `measure` reads them with the noise of a sensor.
 */
export class SimulatedDrive {
  readonly spec: DriveSpec;
  readonly load: Load;
  readonly motor: Motor;
  readonly counters: Counters;
  readonly #random: Random;
  readonly #process: Process;
  readonly #dcLink: DcLink;
  readonly #ambientC: number;
  readonly #rampHzPerS: number;
  readonly #values = new Float64Array(SIGNAL_COUNT).fill(Number.NaN);
  #condition = logic.SOUND;
  #injectedWarnings: ReadonlySet<Cause> = new Set();
  #lastFault: Cause | undefined;
  #hot: { part: HotPart; motorFactor: number } | undefined;
  #last: Instant;
  #demand: Demand;
  #frequencyHz = 0;
  #torque = 0;
  #running = false;
  #point = STANDING;
  #heat: Heat;
  #dcV: number;

  constructor(spec: DriveSpec, seed: number, now: Instant) {
    const random = Random.of(seed, spec.id);
    this.spec = spec;
    this.#random = random;
    this.motor = new Motor(spec.plate);
    this.load = new Load(spec.load, spec.plate.powerKw, random);
    this.counters = agedCounters(random, spec.plate.powerKw);
    this.#process = new Process(random);
    this.#dcLink = new DcLink(spec.plate.mainsV, random);
    this.#ambientC = random.range(21, 30);
    this.#rampHzPerS = spec.plate.frequencyHz / random.range(4, 14);
    this.#last = now;
    this.#demand = this.#process.step(0, now);
    // The plant has been running for hours when it is first looked at.
    if (this.#demand.start) {
      this.#running = true;
      this.#frequencyHz = this.#demand.reference * spec.plate.frequencyHz;
      this.#turn(0, this.#frequencyHz);
    }
    this.#heat = settledHeat(this.#heatLoad(now));
    this.#dcV = this.#dcLink.step(0, this.#point.inputPowerKw / spec.plate.powerKw);
  }

  get condition(): logic.Condition {
    return this.#injectedWarnings.size === 0
      ? this.#condition
      : { ...this.#condition, warnings: new Set([...this.#condition.warnings, ...this.#injectedWarnings]) };
  }

  get running(): boolean {
    return this.#running;
  }

  get heat(): Heat {
    return this.#heat;
  }

  /** The motor's true operating point, without the noise of a sensor. */
  get point(): OperatingPoint {
    return this.#point;
  }

  get atReference(): boolean {
    return this.#running && Math.abs(this.#targetHz() - this.#frequencyHz) < AT_REFERENCE_HZ;
  }

  /** Moves everything to `now`. */
  step(now: Instant): void {
    const seconds = Math.min(LONGEST_STEP_S, Math.max(0, (now - this.#last) / 1000));
    this.#last = now;
    if (seconds === 0) return;
    this.#demand = this.#process.step(seconds, now);
    this.load.step(seconds);
    this.#drive(seconds);
    const { plate } = this.spec;
    const mainsKw = this.#running ? this.#point.inputPowerKw / INVERTER_EFFICIENCY : plate.powerKw * 0.002;
    count(this.counters, seconds, mainsKw, this.#running);
    this.#dcV = this.#dcLink.step(seconds, this.#point.inputPowerKw / plate.powerKw);
    this.#heat = warm(this.#heat, this.#heatLoad(now), seconds);
    this.#condition = protect(this.#condition, this.spec.family, this.#heat);
    this.#lastFault = this.#condition.trip?.cause ?? this.#lastFault;
  }

  words(): Words {
    return encodeWords(this.spec.family, {
      condition: this.condition,
      running: this.#running,
      atReference: this.atReference,
      thermalTimerOut: this.#heat.motorPct >= 100,
      lastFault: this.#lastFault,
    });
  }

  /**
   * The values a gateway reads now, by position in the canon; NaN where there is none. The array is
   * reused: read it before the next call. `undefined` when the gateway gets no answer at all.
   */
  measure(): Float64Array | undefined {
    const out = this.#values.fill(Number.NaN);
    const linkLost = this.#condition.linkLost;
    if (linkLost && !zeroMeansLinkLost(this.spec.family)) return undefined;
    const words = this.words();
    set(out, 'status_word', words.statusWord);
    set(out, 'control_word', words.controlWord);
    set(out, 'general_status_word', words.generalStatusWord);
    set(out, 'alarm_word', words.alarmWord);
    set(out, 'warning_word', words.warningWord);
    set(out, 'fault_code', words.faultCode);
    if (linkLost) return out;
    this.#measureMotor(out);
    set(out, 'dc_link_v', this.#dcV * this.#noise(0.0005));
    set(out, 'heatsink_temp_c', this.#heat.heatsinkC + 0.08 * this.#random.bell());
    set(out, 'control_card_temp_c', this.#heat.controlCardC + 0.08 * this.#random.bell());
    set(out, 'motor_thermal_pct', Math.max(0, this.#heat.motorPct));
    set(out, 'inverter_thermal_pct', Math.max(0, this.#heat.inverterPct));
    set(out, 'energy_kwh', this.counters.energyKwh);
    set(out, 'operating_hours', this.counters.operatingHours);
    set(out, 'running_hours', this.counters.runningHours);
    set(out, 'power_ups', this.counters.powerUps);
    set(out, 'starts', this.counters.starts);
    return out;
  }

  trip(cause: Cause): void {
    this.#condition = logic.trip(this.#condition, this.spec.family, cause);
  }

  /** A person at the drive resets it, or switches mains off and on where the trip is locked. */
  reset(): logic.ResetOutcome {
    const cause = this.#condition.trip?.cause;
    if (cause !== undefined && stillPresent(cause, this.#heat)) return 'cause-present';
    const { condition, outcome } = logic.reset(this.#condition);
    this.#condition = condition;
    if (outcome === 'power-cycled') this.counters.powerUps += 1;
    return outcome;
  }

  setSto(open: boolean): void {
    this.#condition = logic.setSto(this.#condition, this.spec.family, open);
  }

  setLocal(local: boolean): void {
    this.#condition = { ...this.#condition, local };
  }

  setLinkLost(linkLost: boolean): void {
    this.#condition = { ...this.#condition, linkLost };
  }

  setWarning(cause: Cause, active: boolean): void {
    const warnings = new Set(this.#injectedWarnings);
    if (active) warnings.add(cause);
    else warnings.delete(cause);
    this.#injectedWarnings = warnings;
  }

  /** Blocks the cooling, or overloads the motor, until somebody clears it with `undefined`. */
  overheat(part: HotPart | undefined): void {
    const settled = settledHeat({ ...this.#heatLoad(this.#last), motorFactor: 1 }).motorPct;
    this.#hot = part && {
      part,
      motorFactor: part === 'motor' ? Math.max(1.5, 130 / Math.max(settled, 10)) : 1,
    };
  }

  /** Starts or stops the process behind the drive, as the plant's control would. */
  setDemand(start: boolean): void {
    this.#process.force(start);
  }

  #targetHz(): number {
    return this.#demand.start ? this.#demand.reference * this.spec.plate.frequencyHz : 0;
  }

  #drive(seconds: number): void {
    if (!logic.mayRun(this.#condition)) return this.#coast(seconds);
    const target = this.#targetHz();
    if (!this.#running) {
      if (target === 0) return this.#coast(seconds);
      this.#running = true;
      this.counters.starts += 1;
    }
    const before = this.#frequencyHz;
    const reach = this.#rampHzPerS * seconds;
    this.#frequencyHz = before + Math.max(-reach, Math.min(reach, target - before));
    if (target === 0 && this.#frequencyHz === 0) return this.#coast(seconds);
    this.#turn((this.#frequencyHz - before) / seconds, this.#frequencyHz);
  }

  /** Torque and speed settle on each other: speed by slip, torque by the load's law. */
  #turn(hzPerS: number, frequencyHz: number): void {
    const { plate } = this.spec;
    const first = this.load.torque(frequencyHz / plate.frequencyHz);
    const speed = this.motor.speedRpm(frequencyHz, first) / plate.speedRpm;
    this.#torque = this.load.torque(speed) + (INERTIA_S * hzPerS) / plate.frequencyHz;
    this.#point = this.motor.at(frequencyHz, this.#torque);
  }

  /** Output off: the motor runs out by itself. */
  #coast(seconds: number): void {
    const speedRpm = approach(this.#point.speedRpm, 0, seconds, COAST_S);
    this.#running = false;
    this.#frequencyHz = 0;
    this.#torque = 0;
    this.#point = { ...STANDING, speedRpm: speedRpm < 1 ? 0 : speedRpm };
  }

  #heatLoad(now: Instant): HeatLoad {
    const day = 2.5 * Math.sin(2 * Math.PI * ((now % DAY_MS) / DAY_MS - 0.35));
    const blocked = this.#hot?.part === 'cooling';
    return {
      ambientC: this.#ambientC + day + (blocked ? 15 : 0),
      current: this.#point.currentA / this.spec.plate.currentA,
      speed: this.#point.speedRpm / this.spec.plate.speedRpm,
      coolingFactor: blocked ? 4 : 1,
      motorFactor: this.#hot?.part === 'motor' ? this.#hot.motorFactor : 1,
    };
  }

  #measureMotor(out: Float64Array): void {
    const point = this.#point;
    set(
      out,
      'output_frequency_hz',
      this.#running ? Math.max(0, this.#frequencyHz + 0.01 * this.#random.bell()) : 0,
    );
    set(out, 'motor_speed_rpm', point.speedRpm * this.#noise(0.0006));
    set(out, 'motor_current_a', point.currentA * this.#noise(0.003));
    set(out, 'motor_torque_pct', 100 * this.#torque * this.#noise(0.003));
    set(out, 'motor_power_kw', point.shaftPowerKw * this.#noise(0.003));
    set(out, 'motor_voltage_v', point.voltageV * this.#noise(0.001));
  }

  #noise(deviation: number): number {
    return 1 + deviation * this.#random.bell();
  }
}

function set(out: Float64Array, key: SignalKey, value: number | undefined): void {
  if (value !== undefined) out[SIGNAL_INDEX[key]] = value;
}
