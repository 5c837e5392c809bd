import type { GatewayId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { GatewayHealth, Hello } from '../../protocol/down';
import { FrameWriter } from '../../protocol/frame-writer';
import type { Ack } from '../../protocol/up';
import { PROTOCOL_VERSION } from '../../protocol/version';
import { viewKey } from '../../protocol/view-key';
import type { View } from '../../protocol/views';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Database } from '../storage/database';
import { AuditHints } from './audit-hints';
import { Client, type LiveSocket } from './client';
import { Figures } from './figures';
import { FOCUS_MS, FramePace, ROUND_MS, type LoadSigns } from './frame-pace';
import { listenTo, problem } from './inbound';
import { IncidentPresence } from './incident-presence';
import type { CanarySource, GatewaySource, HopsHealth, ImageSource, PlantSource } from './live-source';
import { recordPainted } from './painted-report';
import type { Moment } from './moment';
import { gatewaysFor, heartbeatFor, summaryFor } from './reports';
import { Rooms, type LiveIo, type Room } from './rooms';
import { SessionWatch } from './session-watch';
import { SharedSnapshots } from './shared-snapshots';
import { durableSnapshot } from './snapshot';
import { StreamCursor } from './stream-cursor';
import { StreamFeed } from './stream-feed';
import { canWatch, viewerOf, type Viewer } from './viewer';

export const HEARTBEAT_MS = 1_000;

export interface HubOptions {
  image: ImageSource;
  board: GatewaySource;
  registry: PlantSource;
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  metrics: Pick<
    Metrics,
    'sockets' | 'frames' | 'framesSkipped' | 'frameInterval' | 'paintedSeconds' | 'refusals'
  >;
  /** Whether database and broker work. */
  health(): HopsHealth;
  canary: CanarySource;
  settings: {
    build: string;
    simulated: boolean;
    /** How long a client may stay behind before it is closed; a minute unless said otherwise. */
    tooSlowMs?: number | undefined;
  };
}

/** Everybody who looks, and what they are sent. Driven from outside: see live-server.ts. */
export class LiveHub {
  readonly #clients = new Map<Client, StreamCursor>();
  readonly #rooms: Rooms;
  readonly #feed: StreamFeed;
  readonly #sessions: SessionWatch;
  readonly #presence: IncidentPresence;
  readonly #snapshots: SharedSnapshots;
  readonly #figures: Figures;
  readonly #auditHints: AuditHints;
  #held: ReadonlySet<GatewayId> = new Set();
  readonly #pace = new FramePace();
  #roundAt: Instant | undefined;
  /** How long the last frames of views of many drives took. */
  #tookMs = 0;
  #frameNumber = 0;
  #isPlantOther = false;

  constructor(
    private readonly io: LiveIo,
    private readonly o: HubOptions,
  ) {
    const sources = {
      image: o.image,
      writer: new FrameWriter(),
      held: () => this.#held,
      nextFrame: () => (this.#frameNumber = (this.#frameNumber + 1) >>> 0),
    };
    this.#rooms = new Rooms({
      sources,
      plant: this.#plant,
      clock: o.clock,
      metrics: o.metrics,
      focusMs: () => FOCUS_MS[this.#pace.ms],
    });
    this.#feed = new StreamFeed(o.database, o.bus, o.log, () => this.#pump(this.#clients.keys()));
    const { image, database, clock, log } = o;
    this.#figures = new Figures({
      image,
      plant: this.#plant,
      gateways: this.#gateways,
      database,
      clock,
      log,
    });
    const snapshotSources = { database, clock, plant: this.#plant, gateways: this.#gateways };
    this.#snapshots = new SharedSnapshots(clock, (viewer) => durableSnapshot(viewer, snapshotSources));
    this.#auditHints = new AuditHints(o.bus, () => this.#clients.keys(), this.#plant);
    this.#presence = new IncidentPresence(o.database);
    this.#sessions = new SessionWatch(o.database, o.bus, o.log, () => this.#clients.keys());
  }

  get clients(): Iterable<Client> {
    return this.#clients.keys();
  }

  listen(): void {
    this.#feed.listen();
    this.#sessions.listen();
    this.#auditHints.listen();
    this.o.bus.on(this, 'plant.changed', () => void (this.#isPlantOther = true));
  }

  ignore(): void {
    this.#feed.ignore();
    this.#sessions.ignore();
    this.#auditHints.ignore();
    this.o.bus.off(this);
  }

  connect(socket: LiveSocket): void {
    const viewer = viewerOf(socket.data.session.actor, this.#plant());
    const client = new Client(socket, viewer);
    const cursor = new StreamCursor(this.#feed, client, (of) => this.#snapshots.of(of));
    this.#clients.set(client, cursor);
    this.o.metrics.sockets.set(this.#clients.size);
    socket.on('disconnect', () => this.#disconnect(client, cursor));
    listenTo(
      client,
      {
        watch: (_, { views }) => this.#watch(client, views),
        resume: async (_, { lastSeq }) => {
          await cursor.resume(lastSeq);
          return { ok: true };
        },
        received: (_, { frame }) => client.gate.received(frame),
        painted: (_, report) => recordPainted(report, this.o.metrics),
        lookAt: (_, { incident }) => this.#presence.lookAt(client, incident),
        canaryPainted: (_, { number }) => this.o.canary.painted(number),
      },
      this.o.clock,
      this.o.log,
    );
    socket.emit('hello', this.#hello(client));
    void socket.join(beatRoom(viewer));
    socket.emit('heartbeat', this.#heartbeat(viewer, this.#figures.notOlderThan(HEARTBEAT_MS)));
  }

  /** Judges gates, takes over what changed around, and sends frames of many drives at the present pace. */
  round(): void {
    const now = this.o.clock.now();
    this.#held = this.o.board.heldGateways();
    if (this.#isPlantOther) this.#changePlant(now);
    this.#pump(this.#rooms.judge(this.#clients.keys(), now));
    this.#rooms.refreshFocus();
    const isForFrames = this.#pace.round(this.#loadSigns(now));
    this.o.metrics.frameInterval.set(this.#pace.ms / 1_000);
    if (!isForFrames) return;
    this.#rooms.flushMany(now);
    this.#tookMs = this.o.clock.now() - now;
  }

  /** Heartbeats, figures, health; who is too slow. */
  second(): void {
    this.#auditHints.send();
    const now = this.o.clock.now();
    if (this.#clients.size === 0 && !this.#figures.isDue(now)) return;
    const moment = this.#figures.take();
    for (const viewer of this.#viewers().values()) {
      this.io.to(beatRoom(viewer)).volatile.emit('heartbeat', this.#heartbeat(viewer, moment));
    }
    for (const room of this.#rooms.all()) this.#report(room, moment, this.io.to(room.key));
    for (const client of this.#clients.keys()) {
      if (!client.gate.isTooSlow(now, this.o.settings.tooSlowMs)) continue;
      this.o.log.warn({ person: client.session.actor.id, socket: client.socket.id }, 'live client too slow');
      client.end('too-slow');
    }
    this.#pump(this.#clients.keys());
  }

  /** Asks whether everybody may still look. */
  checkSessions(): Promise<void> {
    return this.#sessions.check(this.o.clock.now());
  }

  /** Asks for stream entries that another process may have appended. */
  refreshStream(): Promise<void> {
    return this.#feed.refresh();
  }

  refreshEnergy(): Promise<void> {
    return this.#figures.refreshEnergy();
  }

  // ---- one client

  #disconnect(client: Client, cursor: StreamCursor): void {
    cursor.stop();
    this.#rooms.forget(client);
    this.#presence.forget(client);
    this.#clients.delete(client);
    this.o.metrics.sockets.set(this.#clients.size);
  }

  #watch(client: Client, views: readonly View[]): Ack {
    const plant = this.#plant();
    const allowed = views.filter((view) => canWatch(client.viewer, view, plant));
    const entered = this.#rooms.watch(client, allowed, this.o.clock.now());
    // What comes once a second need not be waited for.
    for (const room of entered) this.#report(room, this.#figures.notOlderThan(HEARTBEAT_MS), client.socket);
    const refused = views.filter((view) => !allowed.includes(view));
    return refused.length === 0 ? { ok: true } : { ...problem('not-found'), views: refused.map(viewKey) };
  }

  #hello({ session }: Client): Hello {
    return {
      protocol: PROTOCOL_VERSION,
      now: this.o.clock.now(),
      plantName: this.#plant().name,
      heartbeatMs: HEARTBEAT_MS,
      sessionEndsAt: session.expiresAt,
      build: this.o.settings.build,
      simulated: this.o.settings.simulated,
    };
  }

  // ---- everybody

  #pump(clients: Iterable<Client>): void {
    for (const client of clients) {
      const pumped = this.#clients.get(client)?.pump();
      pumped?.catch((error: unknown) => this.o.log.error({ err: error }, 'durable stream not sent'));
    }
  }

  #viewers(): ReadonlyMap<string, Viewer> {
    return new Map([...this.#clients.keys()].map(({ viewer }) => [viewer.key, viewer]));
  }

  #heartbeat(viewer: Viewer, moment: Moment) {
    const { database, broker } = this.o.health();
    const rest = { database, broker, head: this.#feed.headFor(viewer), frameMs: this.#pace.ms };
    return { ...heartbeatFor(viewer, moment, rest), now: this.o.clock.now() };
  }

  #report(room: Room, moment: Moment, to: Pick<LiveSocket, 'emit'> | ReturnType<LiveIo['to']>): void {
    const { view, viewer } = room;
    if (view.type === 'fleet') to.emit('summary', summaryFor(viewer, moment, this.#figures.history));
    if (view.type === 'site' || view.type === 'gateway')
      to.emit('gateways', gatewaysFor(viewer, view, moment));
  }

  /** People see what they may in the plant as it is now; who sees something else begins anew. */
  #changePlant(now: Instant): void {
    this.#isPlantOther = false;
    this.#figures.forget();
    this.#snapshots.forget();
    const plant = this.#plant();
    for (const [client, cursor] of this.#clients) {
      const before = client.viewer;
      client.viewer = viewerOf(client.session.actor, plant);
      const views = client.views.filter((view) => canWatch(client.viewer, view, plant));
      if (client.viewer.key === before.key && views.length === client.views.length) continue;
      this.#rooms.watch(client, views, now);
      this.#presence.forget(client);
      void client.socket.leave(beatRoom(before));
      void client.socket.join(beatRoom(client.viewer));
      cursor.restart().catch((error: unknown) => this.o.log.debug({ err: error }, 'no snapshot'));
    }
    this.#rooms.changePlant(plant, now);
  }

  #loadSigns(now: Instant): LoadSigns {
    const lateMs = this.#roundAt === undefined ? 0 : Math.max(0, now - this.#roundAt - ROUND_MS);
    this.#roundAt = now;
    const behind = [...this.#clients.keys()].filter(({ gate }) => gate.closedSince !== undefined).length;
    return { lateMs, tookMs: this.#tookMs, clients: this.#clients.size, behind };
  }

  readonly #plant = (): Plant => this.o.registry.current();
  readonly #gateways = (): readonly GatewayHealth[] => this.o.board.all(this.o.clock.now());
}

const beatRoom = (viewer: Viewer): string => `heartbeat ${viewer.key}`;
