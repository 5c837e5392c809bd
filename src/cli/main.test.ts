import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPlaybook, cacaoId } from '../../tests/support/cacao-playbooks';
import { COMMANDS } from './commands';
import { run } from './main';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'zw-cli-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function zonewatch(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    env: { ZONEWATCH_DATA: join(directory, 'data') },
    workingDirectory: directory,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const PLANT = `name: Test plant
sites:
  - id: north
    name: North
    timeZone: Europe/Copenhagen
    zones:
      - id: north-water
        name: Water
        target: 2
        gateways:
          - id: gw-001
            name: Gateway 1
            drives:
              - { id: p-101, name: Feed pump, entity: pump-01, model: FC 202 }
`;

describe('zonewatch', () => {
  it('lists every command for people when it is asked for help', async () => {
    const { code, out } = await zonewatch('help');
    expect(code).toBe(0);
    for (const { name, internal } of COMMANDS) {
      if (internal) expect(out).not.toContain(name);
      else expect(out).toContain(`  ${name}`);
    }
  });

  it('without a command shows the help and fails', async () => {
    expect((await zonewatch()).code).toBe(2);
  });

  it('names a command it does not know, and the ones of the same kind', async () => {
    const { code, err } = await zonewatch('plant', 'destroy');
    expect(code).toBe(2);
    expect(err).toContain('There is no command "plant destroy".');
    expect(err).toContain('plant check FILE');
    expect(err).not.toContain('sim trip');
  });

  it('lists the commands of one kind when asked', async () => {
    const { code, out } = await zonewatch('sim', 'help');
    expect(code).toBe(0);
    expect(out).toContain('sim clock-skew GATEWAY SECONDS');
    expect(out).not.toContain('plant check');
  });

  it('shows the usage of a command whose words are wrong', async () => {
    expect(await zonewatch('plant', 'check')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Usage: zonewatch plant check FILE'),
    });
    expect((await zonewatch('plant', 'check', 'a', 'b')).code).toBe(2);
    expect((await zonewatch('plant', 'check', '--quickly', 'a')).code).toBe(2);
  });

  it('says that settings are wrong, by variable', async () => {
    const err: string[] = [];
    const code = await run(['sim', 'status'], {
      env: { PORT: 'ninety' },
      workingDirectory: directory,
      print: () => undefined,
      complain: (text) => err.push(text),
    });
    expect(code).toBe(1);
    expect(err.join('\n')).toContain('PORT');
  });

  it('has nothing to do with a simulator that does not run', async () => {
    const { code, err } = await zonewatch('sim', 'trip', 'p-101');
    expect(code).toBe(1);
    expect(err).toContain('Start one with: npm run demo');
  });
});

describe('zonewatch plant check', () => {
  it('counts what a right file holds', async () => {
    await writeFile(join(directory, 'plant.yaml'), PLANT);
    const { code, out } = await zonewatch('plant', 'check', 'plant.yaml');
    expect(out).toBe('plant.yaml is right: 1 site, 1 zone, 1 gateway, 1 drive.');
    expect(code).toBe(0);
  });

  it('names file, line, column and path of each error', async () => {
    await writeFile(join(directory, 'wrong.yaml'), PLANT.replace('target: 2', 'target: 9'));
    const { code, err } = await zonewatch('plant', 'check', 'wrong.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(/wrong\.yaml:9:\d+ sites\.0\.zones\.0\.target: /);
  });

  it('says when there is no such file', async () => {
    expect(await zonewatch('plant', 'check', 'none.yaml')).toMatchObject({
      code: 1,
      err: 'none.yaml cannot be read.',
    });
  });
});

describe('zonewatch playbook lint', () => {
  const lint = async (playbook: unknown) => {
    await writeFile(join(directory, 'playbook.json'), JSON.stringify(playbook));
    return zonewatch('playbook', 'lint', 'playbook.json');
  };

  it('says that a right one is right', async () => {
    expect(await lint(aPlaybook())).toMatchObject({
      code: 0,
      out: 'playbook.json is right, and can be executed.',
    });
  });

  it('names rule, place and fault of each finding, and fails for errors', async () => {
    const { code, out } = await lint({ ...aPlaybook(), workflow_exception: cacaoId('action', 9) });
    expect(code).toBe(1);
    expect(out).toMatch(/^L1 +error +\/workflow_exception +Names no step\.$/m);
    expect(out).toContain('cannot be executed: 1 error, 0 warnings.');
  });

  it('is not led by what stands in the file', async () => {
    const { code, out } = await lint({ ...aPlaybook(), '\u001b[2J': 1 });
    expect(code).toBe(1);
    expect(out).toContain('“?[2J” is not a property');
  });
});
