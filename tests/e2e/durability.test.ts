import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { balance } from '../support/ledger';
import { SamplePublisher } from '../support/sample-publisher';
import { cleanEnvironment, postmasterPid, ServerProcess, zonewatch } from '../support/server-process';
import { temporaryDirectory } from '../support/temporary-directory';
import { until } from '../support/until';

/** Device times of the published samples: a minute ago, so that none lies in the future. */
const START = Date.now() - 60_000;

describe('what was acknowledged', () => {
  const directory = temporaryDirectory('durability');
  let server: ServerProcess;
  let env: NodeJS.ProcessEnv;
  let publisher: SamplePublisher;

  beforeAll(async () => {
    const [port, mqttPort] = [await freePort(), await freePort()];
    env = cleanEnvironment({
      PORT: String(port),
      MQTT_PORT: String(mqttPort),
      ZONEWATCH_DATA: directory.path,
    });
    server = new ServerProcess(env);
    await server.start();
    const added = zonewatch(['gateway', 'add', 'gw-load', '--out', join(directory.path, 'out')], env);
    expect(added.err + added.out).toContain('gw-load');
    publisher = new SamplePublisher('gw-load', join(directory.path, 'out', 'gw-load'), mqttPort, START);
  });

  afterAll(async () => {
    await publisher?.end();
    await server?.end('SIGTERM');
    directory.remove();
  });

  const acknowledgedBeyond = (count: number) =>
    until(() => publisher.acknowledged.length >= count, 60_000, `${count} acknowledged samples`);

  it('is stored exactly once, whatever is killed under load', async () => {
    await acknowledgedBeyond(2_000);
    for (let round = 1; round <= 3; round += 1) {
      await server.end('SIGKILL');
      if (round === 2) process.kill(postmasterPid(directory.path), 'SIGKILL');
      await server.start();
      await acknowledgedBeyond(publisher.acknowledged.length + 2_000);
    }
    publisher.pause();
    await until(() => publisher.waiting === 0, 60_000, 'all samples to be acknowledged');

    const ledger = await balance(directory.path, publisher, START);
    expect(ledger).toMatchObject({ lost: 0, doubled: 0, stored: publisher.published });
  }, 180_000);

  it('needs one server alone: a second on the same data directory is refused in plain words', async () => {
    const second = new ServerProcess({
      ...env,
      PORT: String(await freePort()),
      MQTT_PORT: String(await freePort()),
    });
    const child = second.spawn();
    await until(() => child.exitCode !== null, 20_000, 'the second server to give up');
    expect(child.exitCode).not.toBe(0);
    expect(second.output).toContain('Another Zonewatch already works on');
    expect((await fetch(`${server.url}/readyz`)).ok).toBe(true);
  });

  it('is safe in a graceful stop, which takes less than 5 seconds under load', async () => {
    expect(await server.end('SIGTERM')).toBeLessThan(5_000);
  });
});
