import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { askSimulator } from '../../src/cli/simulator-client';
import type { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import type { Crew, Hands } from './drill';
import { until } from './until';

/** A plant in which drills are staged: who sits before it, and its environment. */
export interface Stage {
  crew: Crew;
  env: NodeJS.ProcessEnv;
}

/** What a drill is about, and what people do and fill in on its way. */
export interface StagedDrill {
  about: { gateway?: string; [of: string]: unknown };
  hands: Hands;
}

/** Hands in the simulated plant. */
export async function sim({ env }: Stage, command: string, target?: string, value?: string): Promise<string> {
  const said = await askSimulator(String(env['ZONEWATCH_DATA']), { command, target, value });
  if (!said.ok) throw new Error(said.error);
  return said.text;
}

/** Runs `zonewatch ...` beside the drills; throws what it complains about. */
async function cli({ env }: Stage, ...args: string[]): Promise<void> {
  const program = join(import.meta.dirname, '..', '..', 'src', 'cli', 'zonewatch.js');
  await promisify(execFile)(process.execPath, [program, ...args], { env, timeout: 90_000 });
}

async function permit(
  { crew }: Stage,
  gateway: string,
  operation: string,
  ...types: string[]
): Promise<void> {
  const body = { operation, types, reason: 'for a drill' };
  const { status } = await crew.post('administrator', `/gateways/${gateway}/permit`, body);
  if (status !== 200) throw new Error(`${gateway} is not permitted ${operation}: ${status}`);
}

/** Acknowledges what is open at a gateway, as its steps ask for. */
export async function acknowledge(crew: Crew, gateway: string): Promise<void> {
  const { body } = await crew.get('operator', `/alarms?gateway=${gateway}&limit=200`);
  for (const alarm of (body['items'] as AlarmView[]).filter(({ acked }) => !acked)) {
    await crew.post('operator', `/alarms/${alarm.id}/acknowledge`, { note: 'Part of a drill.' });
  }
}

/** Damaged firmware lets nobody in while it restarts again and again. */
export async function untilItRests({ crew }: Pick<Stage, 'crew'>, gateway: string): Promise<void> {
  const path = `/events?gateway=${gateway}&type=update.slot_bad`;
  await until(
    async () => ((await crew.get('operator', path)).body['items'] as unknown[]).length > 0,
    90_000,
    `${gateway} to rest`,
    500,
  );
}

async function firstDriveOf({ crew }: Stage, gateway: string): Promise<string> {
  const { body } = await crew.get('operator', `/gateways/${gateway}/communication-loss`);
  return (body['drives'] as { drive: string }[])[0]?.drive ?? '';
}

/** The ten shipped playbooks, each on equipment of its own, staged so that it comes to its good end. */
export const RECOVERY_DRILLS: Readonly<
  Record<keyof typeof RECOVERY, (stage: Stage) => Promise<StagedDrill>>
> = {
  async firmwareCorruption(stage) {
    const gateway = 'gw-002';
    await permit(stage, gateway, 'firmware_update');
    await permit(stage, gateway, 'log_upload', 'software-management');
    await sim(stage, 'corrupt-firmware', gateway);
    await untilItRests(stage, gateway);
    return { about: { gateway }, hands: {} };
  },
  async certificateExpiry(stage) {
    const gateway = 'gw-003';
    await permit(stage, gateway, 'config_update', 'certificate');
    return {
      about: { gateway },
      hands: {
        'Have a new key and request made': async () =>
          void (await sim(stage, 'certificate-request', gateway)),
      },
    };
  },
  async compromisedAccount(stage) {
    await cli(stage, 'user', 'add', 'mallory', 'operator@zone:utilities');
    return {
      about: { zone: 'utilities', variables: { __account__: 'mallory' } },
      hands: {
        'What could it command?': { __writes__: 'no' },
        'Suspend the account': () => cli(stage, 'user', 'disable', 'mallory'),
      },
    };
  },
  async gatewayOffline(stage) {
    const gateway = 'gw-004';
    await sim(stage, 'offline', gateway);
    return {
      about: { gateway },
      hands: {
        'Ask the site': { __cause__: 'network' },
        'Mend the line': async () => void (await sim(stage, 'online', gateway)),
      },
    };
  },
  async endOfService(stage) {
    const drive = 'rc-190';
    return {
      about: {
        gateway: 'gw-005',
        drives: [drive],
        variables: { __drive__: drive, __product__: 'AK-SM 800', __silent_s__: '3600' },
      },
      hands: {
        'Who, and until when?': { __serial__: 'SM800-4711' },
        'Prove the successor beside it': { __window__: 'Sunday 06:00, shift B' },
        'Change over': async () => void (await sim(stage, 'link', drive, 'lost')),
        'Rules that name it': { __hits__: '0' },
      },
    };
  },
  async denialOfService() {
    return {
      about: { gateway: 'gw-006' },
      hands: {
        'From inside or outside?': { __from_inside__: 'false' },
        'Limit it at the edge': { __rule_until__: 'tonight 22:00' },
      },
    };
  },
  async portScan() {
    return { about: { gateway: 'gw-006' }, hands: { 'Who is it?': { __class__: 'outside' } } };
  },
  async unauthorisedWrite(stage) {
    const gateway = 'gw-007';
    const drive = await firstDriveOf(stage, gateway);
    return {
      about: { gateway, drives: [drive], variables: { __drive__: drive } },
      hands: {
        'People hold the process': async () => void (await sim(stage, 'local', drive, 'on')),
        'Compare with the approved set': { __differences__: '0', __safety_touched__: 'false' },
        'Start under watch': async () => void (await sim(stage, 'local', drive, 'off')),
      },
    };
  },
  async unknownDevice() {
    return {
      about: { gateway: 'gw-007' },
      hands: {
        'Who made it, where is it?': { __port__: 'switch 2, port 7' },
        'Ask the shift': { __known__: 'a laptop of a contractor' },
      },
    };
  },
  async clockDrift(stage) {
    const gateway = 'gw-008';
    await sim(stage, 'clock-skew', gateway, '30');
    return {
      about: { gateway },
      hands: {
        'Compare three sources': { __agree__: '3' },
        'Mend the source': async () => void (await sim(stage, 'clock-skew', gateway, '0')),
      },
    };
  },
};
