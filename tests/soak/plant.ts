import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchPlant, type BenchPlant } from '../bench/kit/bench-plant';
import { DEMO_PASSWORD } from '../support/demo-plant';
import { freePort } from '../support/free-port';
import { cleanEnvironment, zonewatch } from '../support/server-process';
import { temporaryDirectory } from '../support/temporary-directory';
import type { Course } from './gateways/course';
import type { SoakSettings } from './settings';

/** A plant that is ready to be started: database, drives, certificates, people. */
export interface SoakPlant {
  plant: BenchPlant;
  dataDirectory: string;
  env: NodeJS.ProcessEnv;
  url: string;
  mqttPort: number;
  /** The gateway that floods the plant with alarms. */
  flooder: string;
  /** Where a gateway's certificate, key and authority lie. */
  folderOf(gateway: string): string;
  /** Somebody who may see everything, somebody who sees the plant, and somebody of one zone. */
  people: readonly { name: string; password: string }[];
  /** The zone that the third sees. */
  zone: { zone: string; site: string };
  remove(): void;
}

/** Prepares a data directory of its own on free ports, in one go, before the first start of the server. */
export async function preparePlant({ gateways, drivesPerGateway }: SoakSettings): Promise<SoakPlant> {
  const whole = benchPlant({ gateways: gateways + 1, drivesPerGateway });
  // The last gateway measures nothing: it floods the plant with alarms.
  const plant = { ...whole, gateways: whole.gateways.slice(0, gateways) };
  const flooder = whole.gateways[gateways]?.id ?? '';
  const directory = temporaryDirectory('soak');
  const [port, mqttPort] = [await freePort(), await freePort()];
  const env = cleanEnvironment({
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    ZONEWATCH_DATA: join(directory.path, 'data'),
    ZONEWATCH_KIND: 'demo',
    ZONEWATCH_DEMO_PASSWORD: DEMO_PASSWORD,
  });
  const dataDirectory = join(directory.path, 'data');
  mkdirSync(directory.path, { recursive: true });
  const file = join(directory.path, 'plant.yaml');
  writeFileSync(file, plant.text);
  run(['demo', 'prepare', file], env);
  const first = plant.gateways[0];
  const zone = { zone: first?.zone ?? '', site: first?.site ?? '' };
  const password = /shown only here: (\S+)/.exec(
    run(['user', 'add', 'zoner', `operator@zone:${zone.zone}`], env),
  );
  return {
    plant,
    flooder,
    dataDirectory,
    env,
    url: `http://127.0.0.1:${port}`,
    mqttPort,
    folderOf: (gateway) => join(dataDirectory, 'simulator', 'gateways', gateway),
    people: [
      { name: 'administrator', password: DEMO_PASSWORD },
      { name: 'operator', password: DEMO_PASSWORD },
      { name: 'zoner', password: password?.[1] ?? '' },
    ],
    zone,
    remove: () => directory.remove(),
  };
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): string {
  const { code, out, err } = zonewatch(args, env);
  if (code !== 0) throw new Error(`zonewatch ${args.join(' ')} ended with ${code}:\n${err}`);
  return out;
}

/** Unreadable messages of a run that quarantine, which is bounded at 10,000 rows, certainly keeps. */
const MOST_UNREADABLE = 6_000;
const ODD_EVERY_MS = 20_000;

/** What each gateway will say, from `startMs` on. */
export function courses(
  plant: BenchPlant,
  { minutes, gateways, hz }: SoakSettings,
  startMs: number,
): Course[] {
  const oddEveryMs = Math.max(ODD_EVERY_MS, (minutes * 60_000 * gateways) / MOST_UNREADABLE);
  return plant.gateways.map(({ id, drives }, i) => {
    const neighbour = plant.gateways[(i + 1) % plant.gateways.length];
    return {
      gateway: id,
      drives,
      // Gateways are read at different moments of the second.
      startMs: startMs + Math.floor((i * 1_000) / plant.gateways.length),
      periodMs: Math.round(1_000 / hz),
      oddEveryMs: Math.round(oddEveryMs),
      neighbour: { gateway: neighbour?.id ?? '', drive: neighbour?.drives[0] ?? '' },
    };
  });
}
