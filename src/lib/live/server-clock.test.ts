import { describe, expect, it } from 'vitest';
import { BEHIND_MS, ServerClock, UNDER_WAY_MS } from './server-clock';

/** A machine whose wall clock is `skew` off the server's, and whose timer clock stands still in sleep. */
function machine(skew = 0) {
  let server = 1_763_630_000_000;
  let steady = 1_000;
  let wall = server + skew;
  const clock = new ServerClock({ steady: () => steady, wall: () => wall });
  const pass = (ms: number, asleep = false) => {
    server += ms;
    wall += ms;
    if (!asleep) steady += ms;
  };
  return {
    clock,
    pass,
    server: () => server,
    setWall: (ms: number) => void (wall += ms),
    setServer: (ms: number) => void (server += ms),
  };
}

describe('the server’s clock, seen from a browser', () => {
  it('is this machine’s own until something was heard', () => {
    const m = machine(42);
    expect(m.clock.now()).toBe(m.server() + 42);
    expect(m.clock.skewMs()).toBeUndefined();
  });

  it('is right whatever this machine’s clock says', () => {
    const m = machine(-86_400_000);
    m.clock.heard(m.server());
    m.pass(12_345);
    expect(m.clock.now()).toBe(m.server());
    expect(m.clock.skewMs()).toBe(-86_400_000);
  });

  it('follows the message that travelled fastest', () => {
    const m = machine();
    for (const delay of [80, 15, 200, 60]) {
      m.clock.heard(m.server() - delay);
      m.pass(1_000);
    }
    expect(m.server() - m.clock.now()).toBe(15);
  });

  it('forgets what it learnt more than a minute ago', () => {
    const m = machine();
    m.clock.heard(m.server());
    for (let i = 0; i < 70; i += 1) {
      m.pass(1_000);
      m.clock.heard(m.server() - 100);
    }
    expect(m.server() - m.clock.now()).toBe(100);
  });

  it('goes on while the machine sleeps', () => {
    const m = machine();
    m.clock.heard(m.server());
    m.pass(8 * 3_600_000, true);
    expect(m.clock.now()).toBe(m.server());
    m.pass(1_000);
    expect(m.clock.now()).toBe(m.server());
  });

  it('follows a server whose clock was set back', () => {
    const m = machine();
    m.clock.heard(m.server());
    m.setServer(-60_000);
    m.clock.heard(m.server());
    expect(m.clock.now()).toBe(m.server());
    expect(m.clock.isOld(m.server())).toBe(false);
  });

  it('follows again after this machine’s clock was set forward', () => {
    const m = machine();
    m.clock.heard(m.server());
    m.setWall(3_600_000);
    m.pass(1_000);
    m.clock.heard(m.server());
    expect(m.clock.now()).toBe(m.server());
    expect(m.clock.isOld(m.server())).toBe(false);
  });
});

describe('a frame', () => {
  it('is old when it was under way for long, or newer things have been said since', () => {
    const m = machine();
    m.clock.heard(m.server());
    const made = m.server();
    m.pass(UNDER_WAY_MS);
    expect(m.clock.isOld(made)).toBe(false);
    m.pass(1);
    expect(m.clock.isOld(made)).toBe(true);

    m.clock.heard(m.server());
    expect(m.clock.isOld(m.server() - BEHIND_MS)).toBe(false);
    expect(m.clock.isOld(m.server() - BEHIND_MS - 1)).toBe(true);
  });
});
