import { FRAME_PACES_MS, type FramePaceMs } from '../../protocol/frame';

/** The server looks after its clients in rounds of this length, in ms; the usual pace of frames (D18). */
export const ROUND_MS = FRAME_PACES_MS[0];

/** Shortest time between two frames of a drive in focus at each pace, in ms: it gives way last. */
export const FOCUS_MS = { 250: 100, 500: 100, 1_000: 250 } as const satisfies Record<FramePaceMs, number>;

/** What a round shows of the load. */
export interface LoadSigns {
  /** How much later than its time the round began, in ms: what else kept the process busy. */
  lateMs: number;
  /** How long the last frames took to make and hand out, in ms. */
  tookMs: number;
  clients: number;
  /** Clients that do not take in what they are sent. */
  behind: number;
}

const LATE_MS = 125;
const NEARLY_LATE_MS = 50;
/**
 * Fewer clients than this that are behind say something of themselves, not of the server: one person with
 * some tabs, or the laptops of one room that lost their network.
 */
const FEW = 8;

/** A strained round counts two, another one takes back one: a second of strain, or more than a third of the time. */
const STRAIN_LIMIT = 8;
/** Easy rounds, ten seconds of them, before frames come faster again; one that was not takes back ten. */
const EASE = 40;
const UNEASY = 10;
/** Who has to slow down again within a minute waits twice as long the next time, up to 80 s. */
const RELAPSE_ROUNDS = 240;
const MOST_EASE = 8 * EASE;

/**
 * How often views of many drives are sent. When rounds come late, frames take long or clients fall behind in
 * numbers, frames become fewer, step by step; they become more again when the load has stayed away for long
 * enough, so that the pace does not swing to and fro. Counts rounds and knows no clock.
 */
export class FramePace {
  #step = 0;
  #strain = 0;
  #ease = 0;
  #patience = EASE;
  /** Rounds since frames came faster again, and since the last frames. */
  #sinceFaster = Number.POSITIVE_INFINITY;
  #sinceFrames = 0;

  /** Time between two frames at present. */
  get ms(): FramePaceMs {
    return FRAME_PACES_MS[this.#step] ?? ROUND_MS;
  }

  /** Takes in what this round shows; true when it is one that sends frames. */
  round(signs: LoadSigns): boolean {
    this.#judge(signs);
    this.#sinceFrames += 1;
    if (this.#sinceFrames * ROUND_MS < this.ms) return false;
    this.#sinceFrames = 0;
    return true;
  }

  #judge(signs: LoadSigns): void {
    const isStrained = strains(signs, this.ms);
    this.#strain = Math.max(0, this.#strain + (isStrained ? 2 : -1));
    this.#ease = isStrained ? 0 : Math.max(0, this.#ease + (this.#isEasy(signs) ? 1 : -UNEASY));
    this.#sinceFaster += 1;
    if (this.#sinceFaster === RELAPSE_ROUNDS) this.#patience = EASE;
    if (this.#strain >= STRAIN_LIMIT && this.#step < FRAME_PACES_MS.length - 1) {
      if (this.#sinceFaster < RELAPSE_ROUNDS) this.#patience = Math.min(2 * this.#patience, MOST_EASE);
      this.#go(this.#step + 1);
    } else if (this.#ease >= this.#patience && this.#step > 0) {
      this.#go(this.#step - 1);
      this.#sinceFaster = 0;
    }
  }

  #go(step: number): void {
    this.#step = step;
    this.#strain = 0;
    this.#ease = 0;
  }

  /** Whether there would be room for the next faster pace. */
  #isEasy({ lateMs, tookMs, clients, behind }: LoadSigns): boolean {
    const faster = FRAME_PACES_MS[this.#step - 1] ?? ROUND_MS;
    return lateMs < NEARLY_LATE_MS && tookMs < faster / 10 && behind < Math.max(FEW, clients / 10);
  }
}

const strains = ({ lateMs, tookMs, clients, behind }: LoadSigns, paceMs: number): boolean =>
  lateMs >= LATE_MS || tookMs >= paceMs / 5 || behind >= Math.max(FEW, clients / 4);
