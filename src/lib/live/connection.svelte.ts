import type { View } from '$lib/protocol/views';
import { viewKey } from '$lib/protocol/view-key';
import type {
  Durable,
  DurableSnapshot,
  Ended,
  Gateways,
  Heartbeat,
  Hello,
  Layout,
  Summary,
} from '$lib/protocol/down';
import { FrameReader } from '$lib/protocol/frame-reader';
import type { Ack } from '$lib/protocol/up';
import { PROTOCOL_VERSION } from '$lib/protocol/version';
import { pauseMs } from './backoff';
import type { Board } from './board.svelte';
import { makeBoard, type BoardOf } from './make-board';
import { DrawLoop } from './draw-loop';
import { DurableState } from './durable-state.svelte';
import { brokenHop, type Hop } from './hops';
import { DOWN_MS, LATE_MS, nextLink, type LinkEvent, type LinkState } from './link-state';
import { PaintedHistogram } from './painted';
import { machineTime, ServerClock, type LocalTime } from './server-clock';
import { socketTransport, type Transport } from './transport';
import { WatchList } from './watch-list';

/** How often silence is measured and ages are judged: a timer, because animation stops in hidden tabs. */
const TICK_MS = 250;
/** A connection that says nothing for this long is given up for a new one. */
const GIVE_UP_MS = 6_000;
const PAINTED_EVERY_MS = 10_000;
/** Heartbeats in a row that may speak of a stream entry which has not come, before it is asked for. */
const PATIENCE = 3;
/** Frames that wait for one drawing; more is a tab that does not draw. */
const MOST_AWAITING = 64;
/** A refusal that time may lift, such as too many windows, is tried again after this. */
const REFUSED_PAUSE_MS = 15_000;

/** Why the link ended, or why the server closed it last. */
export type EndReason = Ended['reason'] | 'other-version';

export interface LiveOptions {
  transport?: () => Transport;
  time?: LocalTime;
  chance?: () => number;
}

/**
 * The page's one connection to the plant, and its mirror of it. Made once in the outermost layout, started
 * in the browser only; on the server every board is empty and nothing runs.
 */
export class LiveConnection {
  /** connecting, live, late (> 1.5 s silent), down (> 3 s), ended (signed out or page too old). */
  link = $state.raw<LinkState>('connecting');
  /** Milliseconds since the server was last heard; undefined when it never was. Renewed 4 times a second. */
  lastHeardAgeMs = $state.raw<number | undefined>(undefined);
  /** The last heartbeat: hops, counts, number of the newest durable entry. */
  heartbeat = $state.raw<Heartbeat | undefined>(undefined);
  /** What the server said first: plant's name, SIM, build, end of the session. */
  hello = $state.raw<Hello | undefined>(undefined);
  /** Why the server closed the connection last; undefined while none was closed. */
  endReason = $state.raw<EndReason | undefined>(undefined);
  /** Server time of the last whole second, for the clock in the frame and for ages that count on. */
  serverTime = $state.raw<number | undefined>(undefined);
  /** This browser's clock minus the server's; more than 2 s deserves a word. */
  clockSkewMs = $state.raw<number | undefined>(undefined);
  /** The nearest hop of the way that does not work; undefined while all do. */
  readonly brokenHop: Hop | undefined = $derived.by(() => brokenHop(this.link, this.#online, this.heartbeat));
  /** Gateway presence and notices: news that is never skipped. */
  readonly durable = new DurableState();

  #online = $state.raw(true);
  readonly #makeTransport: () => Transport;
  readonly #chance: () => number;
  readonly #clock: ServerClock;
  readonly #loop = new DrawLoop();
  readonly #reader = new FrameReader();
  readonly #painted = new PaintedHistogram();
  readonly #watched: WatchList;
  #transport: Transport | undefined;
  #tick: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #isOpen = false;
  /** Local time of the last sign of the server, or of the start. */
  #heardAt = 0;
  #everHeard = false;
  #lastReport = 0;
  /** Heartbeats in a row that found this page behind. */
  #behind = 0;
  /** Whether the last request for the stream has not been granted yet. */
  #unanswered = false;
  #watchQueued = false;
  #receivedFrame: number | undefined;
  /** Publication times of values that were taken in and are not on the screen yet. */
  readonly #awaiting: number[] = [];

  constructor(options: LiveOptions = {}) {
    this.#makeTransport = options.transport ?? (() => socketTransport());
    this.#chance = options.chance ?? Math.random;
    this.#clock = new ServerClock(options.time ?? machineTime);
    const context = { clock: this.#clock, loop: this.#loop };
    this.#watched = new WatchList(
      (view) => makeBoard(view, context),
      () => this.#queueWatch(),
    );
  }

  /** Connects, and keeps at it until `stop`. In the browser only. */
  start(): void {
    if (this.#tick !== undefined) return;
    this.#go('start');
    this.endReason = undefined;
    this.#heardAt = this.#clock.local();
    this.#lastReport = this.#heardAt;
    this.#online = navigator.onLine;
    this.#tick = setInterval(() => this.#onTick(), TICK_MS);
    addEventListener('online', this.#onOnline);
    addEventListener('offline', this.#onOnline);
    document.addEventListener('visibilitychange', this.#onVisible);
    const transport = this.#makeTransport();
    this.#transport = transport;
    transport.listen(
      {
        opened: () => this.#onOpened(),
        closed: () => this.#onClosed(),
        refused: (code) => this.#onRefused(code),
      },
      {
        hello: (message) => this.#onHello(message),
        heartbeat: (message) => this.#onHeartbeat(message),
        layout: (message) => this.#onLayout(message),
        frame: (bytes) => this.#onFrame(bytes),
        summary: (message) => this.#onSummary(message),
        gateways: (message) => this.#onGateways(message),
        durable: (message) => this.#onDurable(message),
        snapshot: (message) => this.#onSnapshot(message),
        ended: (message) => this.#onEnded(message),
      },
    );
    transport.open();
  }

  stop(): void {
    clearInterval(this.#tick);
    clearTimeout(this.#retry);
    this.#tick = undefined;
    this.#retry = undefined;
    this.#isOpen = false;
    this.#transport?.close();
    this.#transport = undefined;
    this.#loop.stop();
    if (typeof removeEventListener !== 'undefined') {
      removeEventListener('online', this.#onOnline);
      removeEventListener('offline', this.#onOnline);
      document.removeEventListener('visibilitychange', this.#onVisible);
    }
    this.#go('stop');
  }

  /** Server time now, as well as it is known; this machine's own before anything was heard. */
  serverNow(): number {
    return this.#clock.now();
  }

  /** The view's board as it is, without watching it: for rendering on the server and before mounting. */
  board<V extends View>(view: V): BoardOf<V> {
    return this.#watched.board(view) as BoardOf<V>;
  }

  /**
   * Has the view sent, and returns its board. Every call needs one `unwatch`; the view is let go 5 s after
   * the last. Components use `watching`, which does both.
   */
  watch<V extends View>(view: V): BoardOf<V> {
    return this.#watched.hold(view) as BoardOf<V>;
  }

  unwatch(view: View): void {
    this.#watched.release(view);
  }

  /** Reports that something published at that time (server clock) is on the screen now. */
  painted(publishTime: number): void {
    this.#painted.record(this.serverNow() - publishTime);
  }

  // ---- the link

  #go(event: LinkEvent): void {
    this.link = nextLink(this.link, event);
  }

  #heard(): void {
    this.#heardAt = this.#clock.local();
    this.#everHeard = true;
    this.lastHeardAgeMs = 0;
    this.#go('heard');
  }

  #onTick(): void {
    const silentMs = this.#clock.local() - this.#heardAt;
    if (this.#everHeard) this.lastHeardAgeMs = silentMs;
    if (silentMs > DOWN_MS) this.#go('silent');
    else if (silentMs > LATE_MS) this.#go('late');
    if (this.#isOpen && silentMs > GIVE_UP_MS) this.#startOver();
    this.#online = navigator.onLine;

    const now = this.#clock.now();
    const second = Math.floor(now / 1_000) * 1_000;
    if (this.#everHeard && second !== this.serverTime) {
      this.serverTime = second;
      this.clockSkewMs = this.#clock.skewMs();
    }
    for (const board of this.#watched.boards()) board.sweep(now);
    this.#reportPainted();
  }

  #onOpened(): void {
    this.#isOpen = true;
  }

  #onClosed(): void {
    this.#isOpen = false;
    this.#receivedFrame = undefined;
    this.#go('closed');
    this.#retryIn(pauseMs(this.#attempt, this.#chance()));
    this.#attempt += 1;
  }

  #onRefused(code: string | undefined): void {
    this.#isOpen = false;
    if (code === 'access.sign-in-needed') this.#end('session-ended');
    else {
      this.#go('closed');
      this.#retryIn(REFUSED_PAUSE_MS * (0.5 + this.#chance() / 2));
    }
  }

  #onEnded({ reason }: Ended): void {
    this.endReason = reason;
    if (reason === 'session-ended') this.#end(reason);
    if (reason === 'access-changed') this.#forget();
  }

  /** What this person may see has changed: nothing of it stays on the screen, nor in memory. */
  #forget(): void {
    this.durable.clear();
    for (const board of this.#watched.boards()) board.clear();
  }

  /** Only signing in, or loading the page anew, leads on from here. */
  #end(reason: EndReason): void {
    this.endReason = reason;
    // Whoever signs in next may be somebody else.
    if (reason === 'session-ended') this.#forget();
    this.#go('refused');
    this.#isOpen = false;
    clearTimeout(this.#retry);
    this.#transport?.close();
  }

  #startOver(): void {
    this.#transport?.close();
    this.#onClosed();
  }

  #retryIn(ms: number): void {
    clearTimeout(this.#retry);
    if (this.link === 'ended' || this.#tick === undefined) return;
    this.#retry = setTimeout(() => this.#transport?.open(), ms);
  }

  readonly #onOnline = (): void => {
    this.#online = navigator.onLine;
    this.#hurry();
  };

  readonly #onVisible = (): void => {
    if (document.visibilityState !== 'visible') return;
    this.#onTick();
    this.#hurry();
  };

  /** A person looks again, or the network is back: no need to wait for the timer of a hidden tab. */
  #hurry(): void {
    if (this.#isOpen || this.#retry === undefined || !this.#online) return;
    this.#attempt = 0;
    this.#retryIn(0);
  }

  // ---- messages

  #onHello(hello: Hello): void {
    this.#clock.heard(hello.now);
    if (hello.protocol !== PROTOCOL_VERSION) return this.#end('other-version');
    this.hello = hello;
    this.#attempt = 0;
    this.#behind = 0;
    this.#heard();
    this.endReason = undefined;
    this.#sendWatch();
    this.#resume();
  }

  #onHeartbeat(heartbeat: Heartbeat): void {
    this.#clock.heard(heartbeat.now);
    this.#heard();
    this.heartbeat = heartbeat;
    const isBehind = this.#unanswered || heartbeat.head > (this.durable.lastSeq ?? 0);
    this.#behind = isBehind ? this.#behind + 1 : 0;
    if (this.#behind >= PATIENCE) this.#resume();
  }

  #onLayout(layout: Layout): void {
    this.#heard();
    this.#watched.find(layout.view)?.applyLayout(layout);
  }

  #onFrame(bytes: ArrayBuffer | ArrayBufferView): void {
    this.#heard();
    const frame = this.#reader;
    if (!frame.open(bytes)) return;
    this.#acknowledge(frame.number);
    // What waited in buffers is no news; the server sends the whole view when it sees the gap.
    if (this.#clock.isOld(frame.now)) return;
    const board = this.#boardOf(frame);
    if (board === undefined) return;
    board.applyFrame(frame);
    if (frame.publishedAt !== undefined) this.#await(frame.publishedAt);
  }

  #boardOf(frame: FrameReader): Board | undefined {
    return this.#watched
      .boards()
      .find(({ layout }) => layout?.room === frame.room && layout.version === frame.layoutVersion);
  }

  #onSummary(summary: Summary): void {
    this.#heard();
    this.#watched.find('fleet')?.applySummary(summary);
  }

  #onGateways(message: Gateways): void {
    this.#heard();
    this.#watched.find(message.view)?.applyGateways(message);
  }

  #onDurable(entry: Durable): void {
    this.#heard();
    if (!this.durable.apply(entry)) this.#resume();
  }

  #onSnapshot(snapshot: DurableSnapshot): void {
    this.#heard();
    this.durable.applySnapshot(snapshot);
  }

  // ---- what is told

  #resume(): void {
    this.#behind = 0;
    this.#unanswered = true;
    this.#transport?.send('resume', { lastSeq: this.durable.lastSeq ?? null }, (answer: Ack) => {
      this.#unanswered = !answer.ok;
    });
  }

  /** One message for all that changed in this turn. */
  #queueWatch(): void {
    if (this.#watchQueued) return;
    this.#watchQueued = true;
    queueMicrotask(() => {
      this.#watchQueued = false;
      this.#sendWatch();
    });
  }

  #sendWatch(): void {
    if (!this.#isOpen) return;
    const views = this.#watched.views();
    this.#transport?.send('watch', { views }, (answer: Ack) => {
      if (answer.ok) return;
      const refused = answer.views ?? views.map(viewKey);
      for (const key of refused) this.#watched.find(key)?.refuse(answer);
    });
  }

  /** One acknowledgement for all frames of this turn. */
  #acknowledge(frame: number): void {
    const queued = this.#receivedFrame !== undefined;
    this.#receivedFrame = frame;
    if (queued) return;
    queueMicrotask(() => {
      if (this.#receivedFrame !== undefined)
        this.#transport?.send('received', { frame: this.#receivedFrame });
      this.#receivedFrame = undefined;
    });
  }

  #await(publishedAt: number): void {
    if (document.hidden || this.#awaiting.length >= MOST_AWAITING) return;
    this.#awaiting.push(publishedAt);
    this.#loop.request(this.#drawn);
  }

  /** Runs with the drawings; what they put on the screen is there when the next task begins. */
  readonly #drawn = (): void => {
    setTimeout(() => {
      for (const at of this.#awaiting.splice(0)) this.painted(at);
    });
  };

  #reportPainted(): void {
    const now = this.#clock.local();
    if (!this.#isOpen || now - this.#lastReport < PAINTED_EVERY_MS) return;
    this.#lastReport = now;
    const report = this.#painted.take();
    if (report !== undefined) this.#transport?.send('painted', report);
  }
}
