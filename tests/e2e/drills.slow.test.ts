import { beforeAll, describe, expect, inject, it } from 'vitest';
import { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import { Crew, Drill, type DrillFile } from '../support/drill';
import { acknowledge, RECOVERY_DRILLS, sim, type Stage } from '../support/recovery-drills';
import { cleanEnvironment } from '../support/server-process';
import { until } from '../support/until';

const env = cleanEnvironment(inject('plantEnv'));
const crew = new Crew(inject('plantUrl'));
const stage: Stage = { crew, env };
/** An hour's watch is over in two seconds. */
const TIME_SCALE = 1_800;
const LONGEST_MS = 110_000;

async function drill(playbook: keyof typeof RECOVERY): Promise<DrillFile> {
  const { about, hands } = await RECOVERY_DRILLS[playbook](stage);
  const { gateway } = about;
  const running = new Drill(crew, hands, async () => {
    if (gateway !== undefined) await acknowledge(crew, gateway);
  });
  await running.start(RECOVERY[playbook], { timeScale: TIME_SCALE, ...about });
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

beforeAll(async () => {
  await until(() => sim(stage, 'status'), 30_000);
  for (const person of ['operator', 'responder', 'owner', 'administrator']) await crew.signIn(person);
});

describe.concurrent('a drill to its end against the simulated plant', { timeout: 120_000 }, () => {
  it('firmware corrupted: the gateway goes back to its other slot and is watched', async () => {
    const file = await drill('firmwareCorruption');
    expect(endOf(file)).toBe('succeeded');
    expect(file.run).toMatchObject({ mode: 'drill', timeScale: TIME_SCALE });
    expect(statusOf(file, 'Boot the other slot')).toBe('succeeded');
    expect(valueOf(file, '__now_slot__')).not.toBe(valueOf(file, '__running_slot__'));
    expect(approvedBy(file)).toContain('owner');
  });

  it('certificate: renewed over the line, tested before the old one is refused', async () => {
    const file = await drill('certificateExpiry');
    expect(endOf(file)).toBe('succeeded');
    expect(valueOf(file, '__new_serial__')).not.toBe(valueOf(file, '__old_serial__'));
    expect(statusOf(file, 'Refuse the old certificate')).toBe('succeeded');
  });

  it('compromised account: suspended after somebody else can steer, and stays out', async () => {
    const file = await drill('compromisedAccount');
    expect(endOf(file)).toBe('succeeded');
    expect(statusOf(file, 'It is out')).toBe('succeeded');
    expect(approvedBy(file)).toEqual(['responder']);
  });

  it('gateway offline: found, mended, and everything that was kept arrives', async () => {
    const file = await drill('gatewayOffline');
    expect(endOf(file)).toBe('succeeded');
    expect(statusOf(file, 'Everything kept has arrived')).toBe('succeeded');
    expect(valueOf(file, '__cause__')).toBe('network');
  });

  it('end of service: fenced in, replaced, and silent for thirty days of the drill', async () => {
    const file = await drill('endOfService');
    expect(endOf(file)).toBe('succeeded');
    await sim(stage, 'link', 'rc-190', 'back');
    expect(statusOf(file, 'AK-SM 800')).toBe('succeeded');
    expect(statusOf(file, 'Thirty days of silence')).toBe('succeeded');
  });
});
