import type { IncidentId } from '$lib/domain/ids';
import type { AuditGrown, Durable, DurableSnapshot, Ended, Heartbeat, Hello } from '$lib/protocol/down';
import { FRAME_PACES_MS } from '$lib/protocol/frame';
import { FrameReader } from '$lib/protocol/frame-reader';
import type { IncidentPresence } from '$lib/protocol/incidents';
import type { Ack } from '$lib/protocol/up';
import { PROTOCOL_VERSION } from '$lib/protocol/version';
import { viewKey } from '$lib/protocol/view-key';
import type { View } from '$lib/protocol/views';
import type { Board } from './board.svelte';
import { DrawLoop } from './draw-loop';
import { DurableState } from './durable-state.svelte';
import { brokenHop, type Hop } from './hops';
import type { LinkState } from './link-state';
import { Link, type EndReason } from './link.svelte';
import { makeBoard, type BoardOf } from './make-board';
import { OncePerTurn } from './once-per-turn';
import { PaintedHistogram } from './painted';
import { machineTime, ServerClock, type LocalTime } from './server-clock';
import { socketTransport, type Transport } from './transport';
import { WatchList } from './watch-list';

/** Heartbeats in a row that may find this page behind the durable stream, before it asks. */
const PATIENCE = 3;
/** Older than this, what was heard says nothing of now (reference: ux, section 12). */
const CURRENT_MS = 3_000;

interface LiveOptions {
  transport?: () => Transport;
  time?: LocalTime;
  /** 0..1, for the spread of pauses. */
  chance?: () => number;
}

/**
 * The page's one connection to the plant, and its mirror of it. Made once in the outermost layout, started
 * in the browser only; on the server every board is empty and nothing runs.
 */
export class LiveConnection {
  /** The last heartbeat: hops, counts, number of the newest durable entry. */
  heartbeat = $state.raw<Heartbeat | undefined>(undefined);
  /** What the server said first: plant's name, SIM, build, end of the session. */
  hello = $state.raw<Hello | undefined>(undefined);
  /** Server time of the last whole second, for the clock in the frame and for ages that count on. */
  serverTime = $state.raw<number | undefined>(undefined);
  /** This browser's clock minus the server's; more than 2 s deserves a word. */
  clockSkewMs = $state.raw<number | undefined>(undefined);
  /** Whether heartbeats found news missing here often enough that it is more than their way. */
  #isBehind = $state.raw(false);
  /** Whether a view of many drives is on the screen. */
  #showsMany = $state.raw(false);
  /** Who looks at the incident that is open on this page, this person too; undefined while nobody said so. */
  presence = $state.raw<IncidentPresence | undefined>(undefined);
  #lookedAt: IncidentId | null = null;
  /** Gateway presence and notices: news that is never skipped. */
  readonly durable = new DurableState();
  /** Number of the newest audit entry that this person may read, as far as the server told of any. */
  auditHead = $state.raw<number | undefined>(undefined);
  readonly #link: Link;
  readonly #brokenHop: Hop | undefined = $derived.by(() =>
    brokenHop(this.#link.state, this.#link.online, this.heartbeat),
  );

  readonly #clock: ServerClock;
  readonly #loop = new DrawLoop();
  readonly #reader = new FrameReader();
  readonly #painted: PaintedHistogram;
  readonly #watched: WatchList;
  /** Heartbeats in a row that found this page behind. */
  #behind = 0;
  /** Whether the last request for the stream has not been granted yet. */
  #unanswered = false;
  /** Server time at which touch was lost, until this page has caught up with what it did not hear. */
  #awayFrom: number | undefined;
  /** Server time at which the present connection was taken. */
  #takenAt: number | undefined;
  #newestFrame = 0;
  readonly #tellWatched = new OncePerTurn(() => this.#sendWatch());
  readonly #tellReceived = new OncePerTurn(() => this.#link.send('received', { frame: this.#newestFrame }));

  constructor(options: LiveOptions = {}) {
    const { transport = () => socketTransport(), chance = Math.random, time = machineTime } = options;
    this.#clock = new ServerClock(time);
    this.#painted = new PaintedHistogram(this.#clock, this.#loop);
    this.#link = new Link({ transport, chance, clock: this.#clock, tick: () => this.#tick() });
    const context = { clock: this.#clock, loop: this.#loop };
    this.#watched = new WatchList(
      (view) => makeBoard(view, context),
      () => this.#tellWatched.request(),
    );
  }

  /** connecting, live, late (> 1.5 s silent), down (> 2.6 s), ended (signed out or page too old). */
  get link(): LinkState {
    return this.#link.state;
  }

  /** Milliseconds since the server was last heard; undefined when it never was. Renewed 4 times a second. */
  get lastHeardAgeMs(): number | undefined {
    return this.#link.lastHeardAgeMs;
  }

  /** Why the server closed the connection last, or will not have this page; undefined while all is well. */
  get endReason(): EndReason | undefined {
    return this.#link.endReason;
  }

  /** The nearest hop of the way that does not work; undefined while all do. */
  get brokenHop(): Hop | undefined {
    return this.#brokenHop;
  }

  /**
   * Time between two frames of the many drives on the screen, in ms, while the server sends them less often
   * than usual; undefined else. A drive in focus has a pace of its own.
   */
  get slowFrameMs(): number | undefined {
    const frameMs = this.heartbeat?.frameMs ?? 0;
    return this.#showsMany && frameMs > FRAME_PACES_MS[0] ? frameMs : undefined;
  }

  /**
   * Whether the durable news on the screen are up to date: the server is heard, its database answers, and
   * nothing that it has told of is missing here. Only then may a screen say that there is no alarm.
   */
  get isCurrent(): boolean {
    const { heartbeat } = this;
    return (
      heartbeat !== undefined &&
      heartbeat.database.state === 'ok' &&
      (this.link === 'live' || this.link === 'late') &&
      (this.lastHeardAgeMs ?? Infinity) <= CURRENT_MS &&
      this.durable.alarms.isLoaded &&
      !this.#isBehind
    );
  }

  /** Whether alarms still come through, by the canary. */
  get alarmPath(): 'unknown' | 'alive' | 'dead' {
    return this.durable.alarms.canary.state(this.serverTime ?? this.serverNow(), this.#takenAt);
  }

  /** Connects, and keeps at it until `stop`. In the browser only. */
  start(): void {
    this.#link.start({
      hello: (message) => this.#onHello(message),
      heartbeat: (message) => this.#onHeartbeat(message),
      layout: (message) => this.#heard().find(message.view)?.applyLayout(message),
      frame: (bytes) => this.#onFrame(bytes),
      summary: (message) => this.#heard().find('fleet')?.applySummary(message),
      gateways: (message) => this.#heard().find(message.view)?.applyGateways(message),
      durable: (message) => this.#onDurable(message),
      snapshot: (message) => this.#onSnapshot(message),
      audit: (message) => this.#onAudit(message),
      presence: (message) => this.#onPresence(message),
      ended: (message) => this.#onEnded(message),
    });
  }

  stop(): void {
    this.#link.stop();
    this.#loop.stop();
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

  /** Tells others who look at an incident that this person does; `null` when none is open any more. */
  lookAt(incident: IncidentId | null): void {
    this.#lookedAt = incident;
    this.presence = undefined;
    this.#sendLookAt();
  }

  /** Reports that something published at that time (server clock) is on the screen now. */
  painted(publishTime: number): void {
    this.#painted.painted(publishTime);
  }

  #tick(): void {
    const now = this.#clock.now();
    if (this.#link.state === 'down') this.#awayFrom ??= this.heartbeat?.now;
    const second = Math.floor(now / 1_000) * 1_000;
    if (this.#link.everHeard && second !== this.serverTime) {
      this.serverTime = second;
      this.clockSkewMs = this.#clock.skewMs();
    }
    for (const board of this.#watched.boards()) board.sweep(now);
    const report = this.#link.isOpen ? this.#painted.take() : undefined;
    if (report !== undefined) this.#link.send('painted', report);
  }

  #heard(): WatchList {
    this.#link.heard();
    return this.#watched;
  }

  #onHello(hello: Hello): void {
    this.#clock.heard(hello.now);
    if (hello.protocol !== PROTOCOL_VERSION) return this.#link.end('other-version');
    this.hello = hello;
    this.#takenAt = hello.now;
    this.#link.accepted();
    this.#sendWatch();
    if (this.#lookedAt !== null) this.#sendLookAt();
    this.#resume();
  }

  #onHeartbeat(heartbeat: Heartbeat): void {
    this.#clock.heard(heartbeat.now);
    this.#link.heard();
    this.heartbeat = heartbeat;
    const isBehind = this.#unanswered || heartbeat.head > (this.durable.lastSeq ?? 0);
    this.#behind = isBehind ? this.#behind + 1 : 0;
    if (!isBehind) {
      this.#isBehind = false;
      this.#awayFrom = undefined;
    } else if (this.#behind >= PATIENCE) {
      this.#isBehind = true;
      this.#resume();
    }
  }

  #onFrame(bytes: ArrayBuffer | ArrayBufferView): void {
    this.#link.heard();
    const frame = this.#reader;
    if (!frame.open(bytes)) return;
    this.#newestFrame = frame.number;
    this.#tellReceived.request();
    // What waited in buffers is no news; the server sends the whole view when it sees the gap.
    if (this.#clock.isOld(frame.now)) return;
    const board = this.#boardOf(frame);
    if (board === undefined) return;
    board.applyFrame(frame);
    if (frame.publishedAt !== undefined) this.#painted.await(frame.publishedAt);
  }

  #boardOf(frame: FrameReader): Board | undefined {
    return this.#watched
      .boards()
      .find(({ layout }) => layout?.room === frame.room && layout.version === frame.layoutVersion);
  }

  #onDurable(entry: Durable): void {
    this.#link.heard();
    if (!this.durable.apply(entry, this.#awayFrom !== undefined)) this.#resume();
    else if (entry.event.type === 'canary.heard') this.#receive(entry.event);
  }

  /** The receipt of a canary: it is on the screen when the task after the next drawing begins. */
  #receive({ number, sentAt }: { number: number; sentAt: number }): void {
    const { canary } = this.durable.alarms;
    // A hidden tab paints nothing: it measures the way up to here and gives no receipt.
    if (document.hidden) return canary.painted(this.#clock.now() - sentAt);
    this.#loop.request(() => {
      setTimeout(() => {
        canary.painted(this.#clock.now() - sentAt);
        this.#link.send('canaryPainted', { number });
      });
    });
  }

  #onSnapshot(snapshot: DurableSnapshot): void {
    this.#link.heard();
    this.durable.applySnapshot(snapshot, this.#awayFrom);
  }

  #onAudit({ head }: AuditGrown): void {
    this.#link.heard();
    this.auditHead = head;
  }

  #onPresence(presence: IncidentPresence): void {
    this.#link.heard();
    if (presence.incident === this.#lookedAt) this.presence = presence;
  }

  #onEnded({ reason }: Ended): void {
    this.#link.endReason = reason;
    // What this person may see has changed, or whoever signs in next is somebody else: nothing of it stays.
    if (reason === 'access-changed' || reason === 'session-ended') this.#forget();
    if (reason === 'session-ended') this.#link.end(reason);
  }

  #forget(): void {
    this.auditHead = undefined;
    this.durable.clear();
    this.presence = undefined;
    for (const board of this.#watched.boards()) board.clear();
  }

  #resume(): void {
    this.#behind = 0;
    this.#unanswered = true;
    this.#link.send('resume', { lastSeq: this.durable.lastSeq ?? null }, (answer: Ack) => {
      this.#unanswered = !answer.ok;
    });
  }

  #sendLookAt(): void {
    // Whoever may not see the incident is not told of others; the page itself says that there is none.
    this.#link.send('lookAt', { incident: this.#lookedAt }, () => undefined);
  }

  #sendWatch(): void {
    const views = this.#watched.views();
    this.#showsMany = views.some(({ type }) => type === 'fleet' || type === 'site');
    this.#link.send('watch', { views }, (answer: Ack) => {
      if (answer.ok) return;
      const refused = answer.views ?? views.map(viewKey);
      for (const key of refused) this.#watched.find(key)?.refuse(answer);
    });
  }
}
