import { createHash } from 'node:crypto';
import { gatewayId, personId, type PlaybookId, type RunId } from '../../src/lib/domain/ids';
import type { Playbook } from '../../src/lib/domain/playbooks/cacao/model';
import { EXECUTED_COMMANDS } from '../../src/lib/domain/playbooks/commands/command-types';
import type { Plant } from '../../src/lib/domain/plant/model';
import type { SignalKey } from '../../src/lib/domain/telemetry/signals';
import type { RunStepView, RunView } from '../../src/lib/protocol/runs';
import type { Command, CommandHost } from '../../src/lib/server/access/command';
import { perform } from '../../src/lib/server/access/perform';
import { createRuns } from '../../src/lib/server/create-runs';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import { startRun } from '../../src/lib/server/playbooks/commands/start';
import type { Executor, StepOutcome, StepWork } from '../../src/lib/server/playbooks/executor';
import { readRunFile, type RunFile } from '../../src/lib/server/playbooks/read';
import { Runs } from '../../src/lib/server/playbooks/service';
import type { RunTimes } from '../../src/lib/server/playbooks/service';
import type { Library } from '../../src/lib/server/playbooks/version';
import { accessBench, from, type AccessBench } from './access';
import { LIVE_PLANT } from './live-bench';
import { running } from './incident-bench';
import { aSample } from './telemetry-builders';
import { until } from './until';

/** What executors do in a test, by the step's name or type; each call is counted. */
export type Script = (work: StepWork) => Promise<StepOutcome> | StepOutcome;

export interface RunBench extends AccessBench {
  runs: Runs;
  plant: Plant;
  /** Idempotency keys of commands that were carried out, in order. */
  done: string[];
  script: { execute: Script; probe: ((work: StepWork) => Promise<StepOutcome | undefined>) | undefined };
  /** Whether versions count as signed, and which do not all the same. */
  signed: { trusted: boolean; except: Set<string> };
  add(playbook: Playbook): void;
  /** What its library says of a playbook's content. */
  sha256(playbook: Playbook): string;
  /** What a drive measures now. */
  says(drive: string, values: Partial<Record<SignalKey, number>>): void;
  /** Another service on the same database, as after a crash of the first. */
  another(times?: Partial<RunTimes>): Runs;
  /** Starts the service; the returned function stops it. */
  go(runs?: Runs): () => Promise<void>;
  /** Who somebody is, with what they may. */
  actor(name: string): ReturnType<typeof actorOf>;
  as<In, Out, P>(name: string, command: Command<In, Out, P>, input: object): Promise<Out>;
  start(playbook: Playbook, input?: object, by?: string): Promise<RunView>;
  file(id: RunId): Promise<RunFile>;
  step(id: RunId, key: string): Promise<RunStepView>;
  /** Waits until a step stands so. */
  stands(id: RunId, key: string, status: RunStepView['status']): Promise<RunStepView>;
  over(id: RunId): Promise<RunView>;
}

const sha256 = (playbook: Playbook): string =>
  createHash('sha256').update(JSON.stringify(playbook)).digest('hex');

/** `owner` owns every zone. */
export const RUN_PLANT: Plant = {
  ...LIVE_PLANT,
  zones: LIVE_PLANT.zones.map((zone) => ({ ...zone, processOwners: [personId.parse('owner')] })),
};
export const PUMPS = gatewayId.parse('gw-pumps');

/** Runs on a database of their own, with people and with executors that do what a test says. */
export async function runBench(plant: Plant = RUN_PLANT): Promise<RunBench> {
  const access = await accessBench(plant);
  const playbooks = new Map<string, Playbook>();
  const done: string[] = [];
  const signed = { trusted: true, except: new Set<string>() };
  const script: RunBench['script'] = {
    execute: () => ({ kind: 'succeeded', text: 'done' }),
    probe: undefined,
  };
  const library: Library = {
    async version(_tx, id, modified) {
      const playbook = playbooks.get(id);
      if (playbook === undefined || (modified !== undefined && playbook.modified !== modified))
        return undefined;
      return {
        id,
        version: playbook.modified,
        playbook,
        sha256: sha256(playbook),
        signedBy: { person: 'owner', at: 0, trusted: signed.trusted && !signed.except.has(id) },
        executability: { executable: true },
        forOperators: playbook.labels?.includes('for-operators') ?? false,
      };
    },
  };
  const executors = EXECUTED_COMMANDS.map((type): Executor => ({
    type,
    async execute(work) {
      done.push(work.idempotencyKey);
      return script.execute(work);
    },
    probe: async (work) => script.probe?.(work),
    preview: async ({ command }) => `Would do ${command.command ?? ''}.`,
  }));
  const image = new LiveImage();
  image.setPlant(plant);
  const host: CommandHost & { runs?: Runs } = { ...access.host };
  const make = (times?: Partial<RunTimes>): Runs => {
    const { parts } = createRuns({ host, library, executors, image, isDemo: true });
    return new Runs(parts, times);
  };
  const runs = make();
  host.runs = runs;
  for (const [name, grant] of [
    ['responder', 'responder@plant'],
    ['second', 'responder@plant'],
    ['owner', 'process-owner@plant'],
    ['operator', 'operator@plant'],
  ] as const) {
    await access.person(name, grant);
  }
  const everything = { ...(await actorOf(access, 'responder')) };
  const bench: RunBench = {
    ...access,
    host,
    runs,
    plant,
    done,
    script,
    signed,
    add: (playbook) => void playbooks.set(playbook.id, playbook),
    sha256,
    says(id, values) {
      const drive = plant.drives.find((one) => one.id === id);
      if (drive === undefined) throw new Error(`there is no drive ${id}`);
      const { gateway, entity } = drive;
      image.apply(aSample(values, { gateway, entity, receivedAt: access.clock.now() }), drive);
    },
    another(times) {
      const other = make(times);
      host.runs = other;
      return other;
    },
    go: (service = runs) => running(service),
    actor: (name) => actorOf(access, name),
    async as(name, command, input) {
      return perform(host, await actorOf(access, name), command, input, from('192.0.2.9'));
    },
    async start(playbook, input = {}, by = 'responder') {
      bench.add(playbook);
      const given = { id: playbook.id as PlaybookId, mode: 'run', gateway: PUMPS, ...input };
      return bench.as(by, startRun, given);
    },
    file: (id) => readRunFile(access.test.db, id, everything, plant),
    async step(id, key) {
      const found = (await bench.file(id)).steps.filter(({ step }) => step === key);
      const newest = found.findLast(({ status }) => status !== 'pending') ?? found[0];
      if (newest === undefined) throw new Error(`there is no step ${key}`);
      return newest;
    },
    stands: (id, key, status) =>
      until(
        async () => {
          const step = await bench.step(id, key);
          return step.status === status && step;
        },
        10_000,
        `${key} is ${status}`,
      ),
    over: (id) =>
      until(
        async () => {
          const { run } = await bench.file(id);
          return run.endedAt !== null && run;
        },
        15_000,
        `run ${id} is over`,
      ),
  };
  return bench;
}

const sessions = new WeakMap<AccessBench, Map<string, string>>();

/** The actor of a session that is opened once and looked at anew with each call. */
async function actorOf(access: AccessBench, name: string) {
  const known = sessions.get(access) ?? new Map<string, string>();
  sessions.set(access, known);
  const cookie = known.get(name) ?? (await access.enter(name, `192.0.2.${known.size + 10}`)).cookie;
  known.set(name, cookie);
  const session = await access.sessions.authenticate(cookie);
  if (session === undefined) throw new Error(`the session of ${name} is over`);
  return session.actor;
}
