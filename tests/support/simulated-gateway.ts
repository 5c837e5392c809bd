import { Fleet } from '../../src/simulator/fleet';
import { SimulatedGateway, type Credentials } from '../../src/simulator/gateway';
import type { SimulatedDrive } from '../../src/simulator/physics/drive';
import type { Pace } from '../../src/simulator/agent/agent';

export interface RunningGateway {
  gateway: SimulatedGateway;
  fleet: Fleet;
  stop(): Promise<void>;
}

/** A simulated gateway that moves by itself and hurries: what takes seconds elsewhere takes it milliseconds. */
export function startSimulatedGateway(options: {
  id: string;
  port: () => number;
  credentials: Credentials;
  drives?: SimulatedDrive[];
  pace?: Pace;
}): RunningGateway {
  const { id, credentials, drives = [], pace = { stageMs: 30, awayMs: 250 } } = options;
  const gateway = new SimulatedGateway(
    { id, name: `Cabinet ${id}`, model: undefined, drives, credentials },
    {
      link: {
        host: '127.0.0.1',
        get port() {
          return options.port();
        },
        capacity: 5_000,
        inFlight: 200,
        reconnect: { firstMs: 50, longestMs: 200 },
        jitter: () => 0.5,
      },
      now: Date.now,
      log: () => undefined,
      pace,
    },
  );
  const fleet = new Fleet({
    gateways: [gateway],
    seed: 1,
    now: Date.now(),
    mishaps: false,
    intervalMs: () => 1_000,
  });
  const ticking = setInterval(() => fleet.tick(Date.now()), 10);
  gateway.open();
  return {
    gateway,
    fleet,
    async stop() {
      clearInterval(ticking);
      await gateway.close(500);
    },
  };
}
