import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { atExit, endDatabase } from '../bench/kit/at-exit';
import { launchChromium } from '../support/chromium';
import { postmasterPid } from '../support/server-process';
import { until } from '../support/until';
import { visit } from '../support/visitor';
import { AlarmFlood } from './alarms/alarm-flood';
import { Cables } from './blows/cables';
import { isWithin } from './blows/outage';
import { timetable, type Timetable } from './blows/timetable';
import { Victims } from './blows/victims';
import type { World } from './browser/rotation';
import { Rotation } from './browser/rotation';
import { readRoutes } from './browser/routes';
import { inTime, waitUntil } from './clockwork';
import type { Course } from './gateways/course';
import { Fleet } from './gateways/fleet';
import { JUDGED, MemoryWatch } from './memory/memory-watch';
import { courses, preparePlant, type SoakPlant } from './plant';
import { ServerLog } from './server-log';
import type { SoakSettings } from './settings';
import type { StreamClient } from './stream/stream-client';
import { startWatchers } from './stream/watchers';

const ALL_FLOW_WITHIN_MS = 60_000;
const DRAIN_WITHIN_MS = 180_000;
/** What the server promises of a stop. */
const STOP_WITHIN_MS = 5_000;
/** From the gateways' first dial to their first reading. */
const LEAD_MS = 3_000;

/** Everything that takes part in a soak, from its preparation to the moment when the books are closed. */
export class Soak {
  readonly timetable: Timetable;
  readonly fleet = new Fleet();
  readonly victims: Victims;
  readonly cables: Cables;
  readonly log: ServerLog;
  readonly memory: MemoryWatch;
  readonly flood: AlarmFlood;
  readonly faults: string[] = [];
  readonly courses: readonly Course[];
  startedAt = 0;
  endedAt = 0;
  rotation: Rotation | undefined;
  clients: readonly StreamClient[] = [];
  #browser: Browser | undefined;
  readonly #stop = new AbortController();
  /** Calls off what is done when this program ends before its time. */
  readonly #orderly: () => void;

  private constructor(
    readonly settings: SoakSettings,
    readonly plant: SoakPlant,
  ) {
    this.timetable = timetable(settings);
    this.log = new ServerLog(join(settings.results, 'server.log'), (at) =>
      isWithin(this.victims.outages, at),
    );
    this.victims = new Victims(plant.dataDirectory, plant.env, this.log);
    this.cables = new Cables(this.fleet, settings.gateways);
    this.courses = courses(plant.plant, settings, Math.ceil((Date.now() + LEAD_MS) / 1_000) * 1_000);
    this.flood = new AlarmFlood({
      mqttPort: plant.mqttPort,
      gateway: plant.flooder,
      folder: plant.folderOf(plant.flooder),
      perSecond: settings.flood,
    });
    this.memory = new MemoryWatch(() => ({
      server: this.victims.serverPid,
      postmaster: this.victims.postmasterPid,
      gateways: this.fleet.pid,
    }));
    this.#orderly = atExit(() => {
      this.victims.abandon();
      endDatabase(plant.dataDirectory, () => postmasterPid(plant.dataDirectory));
    });
  }

  static async prepare(settings: SoakSettings): Promise<Soak> {
    return new Soak(settings, await preparePlant(settings));
  }

  /** Starts server, gateways, sockets and browser, and resolves when all of it flows. */
  async begin(): Promise<void> {
    await this.victims.start();
    this.fleet.begin({
      type: 'begin',
      port: this.plant.mqttPort,
      gateways: this.courses.map((course, i) => ({
        course,
        folder: this.plant.folderOf(course.gateway),
        version: i % 2 === 0 ? 4 : 5,
      })),
    });
    await until(() => this.fleet.flowsSince(0), ALL_FLOW_WITHIN_MS, 'all gateways to flow');
    this.clients = await startWatchers(this.plant.url, this.settings.sockets, this.plant.people);
    this.#browser = await launchChromium();
    const visitor = await visit(this.#browser, this.plant.url, { person: 'administrator' });
    const routes = readRoutes('(plant)');
    this.rotation = new Rotation(visitor, this.plant.url, routes, this.#world(), this.settings.seed);
  }

  /** Lets everything run and the blows fall until the time is over, a fault ends it, or somebody stops it. */
  async run(say: () => void): Promise<void> {
    const { timetable: plan, fleet, victims, rotation } = this;
    const { signal } = this.#stop;
    this.startedAt = Date.now();
    victims.onReady = (at) => rotation?.serverReady(at);
    this.memory.start();
    const progress = setInterval(() => {
      this.#takeHeaps();
      if (fleet.failure !== undefined) this.#fail(fleet.failure);
      say();
    }, 60_000);
    const parts = [
      waitUntil(this.startedAt + plan.endMs, signal).then(() => this.stop()),
      inTime(plan.kills, this.startedAt, signal, (kill, next) => victims.strike(kill, next, fleet)),
      inTime(plan.cuts, this.startedAt, signal, (cut) => this.cables.pull(cut, Date.now())),
      inTime(plan.socketCuts, this.startedAt, signal, ({ socket, ms, silent }) =>
        this.clients[socket]?.cut(ms, silent),
      ),
      rotation?.run(signal),
      this.settings.flood > 0 ? this.flood.run(signal) : undefined,
    ];
    await Promise.all(parts.map((part) => part?.catch((error: unknown) => this.#fail(wordsOf(error)))));
    clearInterval(progress);
    this.#takeHeaps();
    this.endedAt = Date.now();
  }

  /** What is wrong so far, in words, each once; the books are not among it. */
  wrong(): string[] {
    const tallies = [
      this.rotation?.untruths,
      this.rotation?.complaints,
      this.rotation?.failures,
      this.log.errors,
      this.log.strange,
    ];
    return [...this.faults, ...tallies.flatMap((tally) => tally?.list().map(({ text }) => text) ?? [])];
  }

  /** Ends the load before its time; the books are balanced all the same. */
  stop(): void {
    this.#stop.abort();
  }

  /** Waits until nothing is on its way any more. */
  async drain(): Promise<void> {
    this.memory.stop();
    try {
      await this.fleet.drain(DRAIN_WITHIN_MS);
    } catch (error) {
      this.faults.push(wordsOf(error));
    }
  }

  /** Asks the server to stop, as one does, and says how long that took in ms. */
  async stopServer(): Promise<number> {
    const tookMs = await this.victims.stop();
    if (tookMs > STOP_WITHIN_MS) {
      this.faults.push(`the server took ${(tookMs / 1_000).toFixed(1)} s to stop`);
    }
    return tookMs;
  }

  /** Ends every process; the data directory stays when it shall be looked at. */
  async end(): Promise<void> {
    this.stop();
    for (const client of this.clients) client.end();
    await this.#browser?.close().catch(() => undefined);
    await this.fleet.end();
    await this.victims.stop();
    await this.log.close();
    this.#orderly();
    if (!this.settings.keep) this.plant.remove();
  }

  #takeHeaps(): void {
    for (const { at, document, heapMb } of this.rotation?.heaps.splice(0) ?? []) {
      this.memory.add(JUDGED.page, document, at, heapMb);
    }
  }

  #world(): World {
    const { victims, cables, courses } = this;
    return {
      outages: () => victims.outages,
      isDead: () => victims.serverDeadSince !== undefined,
      truth: (from, to) => ({
        from,
        to,
        serverDeadSince: victims.serverDeadSince,
        pulled: cables.outDuring(from, to).map(({ gateway, since }) => ({
          gateway: courses[gateway]?.gateway ?? '',
          drives: courses[gateway]?.drives ?? [],
          since,
        })),
      }),
    };
  }

  #fail(words: string): void {
    this.faults.push(words);
    this.stop();
  }
}

const wordsOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
};
