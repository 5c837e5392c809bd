import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { until } from '../../support/until';
import { between, cpuClock } from './cpu';

/** A process that uses so much CPU time, or starts one that does and waits for it, and then lives on idly. */
const busy = (ms: number) => `while (process.cpuUsage().user < ${1_000 * ms});`;
const stay = 'setInterval(() => 0, 1000);';
const inChild = (ms: number) =>
  `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(busy(ms))}]);`;

it('CPU time is that of the process, its threads, its children and those that have ended', async () => {
  const start = (program: string) => spawn(process.execPath, ['-e', program + stay], { stdio: 'ignore' });
  const [node, postmaster] = [start(busy(200)), start(inChild(300))];
  try {
    const clock = cpuClock({ node: node.pid ?? 0, postmaster: postmaster.pid ?? 0 });
    await until(() => clock().node >= 0.2 && clock().postgres >= 0.3);
    const before = clock();
    expect(between(before, clock()).together).toBeLessThan(0.2);
  } finally {
    node.kill();
    postmaster.kill();
  }
});

it('a process that has ended is no longer measured', async () => {
  const child = spawn(process.execPath, ['-e', stay], { stdio: 'ignore' });
  const clock = cpuClock({ node: child.pid ?? 0, postmaster: process.pid });
  expect(clock().node).toBeGreaterThanOrEqual(0);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await ended;
  expect(() => clock()).toThrow('ENOENT');
});
