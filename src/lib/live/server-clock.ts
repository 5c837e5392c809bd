/** Samples older than this no longer speak for the offset. */
const WINDOW_MS = 60_000;
const KEPT = 64;
/** The wall clock ran ahead of the timer clock by this: the machine slept or its clock was set. */
const LEAP_MS = 1_000;
/** Frames this far behind the newest server time, or under way for this long, are not live any more. */
export const BEHIND_MS = 2_000;
export const UNDER_WAY_MS = 6_000;

/** What the machine offers for telling time: `steady` never goes back but may stand still in sleep. */
export interface LocalTime {
  steady(): number;
  wall(): number;
}

export const machineTime: LocalTime = { steady: () => performance.now(), wall: () => Date.now() };

/**
 * The server's clock as seen from here. Each message carries the server's time; the one that travelled
 * fastest shows the offset best, so the largest difference of the last minute counts. Time that the machine
 * slept is added, so that nothing looks fresh after a night with the lid closed.
 */
export class ServerClock {
  readonly #time: LocalTime;
  readonly #samples: { at: number; offset: number }[] = [];
  #offset: number | undefined;
  #newest = Number.NEGATIVE_INFINITY;
  #slept = 0;
  #lastSteady: number;
  #lastWall: number;

  constructor(time: LocalTime = machineTime) {
    this.#time = time;
    this.#lastSteady = time.steady();
    this.#lastWall = time.wall();
  }

  /** Local time in ms that goes on while the machine sleeps; only differences mean something. */
  local(): number {
    const steady = this.#time.steady();
    const wall = this.#time.wall();
    const leap = wall - this.#lastWall - (steady - this.#lastSteady);
    this.#lastSteady = steady;
    this.#lastWall = wall;
    if (leap > LEAP_MS) {
      this.#slept += leap;
      this.#samples.length = 0;
    }
    return steady + this.#slept;
  }

  /** Takes the server time of a message that has just come in. */
  heard(serverNow: number): void {
    const at = this.local();
    if (serverNow < this.#newest - BEHIND_MS) {
      // The server's clock was set back; what was learnt about it is void.
      this.#samples.length = 0;
      this.#newest = serverNow;
    }
    this.#newest = Math.max(this.#newest, serverNow);
    while (this.#samples.length >= KEPT || (this.#samples[0]?.at ?? at) < at - WINDOW_MS) {
      this.#samples.shift();
    }
    this.#samples.push({ at, offset: serverNow - at });
    this.#offset = Math.max(...this.#samples.map((sample) => sample.offset));
  }

  /** Server time now; this machine's own until something was heard. */
  now(): number {
    return this.#offset === undefined ? this.#time.wall() : this.local() + this.#offset;
  }

  /** This machine's wall clock minus the server's, in ms; undefined until something was heard. */
  skewMs(): number | undefined {
    return this.#offset === undefined ? undefined : this.#time.wall() - this.now();
  }

  /** Whether a frame made at that server time waited so long in buffers that its values are no news. */
  isOld(frameTime: number): boolean {
    return this.#newest - frameTime > BEHIND_MS || this.now() - frameTime > UNDER_WAY_MS;
  }
}
