import { afterAll, beforeAll, expect, it } from 'vitest';
import { personId } from '../../src/lib/domain/ids';
import { noteRun } from '../../src/lib/server/playbooks/commands/hold';
import { approveStep } from '../../src/lib/server/playbooks/commands/steps';
import { END } from '../support/cacao-playbooks';
import { RUN_PLANT, runBench, type RunBench } from '../support/run-bench';
import { endKey, gatewayPlaybook, restart, stepKey } from '../support/run-playbooks';
import { until } from '../support/until';

const A = stepKey(11);
const OWNERS = ['owner', 'owner2'];
const REQUESTERS = Array.from({ length: 10 }, (_, i) => `asks${i}`);
const GATEWAYS = ['gw-pumps', 'gw-fans', 'gw-mill'];
const PLAYBOOK = gatewayPlaybook({
  [A]: restart({ on_success: END, on_failure: endKey(2) }),
  [endKey(2)]: { type: 'end' },
});

let bench: RunBench;
const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const processOwners = OWNERS.map((name) => personId.parse(name));
  bench = await runBench({
    ...RUN_PLANT,
    zones: RUN_PLANT.zones.map((zone) => ({ ...zone, processOwners })),
  });
  await bench.person('owner2', 'process-owner@plant');
  for (const name of REQUESTERS) await bench.person(name, 'responder@plant');
  // Everybody signs in before: passwords are checked few at a time.
  for (const name of [...OWNERS, ...REQUESTERS]) {
    await bench.as(name, noteRun, { id: 999, text: 'here' }).catch(() => undefined);
  }
  // Two programs on one database, both of which begin what they find ready.
  stops.push(bench.go(), bench.go(bench.another()));
});
afterAll(async () => {
  for (const stop of stops) await stop();
  await bench.test.close();
});

it('two approvers and ten requesters at once: each consent is used once, and no two restarts overlap', async () => {
  const under = new Set<unknown>();
  let overlaps = 0;
  bench.script.execute = async ({ run: { gateway } }) => {
    if (under.has(gateway)) overlaps += 1;
    under.add(gateway);
    await new Promise((resolve) => setImmediate(resolve));
    under.delete(gateway);
    return { kind: 'succeeded', text: 'done' };
  };
  const runs = await Promise.all(
    REQUESTERS.map((by, i) => bench.start(PLAYBOOK, { gateway: GATEWAYS[i % GATEWAYS.length] }, by)),
  );
  const asked = await Promise.all(
    runs.map(async ({ id }) => ({ id, approval: (await bench.stands(id, A, 'waiting-approval')).approval })),
  );
  const votes = await Promise.all(
    asked.flatMap(({ id, approval }) =>
      OWNERS.map((by) =>
        bench.as(by, approveStep, { id, step: A, bindsTo: approval?.bindsTo, reason: 'yes' }).then(
          () => ({ id, by, code: '' }),
          (error: { code: string }) => ({ id, by, code: error.code }),
        ),
      ),
    ),
  );
  // What waits for equipment is looked at again while time goes on.
  const over = async () => {
    await bench.clock.advance(2_100);
    const files = await Promise.all(runs.map(({ id }) => bench.file(id)));
    return files.every(({ run }) => run.endedAt !== null);
  };
  await until(over, 25_000, 'all runs are over', 200);
  for (const { id } of runs) {
    expect((await bench.file(id)).run.status).toBe('succeeded');
    // Whoever was second is told so; their word is not counted beside the first.
    expect(
      votes
        .filter((vote) => vote.id === id)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['', 'conflict']);
  }
  expect(bench.done).toHaveLength(runs.length);
  expect(new Set(bench.done).size).toBe(runs.length);
  expect(overlaps).toBe(0);
  const { rows } = await bench.test.db.client.query(
    `select state, (select count(*)::integer from run_approval_vote where approval = run_approval.id) as votes
     from run_approval`,
  );
  expect(rows).toEqual(runs.map(() => ({ state: 'consumed', votes: 1 })));
});

it('one approval that two and then twelve try to give is consumed once', async () => {
  const { id } = await bench.start(PLAYBOOK, {}, 'asks0');
  const { approval } = await bench.stands(id, A, 'waiting-approval');
  const said = { id, step: A, bindsTo: approval?.bindsTo, reason: 'yes' };
  const before = bench.done.length;
  const votes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, i) => bench.as(OWNERS[i % 2] ?? '', approveStep, said)),
  );
  expect(votes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await bench.over(id);
  expect(bench.done.slice(before)).toHaveLength(1);
});
