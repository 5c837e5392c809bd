import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database';
import { FakeClock } from '../support/fake-clock';
import { GW_042 } from '../support/ingest-builders';
import { startTestBroker } from '../support/mqtt-broker';
import { connectGateway, publishUp } from '../support/mqtt-gateway';
import { testAuthority } from '../support/mqtt-authority';
import { OVERCURRENT, processPlant, WELL, type ProcessPlant } from '../support/process-plant';
import { until } from '../support/until';

let test: TestDatabase;
beforeEach(async () => {
  test = await testDatabase();
});
afterEach(() => test.close());

it('a trip that a gateway publishes is an alarm within half a second', async () => {
  const plant = await processPlant(test);
  const ca = await testAuthority();
  const broker = await startTestBroker(ca, [GW_042], { ingest: plant.system.sink, board: plant.board });
  const client = await connectGateway(broker.port, await ca.issue(GW_042));
  await publishUp(client, plant.topic('p1'), plant.payload(WELL));
  await until(() => plant.image.countOf(GW_042).live === 1);

  const began = performance.now();
  await publishUp(client, plant.topic('p1'), plant.payload(OVERCURRENT));
  const [alarm] = await until(async () => {
    const raised = await plant.raised();
    return raised.length > 0 && raised;
  });
  // The limit is 500 ms on a machine of its own; here others may work beside it.
  expect(performance.now() - began).toBeLessThan(1_500);
  expect(alarm).toMatchObject({
    definition: 'ot.drive_fault',
    text: 'VLT FC 202 fault 13: Overcurrent',
    priority: 2,
    state: 'unacknowledged',
    site: 'aarhus',
    zone: 'pumps',
    gateway: 'gw-042',
    drive: 'p1',
    facts: { 'fault number': 13, 'fault class': 'Power electronics' },
  });
  expect(alarm?.sourceTime).not.toBeNull();

  await client.endAsync();
  await broker.stop();
  ca.remove();
  await plant.stop();
});

describe('by a clock that the test turns', () => {
  let clock: FakeClock;
  let plant: ProcessPlant;
  beforeEach(async () => {
    clock = new FakeClock();
    plant = await processPlant(test, clock);
    plant.board.connected(GW_042, { address: '192.0.2.1', certificateNotAfter: undefined, at: clock.now() });
  });
  afterEach(() => plant.stop());

  /** The pumps say this once a second; nothing is said of those that are left out. */
  async function pass(seconds: number, said: Record<string, object>): Promise<void> {
    for (let second = 0; second < seconds; second += 1) {
      await Promise.all(Object.entries(said).map(([drive, values]) => plant.says(drive, values)));
      plant.board.heard(GW_042, clock.now());
      await clock.advance(1_000);
    }
    await plant.alarms.flush();
  }
  const all = (values: object) => ({ p1: values, p2: values, p3: values });
  const states = async () =>
    (await plant.raised()).map(
      ({ definition, drive, state }) => `${drive ?? 'gateway'} ${definition} ${state}`,
    );

  it('a limit is an alarm after its on-delay, and one that only chatters is none', async () => {
    for (let i = 0; i < 40; i += 1) {
      await pass(2, { p1: { ...WELL, heatsink_temp_c: i % 2 === 0 ? 86 : 84 } });
    }
    expect(await states()).toEqual([]);
    await pass(62, { p1: { ...WELL, heatsink_temp_c: 86 } });
    const [alarm] = await plant.raised();
    expect(alarm).toMatchObject({
      definition: 'ot.heatsink_high',
      value: 86,
      limit: 85,
      unit: '°C',
      priority: 3,
    });
    // Within the deadband nothing changes; past it the alarm returns after its off-delay.
    await pass(70, { p1: { ...WELL, heatsink_temp_c: 84 } });
    expect(await states()).toEqual(['p1 ot.heatsink_high unacknowledged']);
    await pass(62, { p1: { ...WELL, heatsink_temp_c: 80 } });
    expect(await states()).toEqual(['p1 ot.heatsink_high returned']);
  });

  it('a gateway that goes is one alarm that holds those of its drives, and none of them sounds', async () => {
    await pass(31, all(WELL));
    plant.board.disconnected(GW_042, { at: clock.now(), reason: 'keep-alive' });
    await clock.advance(13_000);
    await plant.alarms.flush();
    const [gateway, ...drives] = await plant.raised();
    expect(gateway).toMatchObject({ definition: 'gw.offline', state: 'unacknowledged', held: 3 });
    expect(drives.map(({ drive, definition, state, cause }) => [drive, definition, state, cause])).toEqual(
      ['p1', 'p2', 'p3'].map((id) => [id, 'ot.drive_comm_lost', 'suppressed', gateway?.id]),
    );
    expect(drives.some(({ isAnnunciated }) => isAnnunciated)).toBe(false);

    plant.board.connected(GW_042, { address: '192.0.2.1', certificateNotAfter: undefined, at: clock.now() });
    await pass(25, all(WELL));
    expect((await plant.raised()).map(({ active }) => active)).toEqual([false, false, false, false]);
  });

  it('after a restart what has gone meanwhile returns, and what holds is not raised again', async () => {
    await pass(1, { p1: OVERCURRENT, p2: OVERCURRENT, p3: WELL });
    await pass(2, { p1: OVERCURRENT, p2: OVERCURRENT, p3: WELL });
    expect(await states()).toEqual(['p1 ot.drive_fault unacknowledged', 'p2 ot.drive_fault unacknowledged']);
    await plant.stopProcess();
    await pass(1, { p1: WELL, p2: OVERCURRENT, p3: WELL });
    plant.startProcess();
    await until(() => clock.sleepers > 0);
    await pass(2, { p1: WELL, p2: OVERCURRENT, p3: WELL });
    await until(async () => (await states())[0] === 'p1 ot.drive_fault returned');
    expect(await states()).toEqual(['p1 ot.drive_fault returned', 'p2 ot.drive_fault unacknowledged']);
    expect((await plant.raised())[1]?.count).toBe(1);
  });

  it('what a gateway kept while it was cut off raises nothing when it arrives', async () => {
    await pass(2, all(WELL));
    const then = clock.now();
    await clock.advance(60_000);
    await plant.send(
      plant.topic('p1'),
      JSON.stringify({ time: new Date(then).toISOString(), ...OVERCURRENT }),
    );
    await pass(3, all(WELL));
    expect((await plant.raised()).filter(({ definition }) => definition === 'ot.drive_fault')).toEqual([]);
  });
});
