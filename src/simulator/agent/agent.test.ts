import { beforeEach, describe, expect, it } from 'vitest';
import { SECOND_MS } from '../../lib/domain/time';
import { MAIN } from '../topics';
import { Agent, type AgentHost } from './agent';

const PACE = { stageMs: SECOND_MS, awayMs: 5 * SECOND_MS };

/** A gateway whose connection and clock the test holds. */
class Bench implements AgentHost {
  readonly id = 'gw-001';
  online = true;
  time = 1_000_000;
  said: { channel: string; body: object | '' }[] = [];
  told: string[] = [];
  reboots = 0;
  #backAt = Infinity;
  /** Whether the next certificate connects. */
  certificateWorks = true;
  readonly agent = new Agent(this, PACE);

  now = () => this.time;
  say = (channel: string, body: object | '') => void this.said.push({ channel, body });
  tell = (channel: string, body: object | '') =>
    void this.told.push(body === '' ? `${channel} over` : channel);
  health = () => void this.told.push('health');
  reboot(awayMs: number) {
    this.reboots += 1;
    this.online = false;
    this.#backAt = this.time + awayMs;
  }
  tryCredentials = async () => this.certificateWorks;

  pass(seconds: number) {
    for (let n = 0; n < seconds; n += 1) {
      this.time += SECOND_MS;
      if (this.time >= this.#backAt) {
        this.online = true;
        this.#backAt = Infinity;
      }
      this.agent.tick(this.time);
    }
  }
  ask(operation: string, fields: object = {}, id = 'zw-1', entity = MAIN) {
    const payload = Buffer.from(JSON.stringify({ status: 'init', ...fields }));
    this.agent.received({ entity, channel: `cmd/${operation}/${id}` }, payload);
  }
  words(operation: string, id = 'zw-1') {
    return this.said
      .filter(({ channel }) => channel === `cmd/${operation}/${id}`)
      .map(({ body }) => (body === '' ? 'gone' : (body as { status: string }).status));
  }
  last(operation: string) {
    return this.said.findLast(({ channel }) => channel === `cmd/${operation}/zw-1`)?.body;
  }
}

let bench: Bench;
beforeEach(() => (bench = new Bench()));

describe('a command to a simulated gateway', () => {
  it('to restart takes it away, and ends when it is back', () => {
    bench.ask('restart');
    bench.pass(3);
    expect([bench.words('restart'), bench.online]).toEqual([['executing', 'restarting'], false]);
    bench.pass(8);
    expect([bench.words('restart').at(-1), bench.reboots]).toEqual(['successful', 1]);
  });

  it('is begun once, however often it comes', () => {
    bench.ask('restart');
    bench.ask('restart');
    bench.pass(20);
    bench.ask('restart');
    bench.pass(20);
    expect(bench.reboots).toBe(1);
    expect(bench.agent.counts.get('cmd/restart/zw-1')).toEqual({ received: 3, begun: 1 });
  });

  it('is said again on every connection until it is cleared, states before what the gateway offers', () => {
    bench.ask('restart');
    bench.pass(20);
    const channels = () => bench.agent.announce().map(([channel]) => channel);
    expect(channels().indexOf('cmd/restart/zw-1')).toBeLessThan(channels().indexOf('cmd/restart'));
    bench.agent.received({ entity: MAIN, channel: 'cmd/restart/zw-1' }, Buffer.alloc(0));
    expect([bench.words('restart').at(-1), channels()]).toEqual([
      'gone',
      expect.not.arrayContaining(['cmd/restart/zw-1']),
    ]);
  });

  it('for a device behind it is not heard', () => {
    bench.ask('restart', {}, 'zw-1', 'device/p-101//');
    bench.pass(20);
    expect([bench.said, bench.agent.counts.size]).toEqual([[], 0]);
  });

  it.each(['', 'not json', '[]', '{"status":"executing"}', '{"status":"successful"}'])(
    'is none when it is "%s": cleared, broken, or its own word coming back',
    (payload) => {
      bench.agent.received({ entity: MAIN, channel: 'cmd/restart/zw-1' }, Buffer.from(payload));
      expect(bench.said).toEqual([]);
    },
  );

  it('without a status is a new one; a question after its health is answered', () => {
    bench.agent.received({ entity: MAIN, channel: 'cmd/restart/zw-1' }, Buffer.from('{}'));
    bench.agent.received({ entity: MAIN, channel: 'cmd/health/check' }, Buffer.alloc(0));
    expect([bench.words('restart'), bench.told]).toEqual([['executing'], ['health']]);
  });

  it('that it cannot carry out fails with the reason, and repeats what was asked', () => {
    bench.ask('device_profile', { name: 'x' });
    bench.pass(2);
    expect(bench.last('device_profile')).toEqual({
      status: 'failed',
      name: 'x',
      reason: 'device_profile is not simulated',
    });
  });
});

describe('firmware', () => {
  const slots = () => bench.agent.slots.twin();

  it('goes into the other slot and runs there', () => {
    bench.ask('firmware_update', { name: 'gateway-os', version: '2.5.0' });
    bench.pass(20);
    expect(bench.words('firmware_update')).toEqual([
      'executing',
      'downloading',
      'installing',
      'restarting',
      'successful',
    ]);
    expect(slots()).toMatchObject({ active_slot: 'B', version: '2.5.0', other_slot_version: '2.4.1' });
  });

  it('that was before comes back without being installed', () => {
    bench.ask('firmware_update', { name: 'rollback', version: 'previous' });
    bench.pass(20);
    expect(bench.words('firmware_update')).toEqual(['executing', 'restarting', 'successful']);
    expect(slots()).toMatchObject({ active_slot: 'B', version: '2.4.0' });
  });

  it('that does not get well leads back to the slot that ran, and the command has failed', () => {
    bench.agent.mood = 'falls-back';
    bench.ask('firmware_update', { version: '2.5.0' });
    bench.pass(40);
    expect(bench.last('firmware_update')).toMatchObject({ status: 'failed', active_slot: 'A' });
    expect(slots()).toMatchObject({ active_slot: 'A', version: '2.4.1', other_slot_state: 'bad' });
    expect(bench.told).toContain('a/update_rollback');
  });

  it('that is damaged starts again and again, tells of each start, and ends as a bad slot', () => {
    bench.agent.corrupt(false);
    bench.pass(60);
    expect(bench.reboots).toBe(3);
    expect(bench.told).toEqual(['e/host_reboot', 'e/host_reboot', 'e/host_reboot', 'a/update_slot_bad']);
    expect(slots()).toMatchObject({ active_slot_state: 'bad', other_slot_state: 'good', boot_count: 3 });
  });

  it('that is damaged is left for the other slot, and the restarts end', () => {
    bench.agent.corrupt(false);
    bench.pass(9);
    bench.ask('firmware_update', { name: 'rollback', version: 'previous' });
    bench.pass(30);
    const reboots = bench.reboots;
    bench.pass(60);
    expect([bench.words('firmware_update').at(-1), slots()['active_slot_state'], bench.reboots]).toEqual([
      'successful',
      'good',
      reboots,
    ]);
  });

  it('damaged in both slots cannot be left', () => {
    bench.agent.corrupt(true);
    bench.ask('firmware_update', { name: 'rollback', version: 'previous' });
    bench.pass(60);
    expect(bench.last('firmware_update')).toMatchObject({ status: 'failed' });
    bench.agent.mend();
    expect(slots()).toMatchObject({ slot_a: '2.4.1 good', slot_b: '2.4.0 good' });
  });
});

describe('a gateway that is not well', () => {
  it('fails at what it is asked for', () => {
    bench.agent.mood = 'fails';
    bench.ask('log_upload', { type: 'journal' });
    bench.pass(5);
    expect(bench.words('log_upload')).toEqual(['executing', 'failed']);
  });

  it('begins and never ends', () => {
    bench.agent.mood = 'hangs';
    bench.ask('log_upload', { type: 'journal' });
    bench.pass(600);
    expect(bench.words('log_upload')).toEqual(['executing']);
  });

  it('restarts in the middle, and goes on where it was', () => {
    bench.agent.mood = 'reboots';
    bench.ask('software_update', {
      updateList: [{ type: 'apt', modules: [{ name: 'nftables', version: '1.0.6' }] }],
    });
    bench.pass(4);
    expect(bench.online).toBe(false);
    bench.pass(20);
    expect(bench.last('software_update')).toMatchObject({ status: 'successful' });
    expect(JSON.stringify(bench.last('software_update'))).toContain('nftables');
  });
});

describe('a configuration', () => {
  it.each(['tedge.toml', 'collectd.conf'])('of type %s is taken and shown by its hash', (type) => {
    bench.ask('config_update', { type });
    bench.pass(3);
    expect(bench.words('config_update')).toEqual(['executing', 'successful']);
    expect(JSON.stringify(bench.said)).toContain('sha256');
  });

  it('that it does not have is refused', () => {
    bench.ask('config_update', { type: 'drives.conf' });
    bench.pass(3);
    expect(bench.last('config_update')).toMatchObject({ status: 'failed' });
  });

  it('that is a certificate needs a request of its own before, and a connection with it', async () => {
    bench.ask('config_update', { type: 'certificate', certificate: 'PEM' });
    bench.pass(3);
    await Promise.resolve();
    await expect.poll(() => bench.words('config_update')).toEqual(['executing', 'failed']);
    await bench.agent.requestCertificate();
    expect(JSON.stringify(bench.said.at(-1))).toContain('CERTIFICATE REQUEST');
    bench.ask('config_update', { type: 'certificate', certificate: 'PEM' }, 'zw-2');
    bench.pass(3);
    await expect.poll(() => bench.words('config_update', 'zw-2')).toEqual(['executing', 'successful']);
  });
});
