import type { Priority } from '$lib/domain/alarms/priority';
import type { AlarmNews } from '$lib/live/alarm-board.svelte';
import { CHIME, HIGH, MANY, URGENT, type Pattern } from '$lib/ui/sound/tones';

/** Silence is for so long and no longer; it acknowledges nothing (reference: ux, 4.2 and 8). */
export const SILENCE_MS = 30_000;

export interface SoundFacts {
  /** Priority of the worst alarm that waits for an answer. */
  waiting: Priority | undefined;
  isFlood: boolean;
}

export interface SoundPorts {
  play: (pattern: Pattern) => void;
  /** A clock that does not go back, in ms. */
  now: () => number;
  /** Calls back once after so many ms, also in a hidden tab; returns how to cancel. */
  after: (ms: number, fn: () => void) => () => void;
}

/** What repeats until somebody answers: the two highest priorities; in a flood one tone for all of it. */
function repeating({ waiting, isFlood }: SoundFacts): Pattern | undefined {
  if (waiting === undefined || waiting > 2) return undefined;
  if (isFlood) return MANY;
  return waiting === 1 ? URGENT : HIGH;
}

/**
 * When which tone sounds. P1 and P2 repeat until they are acknowledged, P3 chimes once, P4 is silent; a return
 * to normal never sounds (D10). By timers, never by animation frames: those stop in hidden tabs.
 */
export class AlarmSound {
  /** Until when it is silenced, by the ports' clock; 0 when it is not. */
  silencedUntil = $state.raw(0);
  readonly #ports: SoundPorts;
  #facts: SoundFacts = { waiting: undefined, isFlood: false };
  #playing: Pattern | undefined;
  #nextAt = 0;
  #cancel: (() => void) | undefined;

  constructor(ports: SoundPorts) {
    this.#ports = ports;
  }

  /** Takes in what holds now; repeated as often as one likes. */
  update(facts: SoundFacts): void {
    this.#facts = facts;
    this.#go();
  }

  /** Takes in what has just happened. */
  heard({ calls, unknown, isMissed }: AlarmNews): void {
    const { isFlood } = this.#facts;
    const worst = Math.min(5, ...calls.map(({ priority }) => priority));
    // What was silenced is what was known then; in a flood only the highest priority is worth its own tone.
    if (!isMissed && (worst === 1 || (worst === 2 && !isFlood))) this.#endSilence();
    const isChime = worst === 3 || (unknown.length > 0 && worst > 2) || (isMissed && worst === 4);
    if (isChime && !isFlood && !this.isSilenced) this.#ports.play(CHIME);
    this.#go();
  }

  get isSilenced(): boolean {
    return this.silencedUntil > this.#ports.now();
  }

  silence(): void {
    this.silencedUntil = this.#ports.now() + SILENCE_MS;
    this.#go();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #endSilence(): void {
    this.silencedUntil = 0;
    this.#nextAt = 0;
  }

  #go(): void {
    this.stop();
    const now = this.#ports.now();
    const pattern = repeating(this.#facts);
    if (pattern === undefined) {
      // Nothing left to silence: what comes next shall be heard.
      this.silencedUntil = 0;
      this.#playing = undefined;
      return;
    }
    if (this.silencedUntil > now) {
      this.#nextAt = this.silencedUntil;
    } else {
      if (this.silencedUntil !== 0) this.silencedUntil = 0;
      if (pattern !== this.#playing || now >= this.#nextAt) {
        this.#playing = pattern;
        this.#nextAt = now + pattern.everyMs;
        this.#ports.play(pattern);
      }
    }
    this.#cancel = this.#ports.after(this.#nextAt - now, () => this.#go());
  }
}
