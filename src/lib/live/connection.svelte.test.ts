import { flushSync } from 'svelte';
import { aSnapshot } from '../../../tests/support/durable-snapshot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { driveId, gatewayId } from '$lib/domain/ids';
import type { Durable } from '$lib/protocol/down';
import { FakeTransport, aFrame, aLayout } from '../../../tests/support/fake-transport';
import { LiveConnection } from './connection.svelte';
import { GRACE_MS } from './watch-list';

let transport: FakeTransport;
let live: LiveConnection;

beforeEach(() => {
  vi.useFakeTimers();
  transport = new FakeTransport();
  live = new LiveConnection({ transport: () => transport, chance: () => 1 });
  live.start();
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

/** Time passes; a server that lives sends its heartbeats meanwhile. */
async function pass(ms: number, alive = false): Promise<void> {
  for (let done = 0; done < ms; done += 250) {
    if (alive && done % 1_000 === 0) transport.beat();
    await vi.advanceTimersByTimeAsync(Math.min(250, ms - done));
  }
}

const durable = (seq: number, previous: number): Durable => ({
  seq,
  previous,
  at: seq,
  event: { type: 'notice.raised', key: `n${seq}`, severity: 'info', text: `Notice ${seq}`, since: seq },
});

describe('the link', () => {
  it('is live while the server is heard, late after 1.5 s and said to be down within 3 s of silence', async () => {
    expect(live.link).toBe('connecting');
    transport.accept();
    expect(live.link).toBe('live');
    await pass(10_000, true);
    expect(live.link).toBe('live');
    transport.beat();
    await pass(1_500);
    expect(live.link).toBe('live');
    await pass(250);
    expect([live.link, live.lastHeardAgeMs]).toEqual(['late', 1_750]);
    await pass(750);
    expect(live.link).toBe('late');
    await pass(250);
    expect([live.link, live.brokenHop]).toEqual(['down', 'server']);
    transport.beat();
    expect([live.link, live.brokenHop]).toEqual(['live', undefined]);
  });

  it('is down within 3 s of the start when nobody answers', async () => {
    await pass(3_000);
    expect([live.link, live.lastHeardAgeMs, live.brokenHop]).toEqual(['down', undefined, 'server']);
  });

  it('is taken up again by itself, sooner at first', async () => {
    transport.accept();
    transport.drop();
    expect(live.link).toBe('late');
    await pass(250);
    expect(transport.attempts).toBe(2);
    transport.drop();
    await pass(250);
    expect(transport.attempts).toBe(2);
    await pass(250);
    expect(transport.attempts).toBe(3);
    transport.accept();
    expect(live.link).toBe('live');
    transport.drop();
    await pass(250);
    expect(transport.attempts).toBe(4);
  });

  it('is given up for a new one when it is silent for long though nobody closed it', async () => {
    transport.accept();
    await pass(6_000);
    expect(transport.attempts).toBe(1);
    await pass(750);
    expect(transport.isOpen).toBe(false);
    expect(transport.attempts).toBe(2);
  });

  it('does not wait for its timer when the page is looked at again', async () => {
    transport.accept();
    for (let i = 0; i < 6; i += 1) {
      transport.drop();
      await pass(4_000);
    }
    const attempts = transport.attempts;
    transport.drop();
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(transport.attempts).toBe(attempts + 1);
  });

  it('ends when the session does, and is not tried again', async () => {
    transport.accept();
    transport.tell('snapshot', aSnapshot({ head: 4 }));
    transport.tell('ended', { reason: 'session-ended' });
    transport.drop();
    await pass(60_000);
    expect([live.link, live.endReason, transport.attempts]).toEqual(['ended', 'session-ended', 1]);
    expect(live.durable.lastSeq).toBeUndefined();
  });

  it('ends when the server asks for a sign-in, or speaks another version', async () => {
    transport.refuse('access.sign-in-needed');
    expect([live.link, live.endReason]).toEqual(['ended', 'session-ended']);
    live.stop();
    live = new LiveConnection({ transport: () => transport });
    live.start();
    transport.accept({ protocol: 99 });
    expect([live.link, live.endReason]).toEqual(['ended', 'other-version']);
  });

  it('is tried again, without haste, when the server refuses for another reason', async () => {
    transport.refuse('database.unavailable');
    await pass(14_000);
    expect(transport.attempts).toBe(1);
    await pass(1_500);
    expect(transport.attempts).toBe(2);
  });

  it('names the broken hop behind a server that lives', () => {
    transport.accept();
    transport.beat({ broker: { state: 'down', since: 1 }, gateways: { live: 0, total: 1, held: 0 } });
    expect(live.brokenHop).toBe('broker');
    transport.beat({ gateways: { live: 0, total: 1, held: 0 } });
    expect(live.brokenHop).toBe('gateway');
  });

  it('shows the server’s time and how far this machine’s clock is off', async () => {
    transport.accept({ now: Date.now() + 5_000 });
    await pass(1_000);
    expect(live.serverNow()).toBe(Date.now() + 5_000);
    expect(live.clockSkewMs).toBe(-5_000);
    expect(live.serverTime).toBe(Math.floor((Date.now() + 5_000) / 1_000) * 1_000);
  });
});

describe('watching', () => {
  const fleet = { type: 'fleet' } as const;
  const drive = { type: 'drive', drive: driveId.parse('pump-1') } as const;
  const watched = () => transport.messages<{ views: unknown[] }>('watch').at(-1)?.views;

  it('is one message for all that one turn changed, and none for a second reader', async () => {
    transport.accept();
    const before = transport.messages('watch').length;
    const board = live.watch(fleet);
    live.watch(drive);
    await pass(250);
    expect(transport.messages('watch')).toHaveLength(before + 1);
    expect(watched()).toEqual([fleet, drive]);
    expect(live.watch(fleet)).toBe(board);
    await pass(250);
    expect(transport.messages('watch')).toHaveLength(before + 1);
  });

  it('lasts until 5 s after the last reader has gone', async () => {
    transport.accept();
    live.watch(fleet);
    live.watch(fleet);
    live.unwatch(fleet);
    await pass(GRACE_MS + 1_000, true);
    expect(watched()).toEqual([fleet]);
    live.unwatch(fleet);
    await pass(GRACE_MS - 500, true);
    expect(watched()).toEqual([fleet]);
    live.watch(fleet);
    await pass(GRACE_MS, true);
    expect(watched()).toEqual([fleet]);
    live.unwatch(fleet);
    await pass(GRACE_MS, true);
    expect(watched()).toEqual([]);
  });

  it('is told again after every reconnection', async () => {
    live.watch(fleet);
    transport.accept();
    expect(watched()).toEqual([fleet]);
    transport.drop();
    await pass(250);
    transport.sent.length = 0;
    transport.accept();
    expect(watched()).toEqual([fleet]);
  });

  it('says that there is nothing where nothing may be seen', async () => {
    transport.answer = (event) =>
      event === 'watch'
        ? { ok: false, code: 'not-found', message: 'There is nothing here.', views: ['drive/pump-1'] }
        : { ok: true };
    transport.accept();
    const board = live.watch(drive);
    const other = live.watch(fleet);
    await pass(250);
    expect(board.problem).toMatchObject({ code: 'not-found' });
    expect(other.problem).toBeUndefined();
  });

  it('leads each frame to the board of its room, and drops those of another layout', async () => {
    transport.accept();
    const board = live.watch(fleet);
    await pass(250);
    transport.tell('frame', aFrame('fleet', { 0: {} }));
    transport.tell('layout', aLayout('fleet', ['a', 'b'], { room: 7, version: 3 }));
    transport.tell('frame', aFrame('fleet', { 0: {} }, { room: 7, version: 2 }));
    transport.tell('frame', aFrame('fleet', { 0: {} }, { room: 8, version: 3 }));
    transport.tell('frame', new Uint8Array(50));
    expect([board.freshness(0), board.loaded]).toEqual(['never', false]);
    transport.tell('frame', aFrame('fleet', { 0: {}, 1: {}, 9: {} }, { room: 7, version: 3, whole: true }));
    expect([board.freshness(0), board.loaded]).toEqual(['live', true]);
  });

  it('acknowledges frames, also those that it does not use', async () => {
    transport.accept();
    for (const number of [4, 5, 6]) transport.tell('frame', aFrame('fleet', {}, { number }));
    await pass(250);
    expect(transport.messages('received')).toEqual([{ frame: 6 }]);
  });

  it('takes no old frame for news', async () => {
    transport.accept();
    const board = live.watch(fleet);
    await pass(250);
    transport.tell('layout', aLayout('fleet', ['a']));
    transport.tell('frame', aFrame('fleet', { 0: { load: 10 } }));
    await pass(4_000, true);
    transport.tell('frame', aFrame('fleet', { 0: { load: 20 } }, { now: Date.now() - 3_500 }));
    expect([board.load[0], board.freshness(0)]).toEqual([10, 'stale']);
    transport.tell('frame', aFrame('fleet', { 0: { load: 30 } }));
    expect([board.load[0], board.freshness(0)]).toEqual([30, 'live']);
  });

  it('reports every 10 s how long values took to the screen', async () => {
    transport.accept();
    live.watch(fleet);
    await pass(250);
    transport.tell('layout', aLayout('fleet', ['a']));
    const publishedAt = Date.now() - 90;
    transport.tell('frame', aFrame('fleet', { 0: {} }, { publishedAt }));
    await pass(11_000, true);
    const [report, ...more] = transport.messages<{ counts: number[]; sumMs: number }>('painted');
    expect(report?.counts.reduce((a, b) => a + b)).toBe(1);
    expect(report?.sumMs).toBeGreaterThanOrEqual(90);
    expect(report?.sumMs).toBeLessThan(150);
    expect(more).toEqual([]);
  });
});

describe('the durable stream', () => {
  const resumes = () =>
    transport.messages<{ lastSeq: number | null }>('resume').map(({ lastSeq }) => lastSeq);

  it('begins with a snapshot and goes on from the last number after a cut', async () => {
    transport.accept();
    expect(resumes()).toEqual([null]);
    const presence = [{ gateway: gatewayId.parse('gw'), link: 'live' as const, since: 1 }];
    transport.tell('snapshot', aSnapshot({ head: 10, presence }));
    transport.tell('durable', durable(12, 10));
    transport.tell('durable', durable(15, 12));
    expect([...live.durable.notices.keys()]).toEqual(['n12', 'n15']);
    expect(live.durable.presence.get(gatewayId.parse('gw'))).toEqual({ link: 'live', since: 1 });
    transport.drop();
    await pass(250);
    transport.accept();
    expect(resumes()).toEqual([null, 15]);
    transport.tell('durable', durable(15, 12));
    transport.tell('durable', durable(16, 15));
    expect([live.durable.lastSeq, resumes().length]).toEqual([16, 2]);
  });

  it('asks for what lies between when an entry does not follow', () => {
    transport.accept();
    transport.tell('snapshot', aSnapshot({ head: 10 }));
    transport.tell('durable', durable(14, 12));
    expect(live.durable.notices.size).toBe(0);
    expect(resumes()).toEqual([null, 10]);
  });

  it('asks when heartbeats speak of an entry that does not come', () => {
    transport.accept();
    transport.tell('snapshot', aSnapshot({ head: 10 }));
    transport.beat({ head: 11 });
    transport.beat({ head: 11 });
    expect(resumes()).toEqual([null]);
    transport.beat({ head: 11 });
    expect(resumes()).toEqual([null, 10]);
  });

  it('asks again when the server could not answer', () => {
    transport.answer = () => ({ ok: false, code: 'database.unavailable', message: '' });
    transport.accept();
    expect(resumes()).toEqual([null]);
    for (let i = 0; i < 3; i += 1) transport.beat();
    expect(resumes()).toEqual([null, null]);
  });

  it('begins anew when what may be seen has changed, with nothing of it left on the screen', async () => {
    transport.accept();
    const board = live.watch({ type: 'fleet' });
    await pass(250);
    transport.tell('layout', aLayout('fleet', ['a']));
    transport.tell('snapshot', aSnapshot({ head: 10 }));
    transport.tell('durable', durable(11, 10));
    transport.tell('ended', { reason: 'access-changed' });
    transport.drop();
    flushSync();
    expect([live.durable.notices.size, board.drives.length, live.link]).toEqual([0, 0, 'late']);
    await pass(250);
    transport.accept();
    expect(resumes()).toEqual([null, null]);
  });
});

it('a slower pace of frames is told while many drives are on the screen, and not for a drive in focus', async () => {
  transport.accept();
  live.watch({ type: 'drive', drive: driveId.parse('pump-1') });
  await vi.advanceTimersByTimeAsync(0);
  transport.beat({ frameMs: 500 });
  expect(live.slowFrameMs).toBeUndefined();
  live.watch({ type: 'fleet' });
  await vi.advanceTimersByTimeAsync(0);
  expect(live.slowFrameMs).toBe(500);
  transport.beat();
  expect(live.slowFrameMs).toBeUndefined();
});
