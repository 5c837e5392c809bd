import { beforeEach, describe, expect, it } from 'vitest';
import { driveId, gatewayId } from '../../../domain/ids';
import { ProcessBench, RUNNING, TRIPPED } from '../../../../../tests/support/process-bench';

const WELL = { status_word: RUNNING, alarm_word: 0, warning_word: 0, fault_code: 0 };
const FAULT = { status_word: TRIPPED, alarm_word: 0x20, warning_word: 0, fault_code: 13 };
const AT = { definition: '', gateway: gatewayId.parse('gw-042'), drive: driveId.parse('pump-01'), key: '' };

let bench: ProcessBench;
beforeEach(() => {
  bench = new ProcessBench();
  bench.says(WELL);
  bench.round();
});

describe('a trip', () => {
  it('is told with the sample that says so, with its number, device time and clock', () => {
    bench.wait(1_000, { values: FAULT });
    expect(bench.said).toMatchObject([
      {
        ...AT,
        definition: 'ot.drive_fault',
        condition: 'active',
        text: 'VLT FC 202 fault 13: Overcurrent',
        facts: { 'fault number': 13 },
        time: { receivedAt: bench.now, sourceTime: bench.now, clockOffsetMs: 40, clockUncertaintyMs: 15 },
      },
    ]);
  });

  it('is told once, however often the drive says it', () => {
    bench.wait(20_000, { values: FAULT });
    expect(bench.told()).toEqual(['ot.drive_fault active']);
  });

  it('is told to have ended when the drive was reset', () => {
    bench.wait(2_000, { values: FAULT });
    bench.wait(1_000, { values: WELL });
    expect(bench.told()).toEqual(['ot.drive_fault active', 'ot.drive_fault normal']);
  });

  it('is told anew when its number becomes known', () => {
    bench.wait(1_000, { values: { ...FAULT, fault_code: 0 } });
    bench.wait(10_000, { values: FAULT });
    expect(bench.said.map((report) => report.condition === 'active' && report.text)).toEqual([
      'overcurrent (A13) or torque limit (A12): sources disagree which',
      'VLT FC 202 fault 13: Overcurrent',
    ]);
  });

  it('is unknown, not over, when the drive falls silent', () => {
    bench.wait(1_000, { values: FAULT });
    bench.wait(10_000, { silent: true });
    expect(bench.told()).toEqual(['ot.drive_fault active', 'ot.drive_fault unknown']);
  });

  it('that is found in the forwarded history of a gateway is not raised', () => {
    const drive = bench.drives[0]!;
    const old = bench.now - 60_000;
    const sample = { gateway: drive.gateway, entity: drive.entity, type: 'drive', quality: 'good' as const };
    const values = Array.from({ length: 64 }, () => NaN);
    bench.image.apply(
      { ...sample, sourceTime: old, receivedAt: bench.now, values, extras: new Map(), rejectedFields: [] },
      drive,
      { sourceTime: old, measuredAt: old, publishedAt: old, epoch: 0 },
    );
    bench.round();
    expect(bench.told()).toEqual([]);
  });
});

describe('a limit', () => {
  beforeEach(() => {
    bench = new ProcessBench({ limits: { heatsink_temp_c: { h: 85, hh: 90 } } });
    bench.wait(2_000, { values: { ...WELL, heatsink_temp_c: 60 } });
  });
  const hot = (heatsink: number, ms: number) =>
    bench.wait(ms, { values: { ...WELL, heatsink_temp_c: heatsink } });

  it('is told when the value was beyond it for the on-delay, with value and limit', () => {
    hot(86, 60_000);
    expect(bench.told()).toEqual([]);
    hot(86, 1_000);
    expect(bench.said).toMatchObject([
      {
        definition: 'ot.heatsink_high',
        condition: 'active',
        text: 'Heatsink 86 °C, limit 85 °C',
        priority: 3,
        value: 86,
        limit: 85,
        unit: '°C',
      },
    ]);
  });

  it('rises as one alarm when the outer limit is passed, and falls again', () => {
    hot(86, 61_000);
    hot(91, 6_000);
    hot(87, 61_000);
    expect(bench.said.map((report) => report.condition === 'active' && report.priority)).toEqual([3, 2, 3]);
  });

  it('is not told for chatter within its deadband', () => {
    hot(86, 61_000);
    bench.told();
    for (let i = 0; i < 100; i += 1) hot(i % 2 === 0 ? 84 : 86, 1_000);
    expect(bench.told()).toEqual([]);
  });

  it('has ended when the value was past the deadband for the off-delay', () => {
    hot(86, 61_000);
    hot(82, 61_000);
    expect(bench.told()).toEqual(['ot.heatsink_high active', 'ot.heatsink_high normal']);
  });

  it('is unknown, not over, when its value alone no longer arrives', () => {
    hot(86, 61_000);
    bench.told();
    bench.wait(20_000, { values: WELL });
    expect(bench.told()).toEqual(['ot.heatsink_high unknown', 'ot.telemetry_stale active']);
  });

  it('that is taken out of the plant file guards nothing any more', () => {
    hot(86, 61_000);
    bench.told();
    bench.setDrives({ limits: {} });
    bench.round();
    expect(bench.told()).toEqual(['ot.heatsink_high normal']);
  });
});

describe('silence', () => {
  it('of one drive is told after 15 s while its gateway is connected, and has ended after three samples', () => {
    bench.wait(15_000, { silent: true });
    expect(bench.told()).toEqual([]);
    bench.wait(2_000, { silent: true });
    expect(bench.told()).toEqual(['ot.drive_comm_lost active']);
    bench.wait(5_000, { values: WELL });
    expect(bench.told()).toEqual(['ot.drive_comm_lost normal']);
  });

  it('of a VLT that sends only zeros is told after three of them', () => {
    bench.wait(3_000, { values: { status_word: 0 } });
    expect(bench.told()).toEqual([]);
    bench.wait(1_000, { values: { status_word: 0 } });
    expect(bench.told()).toEqual(['ot.drive_comm_lost active']);
  });

  it('behind a gateway that is gone is told after its cause', () => {
    bench.setOffline(true);
    bench.wait(12_000, { silent: true });
    expect(bench.told()).toEqual(['gw.offline active', 'ot.drive_comm_lost active']);
  });

  it('behind a gateway that comes back soon is nobody told', () => {
    bench.setOffline(true);
    bench.wait(8_000, { silent: true });
    bench.setOffline(false);
    bench.wait(10_000, { values: WELL });
    expect(bench.told()).toEqual([]);
  });

  it('has ended at the drives before it has at the gateway', () => {
    bench.setOffline(true);
    bench.wait(12_000, { silent: true });
    bench.told();
    bench.setOffline(false);
    bench.wait(20_000, { values: WELL });
    expect(bench.told()).toEqual(['ot.drive_comm_lost normal', 'gw.offline normal']);
  });

  it('behind a gateway that waits for our database is nobody told', () => {
    bench.link = 'held';
    bench.wait(60_000, { silent: true });
    expect(bench.told()).toEqual([]);
  });

  it('of a gateway that never came is nobody told', () => {
    bench = new ProcessBench();
    bench.link = 'never';
    bench.wait(60_000, { silent: true });
    expect(bench.told()).toEqual([]);
  });
});

describe('values', () => {
  it('that never move while the drive runs are told as frozen, until they move', () => {
    const same = { ...WELL, motor_current_a: 11.4, output_frequency_hz: 42.5 };
    bench.wait(125_000, { values: same });
    expect(bench.told()).toEqual(['ot.telemetry_frozen active']);
    bench.wait(1_000, { values: { ...same, motor_current_a: 11.5 } });
    expect(bench.told()).toEqual(['ot.telemetry_frozen normal']);
  });

  it('that contradict each other are told by what contradicts', () => {
    bench.wait(12_000, { values: { ...WELL, motor_current_a: 0, output_frequency_hz: 42.5 } });
    expect(bench.told()).toEqual(['ot.telemetry_implausible/no-current active']);
  });

  it('of a counter that fell are told at once, and have ended after a minute', () => {
    bench.wait(1_000, { values: { ...WELL, energy_kwh: 500 } });
    bench.wait(1_000, { values: { ...WELL, energy_kwh: 20 } });
    expect(bench.told()).toEqual(['ot.telemetry_implausible/energy active']);
    bench.wait(63_000, { values: { ...WELL, energy_kwh: 21 } });
    expect(bench.told()).toEqual(['ot.telemetry_implausible/energy normal']);
  });
});

describe('after a restart', () => {
  const open = (definition: string, priority = 2) => [{ ...AT, definition, priority: priority as 2 }];

  it('what still holds is not raised a second time', () => {
    bench.says(FAULT);
    bench.restart(open('ot.drive_fault'));
    bench.wait(10_000, { values: FAULT });
    expect(bench.told()).toEqual([]);
  });

  it('what is normal now returns', () => {
    bench.restart(open('ot.drive_fault'));
    bench.wait(1_000, { values: WELL });
    expect(bench.told()).toEqual(['ot.drive_fault normal']);
  });

  it('what nobody tells now is unknown', () => {
    bench.wait(5_000, { silent: true });
    bench.restart(open('ot.drive_fault'));
    bench.wait(2_000, { silent: true });
    expect(bench.told()).toEqual(['ot.drive_fault unknown']);
  });

  it('the alarm of a drive that is no more ends', () => {
    bench.restart([{ ...AT, definition: 'ot.drive_fault', drive: driveId.parse('gone'), priority: 2 }]);
    bench.round();
    expect(bench.told()).toEqual(['ot.drive_fault normal']);
  });

  it('an offline gateway that is back returns, and gets half a minute to come back', () => {
    bench.setOffline(true);
    bench.restart([]);
    bench.wait(29_000, { silent: true });
    expect(bench.told()).toEqual([]);
    bench.wait(12_000, { silent: true });
    expect(bench.told()).toEqual(['gw.offline active', 'ot.drive_comm_lost active']);
    bench.restart([
      { ...AT, definition: 'gw.offline', drive: null, priority: 2 },
      { ...AT, definition: 'ot.drive_comm_lost', priority: 3 },
    ]);
    bench.setOffline(false);
    bench.wait(20_000, { values: WELL });
    expect(bench.told()).toEqual(['ot.drive_comm_lost normal', 'gw.offline normal']);
  });
});

describe('a drive that leaves the plant', () => {
  it('takes its alarms with it', () => {
    bench.wait(1_000, { values: FAULT });
    bench.told();
    bench.setDrives();
    bench.image.setPlant({
      name: '',
      sites: [],
      zones: [],
      conduits: [],
      positions: [],
      gateways: [],
      drives: [],
    });
    bench.drives = [];
    bench.round();
    expect(bench.told()).toEqual(['ot.drive_fault normal']);
  });
});
