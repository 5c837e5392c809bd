import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personId } from '../../src/lib/domain/ids';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/version';
import { SESSION_COOKIE } from '../../src/lib/server/access/sessions';
import { SOCKETS_PER_PERSON } from '../../src/lib/server/fanout/handshake';
import { liveBench, type LiveBench } from '../support/live-bench';
import { until } from '../support/until';

let bench: LiveBench;
beforeAll(async () => void (bench = await liveBench()));
afterAll(() => bench.close());

describe('who may open a live connection', () => {
  it('somebody with a session, who is told what it is connected to', async () => {
    const { cookie } = await bench.signIn('operator', 'operator@plant');
    const page = await bench.connect(cookie);
    expect(page.hellos[0]).toMatchObject({
      protocol: PROTOCOL_VERSION,
      plantName: 'Small plant',
      build: 'test',
    });
    expect(page.hellos[0]?.sessionEndsAt).toBeGreaterThan(Date.now());
  });

  it.each([
    ['no cookie', undefined],
    ['a forged cookie', `${SESSION_COOKIE}=${'A'.repeat(43)}`],
    ['a malformed cookie', `${SESSION_COOKIE}=' or 1=1 --`],
  ])('not somebody with %s', async (_, cookie) => {
    const page = await bench.connect(cookie);
    expect(page.refused).toEqual({ code: 'access.sign-in-needed' });
    expect(page.hellos).toEqual([]);
  });

  it.each([
    ['a page of another site', 'https://evil.example'],
    ['a page of another port', 'http://127.0.0.1:1'],
    ['a sandboxed page', 'null'],
    ['a program that names no origin', null],
  ])('not %s, whatever its cookie', async (_, origin) => {
    const { cookie } = await bench.signIn('visitor', 'operator@plant');
    const page = await bench.connect(cookie, { origin });
    expect(page.refused).toBeDefined();
    expect(page.hellos).toEqual([]);
  });

  it('not more windows of one person than anybody needs', async () => {
    const { cookie } = await bench.signIn('hoarder', 'operator@plant');
    const pages = await Promise.all(Array.from({ length: SOCKETS_PER_PERSON }, () => bench.connect(cookie)));
    expect(pages.every((page) => page.hellos.length === 1)).toBe(true);
    const oneMore = await bench.connect(cookie);
    expect(oneMore.refused).toEqual({ code: 'access.too-many-attempts' });
    pages[0]?.close();
    await until(async () => (await bench.connect(cookie)).hellos.length === 1, 5_000, 'its place is free');
    for (const page of pages) page.close();
  });
});

describe('an open connection is closed within a second', () => {
  it('when its session is ended', async () => {
    const { cookie, sessionId } = await bench.signIn('leaver', 'operator@plant');
    const page = await bench.connect(cookie);
    const at = Date.now();
    bench.bus.emit('session.ended', { sessions: [sessionId], person: personId.parse('leaver') });
    await until(() => page.closedAt !== undefined);
    expect(page.ended).toEqual({ reason: 'session-ended' });
    expect(page.closedAt! - at).toBeLessThan(1_000);
  });

  it('when another process ended it', async () => {
    const { cookie, sessionId } = await bench.signIn('revoked', 'operator@plant');
    const page = await bench.connect(cookie);
    const at = Date.now();
    await bench.db.client.query('delete from session where id = $1', [sessionId]);
    await until(() => page.closedAt !== undefined);
    expect(page.ended).toEqual({ reason: 'session-ended' });
    expect(page.closedAt! - at).toBeLessThan(1_000);
  });

  it('when roles change, so that it can come back with what may be seen now', async () => {
    const { cookie } = await bench.signIn('promoted', 'operator@site:odense');
    const page = await bench.connect(cookie);
    bench.bus.emit('access.changed', { person: personId.parse('promoted') });
    await until(() => page.closedAt !== undefined, 1_000);
    expect(page.ended).toEqual({ reason: 'access-changed' });
    expect((await bench.connect(cookie)).hellos).toHaveLength(1);
  });

  it('when another process changed roles', async () => {
    const { cookie } = await bench.signIn('demoted', 'operator@plant');
    const page = await bench.connect(cookie);
    await until(() => page.heartbeats.length >= 3, 5_000, 'its roles were noted');
    await bench.db.client.query(`delete from role_grant where person = 'demoted'`);
    await until(() => page.closedAt !== undefined, 2_000);
    expect(page.ended).toEqual({ reason: 'access-changed' });
  });

  it('but not somebody else’s', async () => {
    const { cookie } = await bench.signIn('bystander', 'operator@plant');
    const page = await bench.connect(cookie);
    bench.bus.emit('session.ended', { sessions: ['another'], person: personId.parse('operator') });
    bench.bus.emit('session.ended', { sessions: 'all-of-person', person: personId.parse('operator') });
    const beats = page.heartbeats.length;
    await until(() => page.heartbeats.length > beats + 1, 5_000, 'it goes on');
    expect(page.closedAt).toBeUndefined();
  });
});

describe('what a page sends', () => {
  it('is answered with what is wrong with it', async () => {
    const { cookie } = await bench.signIn('fuzzer', 'operator@plant');
    const page = await bench.connect(cookie);
    const invalid = { ok: false, code: 'input.invalid' };
    expect(await page.ask('watch', null)).toMatchObject(invalid);
    expect(
      await page.ask('watch', { views: [{ type: 'drive', drive: "'; drop table drive" }] }),
    ).toMatchObject(invalid);
    expect(await page.watch(...Array.from({ length: 9 }, () => ({ type: 'fleet' })))).toMatchObject(invalid);
    expect(await page.resume(-1)).toMatchObject(invalid);
    expect(await page.watch({ type: 'fleet' })).toEqual({ ok: true });
  });

  it('ends the connection when it is nothing but noise', async () => {
    const { cookie } = await bench.signIn('noisy', 'operator@plant');
    const page = await bench.connect(cookie);
    for (let i = 0; i < 60; i += 1) page.socket.emit('nonsense' as 'received', { frame: i });
    await until(() => page.closedAt !== undefined, 3_000);
    expect(page.ended).toEqual({ reason: 'protocol-error' });
  });

  it('ends the connection when it is larger than any message of ours', async () => {
    const { cookie } = await bench.signIn('large', 'operator@plant');
    const page = await bench.connect(cookie);
    page.socket.emit('watch', { views: 'x'.repeat(40_000) as never }, () => undefined);
    await until(() => page.closedAt !== undefined, 3_000);
    expect(page.heartbeats.length).toBeGreaterThan(0);
  });
});
