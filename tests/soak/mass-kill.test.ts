import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port';
import { balance } from '../support/ledger';
import { SamplePublisher } from '../support/sample-publisher';
import { cleanEnvironment, postmasterPid, ServerProcess, zonewatch } from '../support/server-process';
import { temporaryDirectory } from '../support/temporary-directory';
import { until } from '../support/until';

const KILLS = Number(process.env['SOAK_KILLS'] ?? 20);
const CUTS = Number(process.env['SOAK_CUTS'] ?? 20);
const GATEWAYS = Number(process.env['SOAK_GATEWAYS'] ?? 20);
/** Samples that every gateway gets acknowledged between two blows. */
const BETWEEN = 500;
const START = Date.now() - 60_000;

describe(`${GATEWAYS} gateways under load, ${KILLS} kills and ${CUTS} cuts`, () => {
  const directory = temporaryDirectory('soak');
  let server: ServerProcess;
  let publishers: SamplePublisher[] = [];

  beforeAll(async () => {
    const mqttPort = await freePort();
    const env = cleanEnvironment({
      PORT: String(await freePort()),
      MQTT_PORT: String(mqttPort),
      ZONEWATCH_DATA: directory.path,
    });
    server = new ServerProcess(env);
    await server.start();
    const names = Array.from({ length: GATEWAYS }, (_, i) => `gw-soak-${i}`);
    for (const name of names) {
      const added = zonewatch(['gateway', 'add', name, '--out', join(directory.path, 'out')], env);
      if (added.code !== 0) throw new Error(added.err);
    }
    publishers = names.map(
      (name) => new SamplePublisher(name, join(directory.path, 'out', name), mqttPort, START, 5, 50),
    );
  }, 600_000);

  afterAll(async () => {
    await Promise.all(publishers.map((publisher) => publisher.end()));
    await server?.end('SIGTERM');
    directory.remove();
  });

  const allGoOn = async (samples: number, what: string) => {
    const goals = publishers.map(({ acknowledged }) => acknowledged.length + samples);
    const reached = () => publishers.every(({ acknowledged }, i) => acknowledged.length >= (goals[i] ?? 0));
    await until(reached, 120_000, `every gateway to go on after ${what}`);
  };

  async function expectBalancedBooks() {
    for (const publisher of publishers) publisher.pause();
    await until(() => publishers.every(({ waiting }) => waiting === 0), 120_000, 'all to be acknowledged');
    const ledgers = await Promise.all(publishers.map((each) => balance(directory.path, each, START)));
    console.table(ledgers.map((ledger, i) => ({ gateway: publishers[i]?.gateway, ...ledger })));
    expect(ledgers.filter(({ lost, doubled }) => lost + doubled > 0)).toEqual([]);
    expect(ledgers.every(({ stored, published }) => stored === published)).toBe(true);
  }

  it(
    'lose nothing that was acknowledged and double nothing',
    async () => {
      for (let kill = 0; kill < KILLS; kill += 1) {
        await allGoOn(BETWEEN, `${kill} kills`);
        const isDatabase = kill % 3 === 1;
        if (!isDatabase) await server.end('SIGKILL');
        if (kill % 3 !== 0) process.kill(postmasterPid(directory.path), 'SIGKILL');
        if (!isDatabase) await server.start();
      }
      await expectBalancedBooks();
    },
    KILLS * 120_000,
  );

  it(
    'nor when all of them lose their connection at once, again and again',
    async () => {
      for (const publisher of publishers) publisher.resume();
      for (let cut = 0; cut < CUTS; cut += 1) {
        await allGoOn(BETWEEN, `${cut} cuts`);
        for (const publisher of publishers) publisher.cut();
      }
      await expectBalancedBooks();
    },
    CUTS * 120_000,
  );
});
