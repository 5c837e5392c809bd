import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { PlaybookId } from '../../src/lib/domain/ids';
import { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import type { AlarmView } from '../../src/lib/protocol/alarms';
import { Crew, Drill, type DrillFile, type Hands } from '../support/drill';
import { askSimulator } from '../../src/cli/simulator-client';
import { cleanEnvironment } from '../support/server-process';
import { until } from '../support/until';

const url = inject('plantUrl');
const env = cleanEnvironment(inject('plantEnv'));
const crew = new Crew(url);
/** An hour's watch is over in two seconds. */
const TIME_SCALE = 1_800;
const LONGEST_MS = 110_000;

/** Runs `zonewatch ...` beside the drills; throws what it complains about. */
async function cli(...args: string[]): Promise<void> {
  const program = join(import.meta.dirname, '..', '..', 'src', 'cli', 'zonewatch.js');
  await promisify(execFile)(process.execPath, [program, ...args], { env, timeout: 90_000 });
}

/** Hands in the simulated plant. */
async function sim(command: string, target: string, value?: string): Promise<void> {
  const said = await askSimulator(String(env['ZONEWATCH_DATA']), { command, target, value });
  if (!said.ok) throw new Error(said.error);
}

async function permit(gateway: string, operation: string, ...types: string[]): Promise<void> {
  const body = { operation, types, reason: 'for a drill' };
  const { status } = await crew.post('administrator', `/gateways/${gateway}/permit`, body);
  if (status !== 200) throw new Error(`${gateway} is not permitted ${operation}: ${status}`);
}

/** Acknowledges what is open at a gateway, as its steps ask for. */
async function acknowledge(gateway: string): Promise<void> {
  const { body } = await crew.get('operator', `/alarms?gateway=${gateway}&limit=200`);
  for (const alarm of (body['items'] as AlarmView[]).filter(({ acked }) => !acked)) {
    await crew.post('operator', `/alarms/${alarm.id}/acknowledge`, { note: 'Part of a drill.' });
  }
}

async function drill(
  playbook: PlaybookId,
  about: { gateway?: string; [of: string]: unknown },
  hands: Hands,
): Promise<DrillFile> {
  const { gateway } = about;
  const running = new Drill(crew, hands, async () => {
    if (gateway !== undefined) await acknowledge(gateway);
  });
  await running.start(playbook, { timeScale: TIME_SCALE, ...about });
  return running.carryThrough(LONGEST_MS);
}

const statusOf = ({ steps }: DrillFile, name: string) =>
  steps
    .filter((step) => step.name === name)
    .map(({ status }) => status)
    .at(-1);
const valueOf = ({ variables }: DrillFile, name: string) =>
  variables.find((variable) => variable.name === name)?.value;
const approvedBy = ({ steps }: DrillFile): string[] =>
  steps.flatMap(({ approval }) => approval?.given.map(({ by }) => by) ?? []);

/** The end of a run in words: which step turned it off its way. */
const endOf = ({ run }: DrillFile): string => [run.status, run.reason].filter(Boolean).join(': ');

/** Damaged firmware lets nobody in while it restarts again and again. */
async function untilItRests(gateway: string): Promise<void> {
  const path = `/events?gateway=${gateway}&type=update.slot_bad`;
  await until(
    async () => ((await crew.get('operator', path)).body['items'] as unknown[]).length > 0,
    90_000,
    `${gateway} to rest`,
    500,
  );
}

beforeAll(async () => {
  await until(() => askSimulator(String(env['ZONEWATCH_DATA']), { command: 'status' }), 30_000);
  for (const person of ['operator', 'responder', 'owner', 'administrator']) await crew.signIn(person);
});

describe.concurrent('a drill to its end against the simulated plant', { timeout: 120_000 }, () => {
  it('firmware corrupted: the gateway goes back to its other slot and is watched', async () => {
    const gateway = 'gw-002';
    await permit(gateway, 'firmware_update');
    await permit(gateway, 'log_upload', 'software-management');
    await sim('corrupt-firmware', gateway);
    await untilItRests(gateway);
    const file = await drill(RECOVERY.firmwareCorruption, { gateway }, {});
    expect(endOf(file)).toBe('succeeded');
    expect(file.run).toMatchObject({ mode: 'drill', timeScale: TIME_SCALE });
    expect(statusOf(file, 'Boot the other slot')).toBe('succeeded');
    expect(valueOf(file, '__now_slot__')).not.toBe(valueOf(file, '__running_slot__'));
    expect(approvedBy(file)).toContain('owner');
  });

  it('certificate: renewed over the line, tested before the old one is refused', async () => {
    const gateway = 'gw-003';
    await permit(gateway, 'config_update', 'certificate');
    const file = await drill(
      RECOVERY.certificateExpiry,
      { gateway },
      { 'Have a new key and request made': () => sim('certificate-request', gateway) },
    );
    expect(endOf(file)).toBe('succeeded');
    expect(valueOf(file, '__new_serial__')).not.toBe(valueOf(file, '__old_serial__'));
    expect(statusOf(file, 'Refuse the old certificate')).toBe('succeeded');
  });

  it('compromised account: suspended after somebody else can steer, and stays out', async () => {
    await cli('user', 'add', 'mallory', 'operator@zone:utilities');
    const file = await drill(
      RECOVERY.compromisedAccount,
      { zone: 'utilities', variables: { __account__: 'mallory' } },
      {
        'What could it command?': { __writes__: 'no' },
        'Suspend the account': () => cli('user', 'disable', 'mallory'),
      },
    );
    expect(endOf(file)).toBe('succeeded');
    expect(statusOf(file, 'It is out')).toBe('succeeded');
    expect(approvedBy(file)).toEqual(['responder']);
  });

  it('gateway offline: found, mended, and everything that was kept arrives', async () => {
    const gateway = 'gw-004';
    await sim('offline', gateway);
    const file = await drill(
      RECOVERY.gatewayOffline,
      { gateway },
      {
        'Ask the site': { __cause__: 'network' },
        'Mend the line': () => sim('online', gateway),
      },
    );
    expect(endOf(file)).toBe('succeeded');
    expect(statusOf(file, 'Everything kept has arrived')).toBe('succeeded');
    expect(valueOf(file, '__cause__')).toBe('network');
  });

  it('end of service: fenced in, replaced, and silent for thirty days of the drill', async () => {
    const drive = 'rc-190';
    const file = await drill(
      RECOVERY.endOfService,
      {
        gateway: 'gw-005',
        drives: [drive],
        variables: { __drive__: drive, __product__: 'AK-SM 800', __silent_s__: '3600' },
      },
      {
        'Who, and until when?': { __serial__: 'SM800-4711' },
        'Prove the successor beside it': { __window__: 'Sunday 06:00, shift B' },
        'Change over': () => sim('link', drive, 'lost'),
        'Rules that name it': { __hits__: '0' },
      },
    );
    expect(endOf(file)).toBe('succeeded');
    await sim('link', drive, 'back');
    expect(statusOf(file, 'AK-SM 800')).toBe('succeeded');
    expect(statusOf(file, 'Thirty days of silence')).toBe('succeeded');
  });
});
