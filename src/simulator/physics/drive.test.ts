import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAMILIES } from '../../lib/domain/plant/families';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/domain/time';
import { SIGNAL_INDEX, SIGNALS, SIGNAL_KEYS, type SignalKey } from '../../lib/domain/telemetry/signals';
import { SimulatedDrive } from './drive';
import type { DriveSpec } from './drive-spec';
import { LOAD_KINDS, type LoadKind } from './load';
import { namePlate } from './name-plate';

const START = Date.UTC(2026, 10, 21, 6);

const spec = (over: Partial<DriveSpec> = {}): DriveSpec => ({
  id: 'pump-01',
  entity: 'device/pump-01//',
  name: 'Pump 1',
  family: 'vlt-fc-202',
  model: 'FC 202',
  firmware: '3.30',
  serial: '000001',
  plate: namePlate({ powerKw: 7.5, voltageV: 400, frequencyHz: 50, speedRpm: 1455, mainsV: 400 }),
  load: 'pump',
  ...over,
});

/** Steps a drive once a second and hands each reading on. */
function run(
  drive: SimulatedDrive,
  from: number,
  forMs: number,
  look: (read: Read, now: number) => void,
): number {
  let now = from;
  while (now < from + forMs) {
    now += SECOND_MS;
    drive.step(now);
    const values = drive.measure();
    if (values) look((key) => values[SIGNAL_INDEX[key]] ?? Number.NaN, now);
  }
  return now;
}
type Read = (key: SignalKey) => number;

/** Runs until the drive turns, so that a standby machine is no empty test. */
function running(over: Partial<DriveSpec> = {}, seed = 7): SimulatedDrive {
  const drive = new SimulatedDrive(spec(over), seed, START);
  drive.setDemand(true);
  run(drive, START, MINUTE_MS, () => undefined);
  expect(drive.running).toBe(true);
  return drive;
}

const NOW = START + MINUTE_MS;

const plates = fc.record({
  powerKw: fc.double({ min: 0.75, max: 400, noNaN: true }),
  mainsV: fc.constantFrom(230, 400, 480, 690),
  frequencyHz: fc.constantFrom(50, 60),
  poles: fc.constantFrom(2, 4, 6, 8),
  slip: fc.double({ min: 0.005, max: 0.05, noNaN: true }),
});
const anyPlate = plates.map(({ poles, slip, ...rated }) =>
  namePlate({ ...rated, voltageV: rated.mainsV, speedRpm: ((120 * rated.frequencyHz) / poles) * (1 - slip) }),
);

describe('a simulated drive obeys physics', () => {
  it('follows the affinity laws within 5 % on pumps and fans: torque with the square of speed, power with its cube', () => {
    fc.assert(
      fc.property(anyPlate, fc.constantFrom<LoadKind>('pump', 'fan'), fc.integer(), (plate, load, seed) => {
        const drive = running({ plate, load }, seed);
        const torqueAtRated = drive.load.ratedTorque;
        let seen = 0;
        run(drive, NOW, 10 * MINUTE_MS, (read) => {
          if (!drive.atReference) return;
          const n = read('motor_speed_rpm') / plate.speedRpm;
          expect(read('motor_torque_pct') / (100 * torqueAtRated * n ** 2)).toBeGreaterThan(0.95);
          expect(read('motor_torque_pct') / (100 * torqueAtRated * n ** 2)).toBeLessThan(1.05);
          const power = read('motor_power_kw') / (plate.powerKw * torqueAtRated * n ** 3);
          expect(power).toBeGreaterThan(0.95);
          expect(power).toBeLessThan(1.05);
          seen++;
        });
        expect(seen).toBeGreaterThan(100);
      }),
      { numRuns: 25 },
    );
  });

  it('keeps the DC link between 1.35 and 1.41 times the mains, lower under load than idle', () => {
    fc.assert(
      fc.property(anyPlate, fc.constantFrom(...LOAD_KINDS), fc.integer(), (plate, load, seed) => {
        const drive = running({ plate, load }, seed);
        const sums = { loaded: 0, idle: 0 };
        let now = run(drive, NOW, 5 * MINUTE_MS, (read) => {
          expect(read('dc_link_v') / plate.mainsV).toBeGreaterThanOrEqual(1.35);
          expect(read('dc_link_v') / plate.mainsV).toBeLessThanOrEqual(1.41);
          sums.loaded += read('dc_link_v');
        });
        drive.setDemand(false);
        now = run(drive, now, MINUTE_MS, () => undefined);
        run(drive, now, 3 * MINUTE_MS, (read) => {
          expect(read('dc_link_v') / plate.mainsV).toBeLessThanOrEqual(1.41);
          sums.idle += read('dc_link_v');
        });
        expect(sums.idle / 180).toBeGreaterThan(sums.loaded / 300);
      }),
      { numRuns: 25 },
    );
  });

  it('shows power that is torque times speed, and a power factor that a motor can have', () => {
    fc.assert(
      fc.property(anyPlate, fc.constantFrom(...LOAD_KINDS), fc.integer(), (plate, load, seed) => {
        const drive = running({ plate, load }, seed);
        run(drive, NOW, 5 * MINUTE_MS, (read) => {
          if (!drive.atReference) return;
          const torqueNm = (read('motor_torque_pct') / 100) * drive.motor.ratedTorqueNm;
          const fromTorque = (torqueNm * read('motor_speed_rpm')) / 9550;
          expect(read('motor_power_kw') / fromTorque).toBeGreaterThan(0.97);
          expect(read('motor_power_kw') / fromTorque).toBeLessThan(1.03);
          const apparentKva = (Math.sqrt(3) * read('motor_voltage_v') * read('motor_current_a')) / 1000;
          expect(drive.point.inputPowerKw / apparentKva).toBeLessThan(1);
          expect(drive.point.shaftPowerKw).toBeLessThan(drive.point.inputPowerKw);
        });
        expect(drive.running).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('turns at synchronous speed less slip', () => {
    const drive = running();
    run(drive, NOW, MINUTE_MS, (read) => {
      const synchronous = (120 * read('output_frequency_hz')) / 4;
      expect(read('motor_speed_rpm')).toBeLessThan(synchronous * 1.003);
      expect(read('motor_speed_rpm')).toBeGreaterThan(synchronous * 0.95);
    });
  });

  it('never lets a counter go back, through stops, trips and resets', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...LOAD_KINDS), (seed, load) => {
        const drive = new SimulatedDrive(spec({ load }), seed, START);
        const counters = SIGNAL_KEYS.filter((key) => SIGNALS[key].kind === 'counter');
        const last = new Map<SignalKey, number>();
        let now = START;
        for (const act of [
          () => drive.setDemand(true),
          () => drive.trip('earth-fault'),
          () => drive.reset(),
          () => drive.setSto(true),
          () => drive.setDemand(false),
        ]) {
          act();
          now = run(drive, now, 3 * MINUTE_MS, (read) => {
            for (const key of counters) {
              expect(read(key)).toBeGreaterThanOrEqual(last.get(key) ?? 0);
              last.set(key, read(key));
            }
          });
        }
        expect(last.size).toBe(counters.length);
      }),
      { numRuns: 15 },
    );
  });

  it('counts the energy that it draws', () => {
    const drive = running({ load: 'conveyor' });
    const before = drive.counters.energyKwh;
    let inputKwh = 0;
    run(drive, NOW, 20 * MINUTE_MS, () => (inputKwh += drive.point.inputPowerKw / 3600));
    const drawn = drive.counters.energyKwh - before;
    expect(drawn).toBeGreaterThan(inputKwh);
    expect(drawn).toBeLessThan(inputKwh * 1.06);
  });

  it('ramps up and down, and never jumps while its output is on', () => {
    const drive = running();
    drive.setDemand(false);
    let now = run(drive, NOW, MINUTE_MS, () => undefined);
    expect(drive.running).toBe(false);
    drive.setDemand(true);
    let last = 0;
    let seconds = 0;
    now = run(drive, now, 30_000, (read) => {
      const hz = read('output_frequency_hz');
      expect(Math.abs(hz - last)).toBeLessThan(50 / 4 + 0.5);
      if (!drive.atReference) seconds++;
      last = hz;
    });
    expect(seconds).toBeGreaterThanOrEqual(1);
    expect(drive.atReference).toBe(true);
    expect(now).toBeGreaterThan(NOW);
  });

  it('warms by first order: 63 % of the way after one time constant', () => {
    const drive = running({ load: 'conveyor' });
    drive.setDemand(false);
    let now = run(drive, NOW, 2 * HOUR_MS, () => drive.setDemand(false));
    const cold = drive.heat.heatsinkC;
    drive.setDemand(true);
    now = run(drive, now, 150 * SECOND_MS, () => undefined);
    const after = drive.heat.heatsinkC;
    run(drive, now, 15 * MINUTE_MS, () => drive.setDemand(true));
    const share = (after - cold) / (drive.heat.heatsinkC - cold);
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.75);
  });

  it('never freezes: what turns shows no 120 equal readings of current and frequency', () => {
    const drive = running();
    let last = '';
    let equal = 0;
    run(drive, NOW, 30 * MINUTE_MS, (read) => {
      const seen = `${read('motor_current_a').toFixed(2)} ${read('output_frequency_hz').toFixed(2)}`;
      equal = seen === last ? equal + 1 : 0;
      last = seen;
      expect(equal).toBeLessThan(5);
    });
  });

  it('stays believable for a day, whatever the family and the load', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...FAMILIES),
        fc.constantFrom(...LOAD_KINDS),
        fc.integer(),
        anyPlate,
        (family, load, seed, plate) => {
          const drive = new SimulatedDrive(spec({ family, load, plate }), seed, START);
          for (let now = START; now < START + 24 * HOUR_MS; now += 5 * SECOND_MS) {
            drive.step(now);
            const values = drive.measure();
            for (const [i, key] of SIGNAL_KEYS.entries()) {
              const value = values?.[i] ?? Number.NaN;
              if (Number.isNaN(value)) continue;
              const [low, high] = SIGNALS[key].plausible;
              if (value < low || value > high) expect.fail(`${key} = ${value}`);
            }
          }
          expect(drive.condition.trip).toBeUndefined();
          expect(drive.condition.warnings.size).toBe(0);
        },
      ),
      { numRuns: 9 },
    );
  });

  it('is the same drive for the same seed and the same moments, and another for another seed', () => {
    const story = (seed: number) => {
      const drive = new SimulatedDrive(spec(), seed, START);
      const seen: number[] = [];
      run(drive, START, MINUTE_MS, (read) => seen.push(read('motor_current_a'), read('dc_link_v')));
      return seen;
    };
    expect(story(3)).toEqual(story(3));
    expect(story(3)).not.toEqual(story(4));
  });
});

describe('a simulated drive protects itself', () => {
  it('coasts at once on a trip and stays off until a person resets it', () => {
    const drive = running();
    drive.trip('overcurrent');
    const now = run(drive, NOW, 10 * MINUTE_MS, (read) => {
      expect(read('output_frequency_hz')).toBe(0);
      expect(read('motor_current_a')).toBe(0);
      expect(read('fault_code')).toBe(13);
    });
    expect(drive.reset()).toBe('reset');
    drive.setDemand(true);
    run(drive, now, MINUTE_MS, () => undefined);
    expect(drive.running).toBe(true);
  });

  it('keeps the first cause when a second one follows', () => {
    const drive = running();
    drive.trip('mains-phase');
    drive.trip('earth-fault');
    expect(drive.words().faultCode).toBe(4);
  });

  it('needs mains off and on after a locked trip, and counts the power-up', () => {
    const drive = running();
    const before = drive.counters.powerUps;
    drive.trip('earth-fault');
    expect(drive.condition.trip?.locked).toBe(true);
    expect(drive.reset()).toBe('power-cycled');
    expect(drive.counters.powerUps).toBe(before + 1);
  });

  it('warns, then trips, when its cooling is blocked, and refuses a reset while hot', () => {
    const drive = running({ load: 'conveyor' });
    drive.overheat('cooling');
    let warned = 0;
    let tripped = 0;
    let now = run(drive, NOW, 10 * MINUTE_MS, (_read, at) => {
      if (warned === 0 && drive.condition.warnings.has('electronics-temperature')) warned = at;
      if (tripped === 0 && drive.condition.trip) tripped = at;
      if (drive.condition.trip && tripped === at) expect(drive.reset()).toBe('cause-present');
    });
    expect(warned).toBeGreaterThan(NOW);
    expect(tripped).toBeGreaterThan(warned);
    drive.overheat(undefined);
    now = run(drive, now, 20 * MINUTE_MS, () => undefined);
    expect(drive.reset()).toBe('reset');
    expect(drive.condition.warnings.size).toBe(0);
    expect(now).toBeGreaterThan(tripped);
  });

  it('warns at 90 % and trips at 100 % of the motor picture', () => {
    const drive = running({ load: 'pump' });
    drive.overheat('motor');
    let atWarning = 0;
    let atTrip = 0;
    run(drive, NOW, 40 * MINUTE_MS, (read) => {
      drive.setDemand(true);
      if (atWarning === 0 && drive.condition.warnings.has('motor-overload'))
        atWarning = read('motor_thermal_pct');
      if (atTrip === 0 && drive.condition.trip?.cause === 'motor-overload')
        atTrip = read('motor_thermal_pct');
    });
    expect(atWarning).toBeGreaterThanOrEqual(90);
    expect(atWarning).toBeLessThan(92);
    expect(atTrip).toBeGreaterThanOrEqual(100);
    expect(atTrip).toBeLessThan(102);
  });

  it('never turns while its safety circuit is open, and cannot be reset before it is closed', () => {
    const drive = running();
    drive.setSto(true);
    const now = run(drive, NOW, MINUTE_MS, (read) => {
      expect(read('motor_current_a')).toBe(0);
      expect(drive.running).toBe(false);
    });
    expect(drive.reset()).toBe('cause-present');
    drive.setSto(false);
    run(drive, now, MINUTE_MS, () => expect(drive.running).toBe(false));
    expect(drive.reset()).toBe('reset');
  });

  it('reads zeros on a VLT and nothing elsewhere when the link to the drive is lost', () => {
    const vlt = running();
    vlt.setLinkLost(true);
    expect(vlt.measure()?.[SIGNAL_INDEX.status_word]).toBe(0);
    const vacon = running({ family: 'vacon-nx' });
    vacon.setLinkLost(true);
    expect(vacon.measure()).toBeUndefined();
  });
});
