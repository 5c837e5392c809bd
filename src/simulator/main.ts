import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { USUAL_PACE } from './agent/agent';
import { carryOut } from './control';
import { openControlSocket } from './control-socket';
import { Fleet, SLOT_MS } from './fleet';
import { SimulatedGateway } from './gateway';
import { keepCredentials, plan, readCredentials, readPlant } from './plan';

const environment = z.object({
  ZONEWATCH_DATA: z.string().default('.zonewatch'),
  MQTT_HOST: z.string().default('127.0.0.1'),
  MQTT_PORT: z.coerce.number().int().min(1).max(65_535).default(8883),
  SIM_SEED: z.coerce.number().int().default(1),
  /** `off` leaves every drive well until somebody makes it ill. */
  /** How long a stage of a command takes, and how long a restart keeps a gateway away. */
  SIM_STAGE_MS: z.coerce.number().int().min(10).max(600_000).default(USUAL_PACE.stageMs),
  SIM_AWAY_MS: z.coerce.number().int().min(10).max(600_000).default(USUAL_PACE.awayMs),
  SIM_MISHAPS: z.enum(['on', 'off']).default('on'),
});

/** Ten minutes of a gateway with sixteen drives, and room for what they say besides. */
const SECONDS_KEPT = 1_800;
const FEWEST_KEPT = 20_000;
const IN_FLIGHT = 200;
const STOP_WITHIN_MS = 2_000;

const log = (text: string) => console.log(`simulator: ${text}`);

async function main(): Promise<void> {
  const stop = stopAsked();
  const given = Object.entries(process.env).filter(([, value]) => value !== undefined && value !== '');
  const env = environment.parse(Object.fromEntries(given));
  const directory = join(env.ZONEWATCH_DATA, 'simulator');
  const plant = await readPlant(join(directory, 'plant.yaml'));
  const { gateways: planned, intervals } = plan(plant, env.SIM_SEED, Date.now());
  const gateways = await Promise.all(
    planned.map(
      async (gateway) =>
        new SimulatedGateway(
          { ...gateway, credentials: await readCredentials(join(directory, 'gateways'), gateway.id) },
          {
            link: {
              host: env.MQTT_HOST,
              port: env.MQTT_PORT,
              capacity: Math.max(FEWEST_KEPT, gateway.drives.length * SECONDS_KEPT),
              inFlight: IN_FLIGHT,
              reconnect: { firstMs: 500, longestMs: 15_000 },
              jitter: Math.random,
            },
            now: Date.now,
            log,
            pace: { stageMs: env.SIM_STAGE_MS, awayMs: env.SIM_AWAY_MS },
            keep: (id, credentials) => keepCredentials(join(directory, 'gateways'), id, credentials),
          },
        ),
    ),
  );
  const fleet = new Fleet({
    gateways,
    seed: env.SIM_SEED,
    now: Date.now(),
    mishaps: env.SIM_MISHAPS === 'on',
    intervalMs: (drive) => intervals.get(drive.spec.id) ?? 1_000,
  });
  const control = await openControlSocket(join(env.ZONEWATCH_DATA, 'simulator.sock'), (input) =>
    carryOut(fleet, input),
  );
  for (const gateway of gateways) gateway.open();
  const timer = setInterval(() => fleet.tick(Date.now()), SLOT_MS);
  log(`${fleet.size} drives behind ${gateways.length} gateways (SIM)`);

  await stop;
  clearInterval(timer);
  control.close();
  await Promise.all(gateways.map((gateway) => gateway.close(STOP_WITHIN_MS)));
  process.exit(0);
}

/** Resolves when somebody asks for a stop, or when the program that started this one has gone. */
function stopAsked(): Promise<unknown> {
  if (process.connected === false) return Promise.resolve();
  return Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), once(process, 'disconnect')]);
}

main().catch((error: unknown) => {
  console.error(`simulator: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
