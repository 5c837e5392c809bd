import type { DownEvents, Ended } from '$lib/protocol/down';
import type { UpEvents } from '$lib/protocol/up';
import { pauseMs } from './backoff';
import { DOWN_MS, LATE_MS, nextLink, type LinkEvent, type LinkState } from './link-state';
import type { ServerClock } from './server-clock';
import type { Transport } from './transport';

/** How often silence is measured and ages are judged: a timer, because animation stops in hidden tabs. */
const TICK_MS = 250;
/** A connection that says nothing for this long is given up for a new one. */
const GIVE_UP_MS = 6_000;
/** A refusal that time may lift, such as too many windows, is tried again after this. */
const REFUSED_PAUSE_MS = 15_000;

/** Why the link ended, or why the server closed it last. */
export type EndReason = Ended['reason'] | 'other-version';

interface LinkOptions {
  transport: () => Transport;
  clock: ServerClock;
  /** 0..1, for the spread of pauses. */
  chance: () => number;
  /** Called four times a second while the link is started. */
  tick(): void;
}

/** Keeps the connection: watches its silence, takes it up again, and knows when it has ended. */
export class Link {
  state = $state.raw<LinkState>('connecting');
  lastHeardAgeMs = $state.raw<number | undefined>(undefined);
  endReason = $state.raw<EndReason | undefined>(undefined);
  /** Whether the machine believes itself in a network. */
  online = $state.raw(true);
  readonly #options: LinkOptions;
  #transport: Transport | undefined;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** Failed attempts since the last hello. */
  #attempt = 0;
  #isOpen = false;
  /** Local time of the last sign of the server, or of the start. */
  #heardAt = 0;
  #everHeard = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Whether the server was ever heard: before that, ages and its time mean nothing. */
  get everHeard(): boolean {
    return this.#everHeard;
  }

  start(messages: DownEvents): void {
    if (this.#ticking !== undefined) return;
    this.#go('start');
    this.endReason = undefined;
    this.#heardAt = this.#options.clock.local();
    this.#ticking = setInterval(() => this.#tick(), TICK_MS);
    addEventListener('online', this.#onOnline);
    addEventListener('offline', this.#onOnline);
    document.addEventListener('visibilitychange', this.#onVisible);
    this.online = navigator.onLine;
    const transport = this.#options.transport();
    this.#transport = transport;
    transport.listen(
      {
        opened: () => void (this.#isOpen = true),
        closed: () => this.#onClosed(),
        refused: (code) => this.#onRefused(code),
      },
      messages,
    );
    transport.open();
  }

  stop(): void {
    if (this.#ticking === undefined) return;
    clearInterval(this.#ticking);
    this.#ticking = undefined;
    this.#letGo();
    this.#transport = undefined;
    removeEventListener('online', this.#onOnline);
    removeEventListener('offline', this.#onOnline);
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.#go('stop');
  }

  send<E extends keyof UpEvents>(event: E, ...payload: Parameters<UpEvents[E]>): void {
    if (this.#isOpen) this.#transport?.send(event, ...payload);
  }

  /** Something came from the server. */
  heard(): void {
    this.#heardAt = this.#options.clock.local();
    this.#everHeard = true;
    this.lastHeardAgeMs = 0;
    this.#go('heard');
  }

  /** The server has taken this page as it is. */
  accepted(): void {
    this.#attempt = 0;
    this.endReason = undefined;
    this.heard();
  }

  /** Only signing in, or loading the page anew, leads on from here. */
  end(reason: EndReason): void {
    this.endReason = reason;
    this.#go('refused');
    this.#letGo();
  }

  #go(event: LinkEvent): void {
    this.state = nextLink(this.state, event);
  }

  #tick(): void {
    const silentMs = this.#options.clock.local() - this.#heardAt;
    if (this.#everHeard) this.lastHeardAgeMs = silentMs;
    if (silentMs > DOWN_MS) this.#go('silent');
    else if (silentMs > LATE_MS) this.#go('late');
    if (this.#isOpen && silentMs > GIVE_UP_MS) {
      this.#transport?.close();
      this.#onClosed();
    }
    this.online = navigator.onLine;
    this.#options.tick();
  }

  #onClosed(): void {
    this.#isOpen = false;
    this.#go('closed');
    this.#retryIn(pauseMs(this.#attempt, this.#options.chance()));
    this.#attempt += 1;
  }

  #onRefused(code: string | undefined): void {
    if (code === 'access.sign-in-needed') return this.end('session-ended');
    this.#isOpen = false;
    this.#go('closed');
    this.#retryIn(REFUSED_PAUSE_MS * (0.5 + this.#options.chance() / 2));
  }

  #retryIn(ms: number): void {
    clearTimeout(this.#retry);
    if (this.state === 'ended' || this.#ticking === undefined) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#transport?.open();
    }, ms);
  }

  #letGo(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#isOpen = false;
    this.#transport?.close();
  }

  readonly #onOnline = (): void => {
    this.online = navigator.onLine;
    this.#hurry();
  };

  readonly #onVisible = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.#tick();
    this.#hurry();
  };

  /** A person looks again, or the network is back: no need to wait for the timer of a hidden tab. */
  #hurry(): void {
    if (this.#retry === undefined || !this.online) return;
    this.#attempt = 0;
    this.#retryIn(0);
  }
}
