import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECOVERY } from '../../../src/lib/domain/playbooks/recovery';
import { writePlantFile } from '../../../src/lib/domain/plant/plant-file';
import { demoPlant } from '../../../src/simulator/demo-plant';
import { atExit, endDatabase } from '../../bench/kit/at-exit';
import { DEMO_PASSWORD } from '../../support/demo-plant';
import { Crew, Drill, type DrillFile, type Hands } from '../../support/drill';
import { freePort } from '../../support/free-port';
import { acknowledge, RECOVERY_DRILLS, sim, type Stage } from '../../support/recovery-drills';
import { cleanEnvironment, postmasterPid, zonewatch } from '../../support/server-process';
import { temporaryDirectory } from '../../support/temporary-directory';
import { until } from '../../support/until';
import { faultsOfCommands, faultsOfRecord, type AuditLine } from './judge';
import { Lives } from './lives';
import { readRunSoakSettings, type RecoveryName } from './settings';

const ROOT = join(import.meta.dirname, '..', '..', '..');
/** An hour's watch is over in two seconds. */
const TIME_SCALE = 1_800;
/** Nobody looks at an unknown outcome before the gateway had the time to tell of it. */
const UNKNOWN_FOR_MS = 45_000;
const MOST_MINUTES = 60;
/** Eight gateways, one for each zone of the demo. */
const DRIVES = 80;

/** What came of one drill whose server died at each of its commits. */
interface Outcome {
  playbook: RecoveryName;
  run: number;
  status: string;
  deaths: number;
  steps: number;
  resolvedByPeople: number;
  auditEntries: number;
  seconds: number;
  faults: string[];
}

/**
 * `npm run soak -- runs`: drills the shipped playbooks on the built product and the simulated plant while the server
 * is killed with -9 right before and right after every commit of the run. Ends with 1 when a run does not end, when
 * a gateway was asked for anything twice, or when the audit log lacks anything.
 */
export async function soakRuns(): Promise<number> {
  const settings = readRunSoakSettings(process.env);
  mkdirSync(settings.results, { recursive: true });
  const say = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
  const directory = temporaryDirectory('soak-runs');
  const env = cleanEnvironment({
    PORT: String(await freePort()),
    MQTT_PORT: String(await freePort()),
    ZONEWATCH_DATA: join(directory.path, 'data'),
    ZONEWATCH_KIND: 'demo',
    ZONEWATCH_DEMO_PASSWORD: DEMO_PASSWORD,
    SIM_MISHAPS: 'off',
    SIM_STAGE_MS: '300',
    SIM_AWAY_MS: '2000',
  });
  let log = '';
  const lives = new Lives(env, settings.stride, (text) => (log = (log + text).slice(-200_000)));
  let plant: ChildProcess | undefined;
  const leftBehind = atExit(() => {
    lives.abandon();
    plant?.kill('SIGKILL');
    endDatabase(String(env['ZONEWATCH_DATA']), () => postmasterPid(String(env['ZONEWATCH_DATA'])));
    directory.remove();
  });
  const outcomes: Outcome[] = [];
  try {
    say('preparing a demo plant');
    const file = join(directory.path, 'plant.yaml');
    writeFileSync(file, writePlantFile(demoPlant({ seed: 1, drives: DRIVES })));
    const prepared = zonewatch(['demo', 'prepare', file], env);
    if (prepared.code !== 0) throw new Error(prepared.err);
    await lives.quiet();
    plant = spawn(process.execPath, ['--import', 'tsx', 'src/simulator/main.ts'], {
      cwd: ROOT,
      env,
      stdio: 'ignore',
    });
    const stage: Stage = { crew: new Crew(lives.url), env };
    for (const person of ['operator', 'responder', 'owner', 'administrator']) await stage.crew.signIn(person);
    await until(() => sim(stage, 'status').then(Boolean, () => false), 60_000, 'the plant', 500);
    for (const playbook of settings.playbooks) {
      await lives.quiet();
      const outcome = await drillToDeath(playbook, stage, lives);
      outcomes.push(outcome);
      say(`${playbook}: ${outcome.status} after ${outcome.deaths} deaths in ${outcome.seconds} s`);
      for (const fault of outcome.faults) say(`  wrong: ${fault}`);
    }
    await lives.quiet();
    const verified = zonewatch(['audit', 'verify'], env);
    const isWhole = verified.out.includes('Verified: all');
    say(isWhole ? 'the audit log verifies' : `the audit log does not verify: ${verified.out}${verified.err}`);
    const path = join(settings.results, `runs-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
    writeFileSync(path, JSON.stringify({ settings, isWhole, outcomes }, null, 2));
    say(`written to ${path}`);
    return isWhole && outcomes.every(({ faults }) => faults.length === 0) ? 0 : 1;
  } catch (error) {
    console.error(log.slice(-5_000));
    throw error;
  } finally {
    plant?.kill('SIGTERM');
    await lives.stop();
    leftBehind();
    endDatabase(String(env['ZONEWATCH_DATA']), () => postmasterPid(String(env['ZONEWATCH_DATA'])));
    directory.remove();
  }
}

async function drillToDeath(playbook: RecoveryName, stage: Stage, lives: Lives): Promise<Outcome> {
  const { crew } = stage;
  const { about, hands } = await RECOVERY_DRILLS[playbook](stage);
  const { gateway } = about;
  const meanwhile = async () => {
    if (gateway !== undefined) await acknowledge(crew, gateway);
  };
  const drill = new Drill(crew, once(hands), meanwhile);
  const before = lives.deaths;
  const began = Date.now();
  const { id } = await drill.start(RECOVERY[playbook], { timeScale: TIME_SCALE, ...about });
  await lives.deadly();
  const resolved = await serveToTheEnd(drill, stage, lives, id, began + MOST_MINUTES * 60_000);
  const deaths = lives.deaths - before;
  await lives.quiet();
  const file = await drill.file();
  const audit = await auditOf(crew, id);
  const counted = gateway === undefined ? '' : await sim(stage, 'commands', gateway);
  return {
    playbook,
    run: id,
    status: [file.run.status, file.run.reason].filter(Boolean).join(': '),
    deaths,
    steps: file.steps.filter(({ endedAt }) => endedAt !== null).length,
    resolvedByPeople: resolved,
    auditEntries: audit.length,
    seconds: Math.round((Date.now() - began) / 1_000),
    faults: [...faultsOfRecord(file, audit), ...faultsOfCommands(counted)],
  };
}

/** People go on whatever dies; returns how often they had to say what became of a step. */
async function serveToTheEnd(
  drill: Drill,
  { crew }: Stage,
  lives: Lives,
  run: number,
  deadline: number,
): Promise<number> {
  const unknownSince = new Map<number, number>();
  let resolved = 0;
  while (Date.now() < deadline) {
    try {
      if (await drill.serve()) return resolved;
      const { steps } = await drill.file();
      for (const { id, step, status } of steps) {
        if (status !== 'unknown') unknownSince.delete(id);
        else if (!unknownSince.has(id)) unknownSince.set(id, Date.now());
        else if (Date.now() - (unknownSince.get(id) ?? 0) > UNKNOWN_FOR_MS) {
          const said = { outcome: 'succeeded', reason: 'looked at it on site' };
          const { status: code } = await crew.post('responder', `/runs/${run}/steps/${step}/resolve`, said);
          if (code === 200) resolved += 1;
        }
      }
    } catch {
      // The server died under the question; the next life answers.
      await lives.there();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return resolved;
}

/** Hands do what they do once, however often its report is lost. */
function once(hands: Hands): Hands {
  return Object.fromEntries(
    Object.entries(hands).map(([name, hand]) => {
      if (typeof hand !== 'function') return [name, hand];
      let done: ReturnType<typeof hand> | undefined;
      return [name, () => (done ??= hand())];
    }),
  );
}

async function auditOf(crew: Crew, run: DrillFile['run']['id']): Promise<AuditLine[]> {
  const lines: AuditLine[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      objectType: 'run',
      objectId: String(run),
      limit: '200',
      ...(cursor ? { cursor } : {}),
    });
    const { body } = await crew.get('administrator', `/audit?${query}`);
    lines.push(...(body['items'] as { body: string }[]).map((item) => JSON.parse(item.body) as AuditLine));
    cursor = body['next'] as string | null;
  } while (cursor !== null);
  // Newest first as they come.
  return lines.reverse();
}
