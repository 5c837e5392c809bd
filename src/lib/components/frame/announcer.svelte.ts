import { PRIORITY_WORDS, type Priority } from '$lib/domain/alarms/priority';
import type { AlarmNews } from '$lib/live/alarm-board.svelte';
import { tagOf } from '../alarms/alarm-words';

/** A summary is read out at most so often: in a flood a screen reader would never stop else (WCAG 4.1.3). */
export const SUMMARY_EVERY_MS = 10_000;
/** Alerts stay in the page for a moment; only their coming is read out. */
const MOST_ALERTS = 3;

interface Alert {
  id: string;
  text: string;
}

interface AnnouncerPorts {
  now: () => number;
  after: (ms: number, fn: () => void) => () => void;
}

/** What screen readers hear of alarms: each of the highest priority at once, the rest summed up now and then. */
export class Announcer {
  alerts = $state.raw<readonly Alert[]>([]);
  summary = $state.raw('');
  readonly #ports: AnnouncerPorts;
  #counts: Record<Priority, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  #toldAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(ports: AnnouncerPorts) {
    this.#ports = ports;
  }

  heard({ calls, isMissed }: AlarmNews): void {
    for (const alarm of calls) {
      if (alarm.priority === 1 && !isMissed) {
        const alert = {
          id: `${alarm.id}/${alarm.revision}`,
          text: `Critical alarm ${tagOf(alarm)}: ${alarm.text}`,
        };
        this.alerts = [...this.alerts, alert].slice(-MOST_ALERTS);
      } else {
        this.#counts[alarm.priority] += 1;
      }
    }
    if (this.#sum() === '' || this.#cancel !== undefined) return;
    const wait = Math.max(0, this.#toldAt + SUMMARY_EVERY_MS - this.#ports.now());
    this.#cancel = this.#ports.after(wait, () => this.#tell());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #tell(): void {
    this.#cancel = undefined;
    this.#toldAt = this.#ports.now();
    this.summary = `New alarms: ${this.#sum()}.`;
    this.#counts = { 1: 0, 2: 0, 3: 0, 4: 0 };
  }

  #sum(): string {
    return ([1, 2, 3, 4] as const)
      .filter((priority) => this.#counts[priority] > 0)
      .map((priority) => `${this.#counts[priority]} ${PRIORITY_WORDS[priority].toLowerCase()}`)
      .join(', ');
  }
}
