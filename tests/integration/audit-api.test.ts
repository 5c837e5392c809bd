import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExportCheck } from '../../src/lib/domain/audit/check-export';
import type { ExportLine } from '../../src/lib/domain/audit/export-format';
import { checkLogProof, parseLogProof } from '../../src/lib/domain/audit/note/log-proof';
import { parseVerifierKey } from '../../src/lib/domain/audit/note/verifier-key';
import { systemActor } from '../../src/lib/domain/access/roles';
import { siteId, zoneId } from '../../src/lib/domain/ids';
import { sha256, verifySignature } from '../../src/lib/server/audit/hashing';
import { leafHash } from '../../src/lib/server/audit/leaf';
import { SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';

let bench: HttpBench;
const people: Record<string, Entered> = {};

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  const roles = {
    root: 'administrator@plant',
    lead: 'manager@site:aarhus',
    ops: 'operator@plant',
    rescue: 'responder@plant',
  };
  for (const [name, grants] of Object.entries(roles)) {
    await bench.person(name, grants);
    people[name] = await bench.enter(name);
  }
  for (const [i, zone] of ['pumps', 'mill', 'pumps', 'fans'].entries())
    await act(`alarm.acknowledge`, `${i}`, zone);
  await bench.app.audit.sign();
});
afterAll(() => bench.test.close());

const act = (action: string, id: string, zone: string) =>
  bench.test.db.transaction((tx) =>
    bench.host.appendAudit(
      tx,
      {
        action,
        object: {
          type: 'alarm',
          id,
          zone: zoneId.parse(zone),
          site: siteId.parse(zone === 'mill' ? 'odense' : 'aarhus'),
        },
        result: 'done',
        facts: { state_before: 'unacknowledged', state_after: 'acknowledged' },
      },
      { actor: systemActor('test'), address: undefined, requestId: undefined },
    ),
  );

const ask = (who: string, path: string) =>
  bench.ask(`/api/v1/audit${path}`, { cookie: people[who]?.cookie ?? '' });
const items = async (who: string, query: string) =>
  (
    (await (await ask(who, query)).json()) as {
      items: { seq: number; body: string; object: { id: string } }[];
    }
  ).items;
const lines = (text: string) => text.trimEnd().split('\n');
const key = () => parseVerifierKey(sha256, bench.app.audit.health().key?.text ?? '')!;

function check(text: string, trusted = key()) {
  const checking = new ExportCheck({ sha256, verify: verifySignature, trusted });
  for (const line of lines(text)) checking.line(line);
  return checking.verdict();
}

describe('looking for entries', () => {
  it.each([
    ['?object=alarm', ['3', '2', '1', '0']],
    ['?object=alarm:2', ['2']],
    ['?zone=pumps', ['2', '0']],
    ['?site=odense', ['1']],
    ['?zone=pumps&action=alarm.&actor=system:test', ['2', '0']],
    ['?zone=pumps&to=2001-01-01T00:00:00Z', []],
  ])('%s finds those', async (query, ids) => {
    expect((await items('root', query)).map(({ object }) => object.id)).toEqual(ids);
  });

  it('finds nothing of other parts of the plant', async () => {
    expect((await items('lead', '?object=alarm')).map(({ object }) => object.id)).toEqual(['3', '2', '0']);
    expect(await items('lead', '?zone=mill')).toEqual([]);
  });
});

describe('a proof', () => {
  it('proves the bytes that the list hands out, and no others', async () => {
    const [entry] = await items('root', '?object=alarm:1');
    const response = await ask('root', `/${entry!.seq}/proof`);
    expect(response.headers.get('content-disposition')).toContain(`audit-${entry!.seq}.tlog-proof`);
    const proof = parseLogProof(await response.text())!;
    const judge = { sha256, verify: verifySignature };
    expect(checkLogProof(proof, leafHash(Buffer.from(entry!.body)), key(), judge)).toBeDefined();
    expect(checkLogProof(proof, leafHash(Buffer.from(`${entry!.body} `)), key(), judge)).toBeUndefined();
  });

  it('of an entry that is not signed yet comes a minute later, and of one elsewhere never', async () => {
    const seq = await act('alarm.shelve', '9', 'mill');
    expect(await (await ask('root', `/${seq}/proof`)).json()).toMatchObject({ code: 'audit.not-signed' });
    expect((await ask('lead', `/${seq}/proof`)).status).toBe(404);
    expect((await ask('root', '/999999/proof')).status).toBe(404);
    expect((await ask('root', '/x/proof')).status).toBe(404);
  });

  it('leads to the checkpoint that is handed out', async () => {
    const note = await (await ask('rescue', '/checkpoint')).text();
    expect(note).toBe(bench.app.audit.checkpoint()?.note);
  });
});

describe('an export', () => {
  it('is verified without us, holds all entries of its range and its own', async () => {
    const response = await ask('root', '/export');
    const text = await response.text();
    expect(response.headers.get('content-disposition')).toMatch(/audit-\d{4}-\d\d-\d\d\.jsonl/);
    const verdict = check(text);
    expect(verdict).toMatchObject({ faults: [], complete: true, from: 0 });
    expect(verdict.proven).toBe(verdict.to);
    expect(verdict.checkpoints).toBeGreaterThan(1);
    const last = JSON.parse(lines(text).at(-2)!) as ExportLine & { type: 'entry' };
    expect(last.body).toContain('audit.export');
  });

  it('holds what its reader may see, and says that it is not all', async () => {
    const verdict = check(await (await ask('lead', '/export')).text());
    expect(verdict).toMatchObject({ faults: [], complete: false });
    const text = await (await ask('lead', '/export')).text();
    expect(text).not.toContain('"mill"');
    expect(text).toContain('pumps');
  });

  it('of a time is whole, of a filter a selection', async () => {
    const from = new Date(bench.clock.now() - 60_000).toISOString();
    expect(check(await (await ask('root', `/export?from=${from}`)).text())).toMatchObject({
      faults: [],
      complete: true,
    });
    expect(check(await (await ask('root', '/export?action=alarm.')).text())).toMatchObject({
      faults: [],
      complete: false,
    });
    const none = check(await (await ask('root', '/export?to=2001-01-01T00:00:00Z')).text());
    expect(none).toMatchObject({ faults: [], proven: 0 });
  });

  it('is for managers, process owners and administrators', async () => {
    expect((await ask('rescue', '/export')).status).toBe(403);
    expect((await ask('ops', '/export')).status).toBe(403);
  });

  describe('that was tampered with is refused', () => {
    const alter: [string, (all: string[]) => string[]][] = [
      [
        'a word of an entry',
        (all) => all.map((line) => line.replace('alarm.acknowledge', 'alarm.acknowledgd')),
      ],
      ['an entry left out', (all) => all.filter((line) => !line.includes('"seq":4,'))],
      ['an entry twice', (all) => all.flatMap((line) => (line.includes('"seq":4,') ? [line, line] : [line]))],
      ['two entries exchanged', (all) => [...all.slice(0, -3), all.at(-2)!, all.at(-3)!, all.at(-1)!]],
      ['the end cut off', (all) => all.slice(0, -2)],
      ['something added', (all) => [...all, all[0]!]],
      [
        'another size in a checkpoint',
        (all) => all.map((line) => line.replace(/("note":"[^"]*\\n)(\d+)(\\n)/, '$19$3')),
      ],
      ['a line that is none', (all) => [...all.slice(0, 3), '{}', ...all.slice(3)]],
    ];
    it.each(alter)('%s', async (_what, change) => {
      const text = await (await ask('root', '/export')).text();
      const altered = change(lines(text));
      expect(altered).not.toEqual(lines(text));
      expect(check(altered.join('\n')).faults).not.toEqual([]);
    });

    it('signed by another key', async () => {
      const text = await (await ask('root', '/export')).text();
      const other = parseVerifierKey(
        sha256,
        'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
      )!;
      expect(check(text, other).faults).not.toEqual([]);
    });
  });
});

describe('refusals', () => {
  it('of a page of the API are written down, repeats as one entry', async () => {
    for (let i = 0; i < 5; i++) expect((await ask('ops', '')).status).toBe(403);
    await bench.host.refusals.flush(true);
    const found = await items('root', '?actor=ops&result=refused');
    const facts = found.map(({ body }) => (JSON.parse(body) as { facts: { times: number } }).facts.times);
    expect(facts.reduce((sum, times) => sum + times, 0)).toBeGreaterThanOrEqual(5);
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it('of a wrong password are written down without what was typed', async () => {
    for (let i = 0; i < 3; i++) {
      await bench.ask('/login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'root', password: 'not this one' }),
        address: '192.0.2.77',
      });
    }
    await bench.host.refusals.flush(true);
    const found = await items('root', '?action=session.start&result=refused&object=person:root');
    expect(found.length).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(found)).not.toContain('not this one');
  });
});
