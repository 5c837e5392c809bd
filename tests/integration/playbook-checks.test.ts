import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId, type GatewayId } from '../../src/lib/domain/ids';
import { CHECK_COMMAND } from '../../src/lib/domain/playbooks/commands/command-types';
import { signalValues } from '../../src/lib/domain/telemetry/signal-values';
import type { SignalKey } from '../../src/lib/domain/telemetry/signals';
import { DAY_MS, SECOND_MS } from '../../src/lib/domain/time';
import type { GatewayHealth } from '../../src/lib/protocol/down';
import { createLogger } from '../../src/lib/server/log';
import { lookedAt } from '../../src/lib/server/plant/drive-now';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import type { CheckParts } from '../../src/lib/server/playbooks/checks/parts';
import type { StepOutcome } from '../../src/lib/server/playbooks/executor';
import { checkExecutor } from '../../src/lib/server/playbooks/executors/check';
import { StoredTelemetry } from '../../src/lib/server/recorded-telemetry';
import { upsertStates } from '../../src/lib/server/storage/entity-state-store';
import { insertSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { ALARM_PLANT, alarmBench, type AlarmBench } from '../support/alarm-bench';
import { aSecurityEvent } from '../support/security-events';
import { stepWork } from '../support/step-work';
import { aSample } from '../support/telemetry-builders';
import { until } from '../support/until';

type Link = Pick<GatewayHealth, 'link' | 'clockOffsetMs' | 'certificateNotAfter' | 'heldMessages'>;

let bench: AlarmBench;
let image: LiveImage;
let links: Map<GatewayId, Link>;
let isAuditIntact: boolean | undefined;

const plant = {
  ...ALARM_PLANT,
  // Each its own device: the bench's drives share one.
  drives: ALARM_PLANT.drives.map((drive) => ({
    ...drive,
    entity: `device/${drive.id}//` as typeof drive.entity,
  })),
};
const gw = gatewayId.parse('gw-a');

beforeAll(async () => {
  bench = await alarmBench({ plant });
});
afterAll(() => bench.test.close());
beforeEach(() => {
  image = new LiveImage();
  image.setPlant(plant);
  links = new Map();
  isAuditIntact = undefined;
});

const parts = (): CheckParts => ({
  database: bench.test.db,
  clock: bench.clock,
  log: createLogger('silent'),
  plant: () => plant,
  drive: (id, now) => {
    const live = image.get(id);
    return live && lookedAt(live, now);
  },
  gateway: (id) =>
    links.get(id) ?? { link: 'live', clockOffsetMs: 12.4, certificateNotAfter: null, heldMessages: 0 },
  recorded: new StoredTelemetry(() => plant),
  auditIntact: () => isAuditIntact,
});

function say(id: string, values: Partial<Record<SignalKey, number>>): void {
  const drive = plant.drives.find((one) => one.id === id);
  if (drive === undefined) throw new Error(`there is no drive ${id}`);
  const receivedAt = bench.clock.now();
  image.apply({ ...aSample({}, { receivedAt }), entity: drive.entity, values: signalValues(values) }, drive);
}

/** Looks once: the step has no time to wait. */
async function once(command: string, run = {}): Promise<StepOutcome> {
  image.sweep(bench.clock.now());
  const work = stepWork({ type: CHECK_COMMAND, command }, { run, deadline: bench.clock.now() });
  return checkExecutor(parts()).execute(work);
}

const twin = (entity: string, name: string, body: unknown) =>
  bench.test.db.transaction((tx) =>
    upsertStates(tx, [
      {
        gateway: gw,
        topicId: entity as (typeof plant.drives)[number]['entity'],
        channel: 'twin',
        name,
        status: '',
        body,
        sourceTime: undefined,
        receivedAt: bench.clock.now(),
      },
    ]),
  );

describe('a check looks at', () => {
  it('signals of a drive, and tells the number', async () => {
    say('p1', { motor_current_a: 11.42 });
    expect(await once('drive p1 signal motor_current_a < 12 A')).toMatchObject({
      kind: 'succeeded',
      checks: [{ found: '11.42 A', holds: true, drive: 'p1' }],
    });
    const failed = await once('drive p1 signal motor_current_a < 11 A');
    expect(failed).toMatchObject({ kind: 'timed-out', checks: [{ found: '11.42 A', holds: false }] });
    expect(failed.text).toContain('it does not hold: found p1: 11.42 A');
  });

  it.each([
    'drive p1 signal motor_current_a < 12 A',
    'drive p1 signal motor_current_a != 5 A',
    'drive p1 signal motor_current_a is live',
    'drive p1 is running',
    'drive p1 is not tripped',
    'no drive behind gateway gw-a is tripped',
    'every drive behind gateway gw-a is live',
  ])('nothing that is stale: %s', async (command) => {
    for (const id of ['p1', 'p2', 'p3']) say(id, { motor_current_a: 11.42, status_word: 0x0f07 });
    expect(await once(command)).toMatchObject({ kind: 'succeeded' });
    await bench.clock.advance(4 * SECOND_MS);
    expect(await once(command)).toMatchObject({ kind: 'timed-out' });
  });

  it('every, any or no drive of a place, one by one', async () => {
    say('p1', { status_word: 0x0f07 });
    say('p2', { status_word: 0x0f07 });
    say('p3', { status_word: 0x0008 });
    expect(await once('no drive in zone pumps is tripped')).toMatchObject({
      kind: 'timed-out',
      checks: [
        { drive: 'p1', holds: true },
        { drive: 'p2', holds: true },
        { drive: 'p3', holds: false, found: 'tripped' },
      ],
    });
    expect(await once('any drive in zone pumps is tripped')).toMatchObject({ kind: 'succeeded' });
    expect(await once('every drive of the run is running', { drives: ['p1', 'p2'] })).toMatchObject({
      kind: 'succeeded',
    });
  });

  it('nothing where nothing is known to be', async () => {
    for (const command of [
      'no drive behind gateway gw-x is tripped',
      'every drive in zone nowhere is live',
      'no alarm on gateway gw-x',
      'drive p9 is not tripped',
      'gateway gw-x link != live',
    ]) {
      expect(await once(command), command).toMatchObject({ kind: 'timed-out', checks: [{ found: null }] });
    }
  });

  it('the link, clock and certificate of a gateway', async () => {
    links.set(gw, {
      link: 'live',
      clockOffsetMs: -140.6,
      certificateNotAfter: bench.clock.now() + 31.5 * DAY_MS,
      heldMessages: 3,
    });
    expect(await once('gateway gw-a link = live\ngateway gw-a certificate days > 30')).toMatchObject({
      kind: 'succeeded',
      checks: [{ found: 'live' }, { found: '31 days' }],
    });
    expect(await once('gateway gw-a clock offset < 100 ms')).toMatchObject({ checks: [{ found: '141 ms' }] });
    expect(await once('gateway gw-a held messages = 0')).toMatchObject({ kind: 'timed-out' });
    links.set(gw, { link: 'offline', clockOffsetMs: 1, certificateNotAfter: null, heldMessages: 0 });
    expect(await once('gateway gw-a clock offset < 100 ms')).toMatchObject({ kind: 'timed-out' });
    expect(await once('gateway gw-a link = offline')).toMatchObject({ kind: 'succeeded' });
  });

  it('what a gateway says of itself, while it is there and if that is young enough', async () => {
    await twin('device/main//', 'firmware', { active_slot: 'B', version: '2.10', boots: 3 });
    expect(
      await once('gateway gw-a firmware.active_slot = "B" no older than 5 min into __slot__'),
    ).toMatchObject({ kind: 'succeeded', outputs: { __slot__: 'B' } });
    expect(await once('gateway gw-a firmware.version = 2.1')).toMatchObject({ kind: 'timed-out' });
    expect(await once('gateway gw-a firmware.version in (2.1, 2.10)')).toMatchObject({ kind: 'succeeded' });
    expect(await once('gateway gw-a firmware.boots <= 3')).toMatchObject({ kind: 'succeeded' });
    expect(await once('gateway gw-a firmware.constructor is known')).toMatchObject({ kind: 'timed-out' });
    expect(await once('gateway gw-a firmware.rollback is not known')).toMatchObject({ kind: 'succeeded' });
    await bench.clock.advance(301 * SECOND_MS);
    expect(await once('gateway gw-a firmware.active_slot = B no older than 5 min')).toMatchObject({
      kind: 'timed-out',
      checks: [{ found: 'last said 301 s ago' }],
    });
    links.set(gw, { link: 'silent', clockOffsetMs: 1, certificateNotAfter: null, heldMessages: 0 });
    expect(await once('gateway gw-a firmware.active_slot = B')).toMatchObject({
      checks: [{ found: 'the gateway is silent' }],
    });
  });

  it('alarms that are there, also shelved ones, and those of drives behind a gateway', async () => {
    await bench.take(bench.report('ot.drive_fault', 'p1'));
    expect(await once('no alarm on gateway gw-a')).toMatchObject({
      kind: 'timed-out',
      checks: [{ found: '1 alarm' }],
    });
    expect(await once('no alarm in zone fans')).toMatchObject({ kind: 'succeeded' });
    expect(await once('an alarm of definition ot.drive_fault on drive p1')).toMatchObject({
      kind: 'succeeded',
    });
    expect(await once('no alarm of definition ot.drive_fault on drive p2')).toMatchObject({
      kind: 'succeeded',
    });
    expect(await once('no alarm of priority 4 on gateway gw-a')).toMatchObject({ kind: 'succeeded' });
    expect(await once('no alarm of priority 4 or higher on gateway gw-a')).toMatchObject({
      kind: 'timed-out',
    });
    await bench.take(bench.report('ot.drive_fault', 'p1', 'normal'));
    expect(await once('no alarm on gateway gw-a')).toMatchObject({ kind: 'succeeded' });
    expect(await once('no unacknowledged alarm on gateway gw-a')).toMatchObject({ kind: 'timed-out' });
  });

  it('security events of a while, which a drill shortens', async () => {
    const at = bench.clock.now();
    await bench.test.db.transaction((tx) =>
      insertSecurityEvents(tx, [aSecurityEvent({ at, gateway: gw, drive: null, type: 'ot.modbus_write' })]),
    );
    await bench.clock.advance(60 * SECOND_MS);
    const command = 'no event of type ot.modbus_write on gateway gw-a in the last 10 min';
    expect(await once(command)).toMatchObject({ kind: 'timed-out', checks: [{ found: '1 event' }] });
    expect(await once(command, { timeScale: 60 })).toMatchObject({ kind: 'succeeded' });
    expect(await once('no event of type net. on gateway gw-a in the last 10 min')).toMatchObject({
      kind: 'succeeded',
    });
  });

  it('people and the audit log', async () => {
    await bench.person('mallory', 'operator@plant');
    await bench.enter('mallory');
    expect(await once('person mallory has no session')).toMatchObject({ kind: 'timed-out' });
    expect(await once('person mallory is not disabled')).toMatchObject({ kind: 'succeeded' });
    expect(await once('person nobody is not disabled')).toMatchObject({ kind: 'timed-out' });
    expect(await once('audit log is intact')).toMatchObject({ kind: 'timed-out' });
    isAuditIntact = true;
    expect(await once('audit log is intact')).toMatchObject({ kind: 'succeeded' });
  });
});

describe('a check waits', () => {
  /** Carries it out while the hands turn, half a second at a time; `each` happens before every look. */
  async function walk(
    command: string,
    { seconds, each, run = {} }: { seconds: number; each: (second: number) => void; run?: object },
  ): Promise<{ outcome: StepOutcome; after: number }> {
    const begun = bench.clock.now();
    const work = stepWork({ type: CHECK_COMMAND, command }, { run, deadline: begun + seconds * SECOND_MS });
    let outcome: StepOutcome | undefined;
    each(0);
    image.sweep(begun);
    void checkExecutor(parts())
      .execute(work)
      .then((end) => (outcome = end));
    for (;;) {
      await until(() => outcome !== undefined || bench.clock.sleepers > 0);
      const after = (bench.clock.now() - begun) / SECOND_MS;
      if (outcome !== undefined) return { outcome, after };
      bench.clock.jump(bench.clock.now() + 500);
      each(after + 0.5);
      image.sweep(bench.clock.now());
      await bench.clock.advance(0);
    }
  }

  it('until it holds, and then for as long as it says without a break', async () => {
    const { outcome, after } = await walk('drive p1 signal motor_current_a < 12 A for 10 s', {
      seconds: 60,
      // Good from the second second on, but for a moment in the ninth.
      each: (second) => say('p1', { motor_current_a: second < 2 || second === 9 ? 20 : 11 }),
    });
    expect(outcome).toMatchObject({ kind: 'succeeded' });
    expect(after).toBe(19.5);
  });

  it('for a part of it in a drill', async () => {
    const { outcome, after } = await walk('drive p1 signal motor_current_a < 12 A for 10 min', {
      seconds: 60,
      each: () => say('p1', { motor_current_a: 11 }),
      run: { timeScale: 60 },
    });
    expect([outcome.kind, after]).toEqual(['succeeded', 10]);
  });

  it('no longer than its time, and says what is missing', async () => {
    const { outcome, after } = await walk('drive p1 is live\ndrive p1 signal motor_current_a < 12 A', {
      seconds: 5,
      each: () => say('p1', { motor_current_a: 20 }),
    });
    expect(after).toBe(5);
    expect(outcome.kind).toBe('timed-out');
    expect(outcome.text).toBe(
      'Did not hold in time: drive p1 signal motor_current_a < 12 A; it does not hold: found p1: 20 A',
    );
  });

  it('until it is given up', async () => {
    const stop = new AbortController();
    const work = stepWork({ type: CHECK_COMMAND, command: 'drive p1 is live' }, { signal: stop.signal });
    const ended = checkExecutor(parts()).execute(work);
    await until(() => bench.clock.sleepers > 0);
    stop.abort();
    expect(await ended).toMatchObject({ kind: 'failed', text: 'It was given up.' });
  });
});

it('is told beforehand, with how things stand', async () => {
  say('p1', { motor_current_a: 11 });
  const work = stepWork({ type: CHECK_COMMAND, command: 'drive p1 signal motor_current_a < 12 A for 1 min' });
  expect(await checkExecutor(parts()).preview(work)).toBe(
    'Waits until drive p1 signal motor_current_a < 12 A for 1 min; it holds: found p1: 11 A.',
  );
});

it('fails at once when it is no check, or a variable is open', async () => {
  expect(await once('drive is live')).toMatchObject({ kind: 'failed' });
  expect(await once('drive __drive__:value is live')).toMatchObject({ kind: 'failed' });
});
