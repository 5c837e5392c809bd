import type { LiveConnection } from '$lib/live/connection.svelte';
import { Sounder } from '$lib/ui/sound/sounder.svelte';
import { AlarmSound, type SoundPorts } from './alarm-sound.svelte';
import { Announcer } from './announcer.svelte';

/** A gesture in this tab armed the sound before: the next one takes it up again after the page was loaded anew. */
const STORED = 'zonewatch-sound';

const after = (ms: number, fn: () => void): (() => void) => {
  const timer = setTimeout(fn, ms);
  return () => clearTimeout(timer);
};

/** What tells people of alarms who do not look: tones, and words for screen readers. One for the whole page. */
export class AlarmWatch {
  readonly sounder = new Sounder();
  readonly sound: AlarmSound;
  readonly announcer: Announcer;
  /** The sound was armed in this page, so that losing it is worth saying. */
  wasArmed = $state.raw(false);
  readonly #live: LiveConnection;

  constructor(live: LiveConnection) {
    this.#live = live;
    const now = () => performance.now();
    const ports: SoundPorts = { now, after, play: (pattern) => this.sounder.play(pattern) };
    this.sound = new AlarmSound(ports);
    this.announcer = new Announcer({ now, after });
  }

  /** Whether something sounds, or would if it were not silenced. */
  get isSounding(): boolean {
    return (this.#live.durable.alarms.worst?.priority ?? 5) <= 2;
  }

  async arm(): Promise<void> {
    const isArmed = await this.sounder.arm();
    this.#armed(isArmed);
    this.renew();
  }

  /** Any gesture takes up a sound that was armed and got lost. */
  async rearm(): Promise<void> {
    if (this.sounder.isArmed || (!this.wasArmed && sessionStorage.getItem(STORED) !== 'armed')) return;
    this.#armed(await this.sounder.resume());
    this.renew();
  }

  /** Begins to listen; returns how to stop. Only for people who may have to answer. */
  start(isHeard: boolean): () => void {
    const stop = this.#live.durable.alarms.onNews((news) => {
      this.renew();
      this.announcer.heard(news);
      if (isHeard) this.sound.heard(news);
    });
    return () => {
      stop();
      this.sound.stop();
      this.announcer.stop();
    };
  }

  /** Tells the sound what holds now. Called with each change and each second: no timer of a hidden tab is needed. */
  renew(): void {
    const { worst, floods } = this.#live.durable.alarms;
    const isOver = this.#live.link === 'ended';
    this.sound.update({ waiting: isOver ? undefined : worst?.priority, isFlood: floods.length > 0 });
  }

  #armed(isArmed: boolean): void {
    if (!isArmed) return;
    this.wasArmed = true;
    sessionStorage.setItem(STORED, 'armed');
  }
}
