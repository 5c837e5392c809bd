import type { Fleet } from '../gateways/fleet';
import type { PlannedCut } from './timetable';

interface Pulled {
  gateway: number;
  from: number;
  to: number;
}

/** Pulls gateways' cables and knows which are out. */
export class Cables {
  events = 0;
  pulls = 0;
  silent = 0;
  /** All at once. */
  whole = 0;
  #out: Pulled[] = [];

  constructor(
    private readonly fleet: Fleet,
    private readonly gateways: number,
  ) {}

  pull(cut: PlannedCut, now: number): void {
    this.#out = this.#out.filter(({ to }) => to > now - 60_000);
    const free = cut.gateways.filter((gateway) => !this.#isOut(gateway, now));
    if (free.length === 0) return;
    this.events += 1;
    this.pulls += free.length;
    if (cut.silent) this.silent += free.length;
    if (free.length === this.gateways) this.whole += 1;
    for (const gateway of free) this.#out.push({ gateway, from: now, to: now + cut.ms });
    this.fleet.pull(free, cut.ms, cut.silent);
  }

  /** Which were out for all of that time, and since when. */
  outDuring(from: number, to: number): { gateway: number; since: number }[] {
    return this.#out
      .filter((pulled) => pulled.from <= from && pulled.to >= to)
      .map(({ gateway, from: since }) => ({ gateway, since }));
  }

  #isOut(gateway: number, now: number): boolean {
    // The gateway itself plugs in by its own timer, which may be a little late.
    return this.#out.some((pulled) => pulled.gateway === gateway && pulled.to + 500 > now);
  }
}
