import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Outbox, type Message } from './outbox';

const message = (n: number): Message => ({ topic: `t/${n}`, payload: String(n), retain: false });
const drain = (outbox: Outbox) => {
  const seen: number[] = [];
  for (let m = outbox.shift(); m; m = outbox.shift()) seen.push(Number(m.payload));
  return seen;
};

describe('an outbox', () => {
  it('gives messages back in the order they came', () => {
    const outbox = new Outbox(1000);
    for (let n = 0; n < 500; n++) outbox.push(message(n));
    expect(drain(outbox)).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  it('never holds more than its capacity, loses the oldest, and counts what it lost', () => {
    const outbox = new Outbox(10);
    for (let n = 0; n < 25; n++) outbox.push(message(n));
    expect(outbox.dropped).toBe(15);
    expect(drain(outbox)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
  });

  it('puts unacknowledged messages back in front, in their order', () => {
    const outbox = new Outbox(100);
    outbox.push(message(4));
    outbox.putBack([message(1), message(2), message(3)]);
    expect(drain(outbox)).toEqual([1, 2, 3, 4]);
  });

  it('behaves as a plain list of the newest messages, whatever is done to it', () => {
    const act = fc.oneof(
      fc.constant({ type: 'push' as const }),
      fc.constant({ type: 'shift' as const }),
      fc.nat(6).map((count) => ({ type: 'back' as const, count })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(act, { maxLength: 200 }), (capacity, acts) => {
        const outbox = new Outbox(capacity);
        let model: number[] = [];
        let next = 0;
        for (const a of acts) {
          if (a.type === 'push') {
            outbox.push(message(next));
            model = [...model, next++].slice(-capacity);
          } else if (a.type === 'shift') {
            expect(outbox.shift()?.payload).toBe(model.length ? String(model[0]) : undefined);
            model = model.slice(1);
          } else {
            const back = Array.from({ length: a.count }, () => next++);
            outbox.putBack(back.map(message));
            model = [...back, ...model].slice(-capacity);
          }
          expect(outbox.length).toBe(model.length);
        }
        expect(drain(outbox)).toEqual(model);
      }),
    );
  });
});
