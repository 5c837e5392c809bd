import { expect, it } from 'vitest';
import { FakeClock } from '../../../../tests/support/fake-clock';
import { LeadingEdge } from './leading-edge';

/** An edge of 100 ms, what it sent and when, counted from the start. */
function stage() {
  const clock = new FakeClock();
  const start = clock.now();
  const sent: number[] = [];
  const news = { isThere: true };
  const made = new LeadingEdge({
    clock,
    everyMs: () => 100,
    send: (now) => {
      if (news.isThere) sent.push(now - start);
      return news.isThere;
    },
  });
  return { clock, sent, news, gate: made };
}

it('sends the first news in the very turn in which they came, and all of that turn together', async () => {
  const { clock, sent, gate } = stage();
  gate.request();
  gate.request();
  expect(sent).toEqual([]);
  await clock.advance(0);
  expect(sent).toEqual([0]);
});

it('sends what comes too soon when the time is over, once', async () => {
  const { clock, sent, gate } = stage();
  gate.request();
  await clock.advance(0);
  await clock.advance(30);
  gate.request();
  await clock.advance(50);
  gate.request();
  expect(sent).toEqual([0]);
  await clock.advance(400);
  expect(sent).toEqual([0, 100]);
  gate.request();
  await clock.advance(0);
  expect(sent).toEqual([0, 100, 480]);
});

it('sends ten times a second at most, however much there is', async () => {
  const { clock, sent, gate } = stage();
  for (let ms = 0; ms < 2_000; ms += 10) {
    gate.request();
    await clock.advance(10);
  }
  expect(sent).toHaveLength(20);
  expect(sent.every((at, i) => i === 0 || at - sent[i - 1]! >= 100)).toBe(true);
});

it('takes nothing for sent that was not', async () => {
  const { clock, sent, news, gate } = stage();
  news.isThere = false;
  gate.request();
  await clock.advance(10);
  news.isThere = true;
  gate.request();
  await clock.advance(0);
  expect(sent).toEqual([10]);
});

it('waits no longer because the clock was set back', async () => {
  const { clock, sent, gate } = stage();
  gate.request();
  await clock.advance(0);
  clock.jump(clock.now() - 3_600_000);
  gate.request();
  await clock.advance(100);
  expect(sent).toHaveLength(2);
});

it('sends nothing after it was stopped', async () => {
  const { clock, sent, gate } = stage();
  gate.request();
  gate.stop();
  gate.request();
  await clock.advance(1_000);
  expect(sent).toEqual([]);
  expect(clock.sleepers).toBe(0);
});
