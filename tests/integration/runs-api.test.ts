import { afterAll, beforeAll, expect, it } from 'vitest';
import { SHIPPED_PLAYBOOKS } from '../../src/lib/playbooks/shipped';
import { RECOVERY } from '../../src/lib/domain/playbooks/recovery';
import type { RunStepView, RunView } from '../../src/lib/protocol/runs';
import { shipPlaybooks } from '../../src/lib/server/ship-playbooks';
import { httpBench, type HttpBench } from '../support/http-bench';
import { running } from '../support/incident-bench';
import { RUN_PLANT } from '../support/run-bench';
import { until } from '../support/until';

let http: HttpBench;
let cookie: string;
let stop: () => Promise<void>;
beforeAll(async () => {
  http = await httpBench(RUN_PLANT);
  await shipPlaybooks(http.host, http.app.playbooks, SHIPPED_PLAYBOOKS);
  await http.person('responder', 'responder@plant');
  cookie = (await http.enter('responder')).cookie;
  stop = running(http.app.runs);
});
afterAll(async () => {
  await stop();
  await http.test.close();
});

const headers = { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' };
const post = (path: string, body: object) =>
  http.json(`/api/v1${path}`, { method: 'POST', cookie, headers, body: JSON.stringify(body) });
const get = async <T>(path: string): Promise<T> => (await http.json(`/api/v1${path}`, { cookie })).body as T;

it('a drill needs nothing but its mode, and its first step is there at once', async () => {
  const { status, body } = await post(`/playbooks/${RECOVERY.firmwareCorruption}/runs`, { mode: 'drill' });
  expect(status).toBe(201);
  const { run } = body as { run: RunView };
  expect(run).toMatchObject({ mode: 'drill', timeScale: 60, gateway: 'gw-pumps', zone: 'pumps' });
  expect(run.current).toMatchObject({ name: 'Safety first', status: 'waiting-person' });
  const step = run.current?.step ?? '';
  const done = await post(`/runs/${run.id}/steps/${step}/complete`, { outcome: 'done', note: 'all quiet' });
  expect(done.status).toBe(200);
  const file = await get<{ steps: RunStepView[] }>(`/runs/${run.id}`);
  expect(file.steps.find((one) => one.step === step)).toMatchObject({ status: 'succeeded', by: 'responder' });
  const { items } = await get<{ items: RunView[] }>('/runs?state=open');
  expect(items.map(({ id }) => id)).toContain(run.id);
  const statuses = await get<Record<string, unknown>[]>(`/runs/${run.id}/execution-status`);
  expect(statuses[0]).toMatchObject({
    type: 'execution-status',
    workflow_step: step,
    status: 'successfully_completed',
    automated_execution: false,
    executed_by: 'responder',
  });
  await post(`/runs/${run.id}/cancel`, { reason: 'enough' });
  await until(async () => (await get<{ run: RunView }>(`/runs/${run.id}`)).run.status === 'cancelled');
});

it('every shipped playbook can be looked through without doing anything', async () => {
  for (const playbook of Object.values(RECOVERY)) {
    const variables = playbook === RECOVERY.compromisedAccount ? { __account__: 'operator' } : {};
    const body = { mode: 'dry-run', gateway: 'gw-pumps', variables };
    const answer = await post(`/playbooks/${playbook}/runs`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    const { run } = answer.body as { run: RunView };
    const { steps } = await get<{ steps: RunStepView[] }>(`/runs/${run.id}`);
    expect(steps.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(run.status).toBe('succeeded');
  }
});

it('an unsigned version does not run in a zone that makes the product', async () => {
  const body = { mode: 'run', gateway: 'gw-pumps' };
  const answer = await post(`/playbooks/${RECOVERY.firmwareCorruption}/runs`, body);
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({ code: 'run.not-signed' });
});
