import type { CDPSession } from 'playwright-core';
import { Random } from '../../../src/simulator/physics/random';
import type { Visitor } from '../../support/visitor';
import type { Outage } from '../blows/outage';
import { Tally } from '../tally';
import { isExplained } from './complaints';
import { mustBeStale, mustSay, untruths, type Truth } from './judge';
import { clickable, goTo } from './links';
import { routeOf, type Route } from './routes';
import { look, type Sight } from './sight';

/** What the run knows while the browser looks. */
export interface World {
  /** What was so for all of a look that began and ended then. */
  truth(from: number, to: number): Truth;
  outages(): readonly Outage[];
  /** The server's process does not run. */
  isDead(): boolean;
}

export interface PageHeap {
  at: number;
  /** The document; a new one after every full load. */
  document: number;
  heapMb: number;
  nodes: number;
  listeners: number;
}

const LOOK_EVERY_MS = 1_000;
const DWELL_MS = 3_500;
const HEAP_EVERY_MS = 60_000;
/** Share of steps that go back instead of following a link. */
const BACK = 0.1;
const HEAP_ROUTE = '/overview';

/** A person who goes from page to page for hours, by links, and is never told anything that is not so. */
export class Rotation {
  readonly visits = new Map<string, number>();
  readonly complaints = new Tally();
  readonly explained = new Tally();
  readonly untruths = new Tally();
  readonly failures = new Tally();
  readonly heaps: PageHeap[] = [];
  looks = 0;
  /** Looks while the server had been dead for longer than the page may take to say so. */
  looksAtDeath = 0;
  /** Looks while a gateway's cable was out for longer than its drives may count as live. */
  looksAtSilence = 0;
  documents = 0;
  pageErrors = 0;
  /** Longest time from the server's being ready until the page was live again by itself. */
  longestUntilLiveMs = 0;
  #heapAt = 0;
  #awaited: number | undefined;
  #path = '';
  #cdp: CDPSession | undefined;
  readonly #random: Random;

  constructor(
    private readonly visitor: Visitor,
    private readonly url: string,
    private readonly routes: readonly Route[],
    private readonly world: World,
    seed: number,
  ) {
    this.#random = Random.of(seed, 'browser');
    for (const { name } of routes) this.visits.set(name, 0);
    visitor.page.on('pageerror', () => (this.pageErrors += 1));
    visitor.page.on('load', () => (this.documents += 1));
    visitor.page.on('crash', () => this.failures.add('the page crashed'));
  }

  /** The server is ready again: from here on the page's return is timed. */
  serverReady(at: number): void {
    this.#awaited = at;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { page, context } = this.visitor;
    this.#cdp = await context.newCDPSession(page);
    await this.#cdp.send('Performance.enable');
    while (!signal.aborted) {
      const sight = await this.#dwell(signal);
      if (signal.aborted) return;
      try {
        await this.#step(sight);
      } catch (error) {
        this.#excuse(`no way on from ${this.#path}: ${firstLine(error)}`);
      }
    }
  }

  /** Stays on the page for a while, and looks at it again and again. */
  async #dwell(signal: AbortSignal): Promise<Sight | undefined> {
    const until = Date.now() + DWELL_MS;
    let sight: Sight | undefined;
    do {
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      sight = await this.#look();
      this.#listen();
    } while (Date.now() < until && !signal.aborted);
    return sight;
  }

  async #look(): Promise<Sight | undefined> {
    const from = Date.now();
    let sight: Sight;
    try {
      sight = await look(this.visitor.page);
    } catch (error) {
      // While a document is replaced by another there is nothing to see.
      if (!REPLACED.test(firstLine(error))) this.failures.add(`not to be seen: ${firstLine(error)}`);
      return undefined;
    }
    const truth = this.world.truth(from, Date.now());
    this.looks += 1;
    if (mustSay(truth)) this.looksAtDeath += 1;
    if (mustBeStale(truth).length > 0) this.looksAtSilence += 1;
    for (const words of untruths(sight, truth)) this.untruths.add(words);
    if (sight.link === 'live' && this.#awaited !== undefined && truth.serverDeadSince === undefined) {
      this.longestUntilLiveMs = Math.max(this.longestUntilLiveMs, Date.now() - this.#awaited);
      this.#awaited = undefined;
    }
    return sight;
  }

  async #step(sight: Sight | undefined): Promise<void> {
    const { page } = this.visitor;
    if (sight === undefined) return;
    // Every other outage is sat out, so that the page is seen from the server's death to its own return.
    if (this.#awaited !== undefined || this.world.isDead()) {
      if (this.world.outages().length % 2 === 1 && sight.link !== null) return;
    }
    if (sight.isForeign) {
      // What a person does with the browser's own error page; it fails as long as the server is away.
      await page.goto(`${this.url}${this.#path}`, { timeout: 15_000 }).catch(() => undefined);
      return;
    }
    if (sight.heading === FAILED) {
      this.#excuse(`${sight.path} could not be shown`);
      // Without the frame there is no link to follow; it has to come back by itself.
      if (sight.link === null) return;
    }
    await this.#measureHeap(sight);
    if (this.#random.chance(BACK) && this.#total > 3) await page.goBack({ timeout: 10_000 });
    else await this.#follow(sight);
    const path = new URL(page.url()).pathname;
    const route = routeOf(this.routes, path);
    if (route === undefined) return;
    this.#path = path;
    this.visits.set(route.name, (this.visits.get(route.name) ?? 0) + 1);
  }

  /** Follows a link to the kind of page that was seen least. */
  async #follow(sight: Sight): Promise<void> {
    const links = (await clickable(this.visitor.page)).filter((path) => path !== sight.path);
    const known = links.flatMap((path) => {
      const route = routeOf(this.routes, path);
      return route === undefined ? [] : [{ path, visits: this.visits.get(route.name) ?? 0 }];
    });
    const least = Math.min(...known.map(({ visits }) => visits));
    const [first, ...rest] = known.filter(({ visits }) => visits === least);
    if (first === undefined) throw new Error('there is no link');
    await goTo(this.visitor.page, this.#random.pick([first, ...rest]).path);
  }

  /** The page's memory after a collection, about once a minute and always on the same page. */
  async #measureHeap(sight: Sight): Promise<void> {
    const now = Date.now();
    if (sight.path !== HEAP_ROUTE || sight.link !== 'live' || now - this.#heapAt < HEAP_EVERY_MS) return;
    if (this.#cdp === undefined) return;
    this.#heapAt = now;
    await this.#cdp.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.#cdp.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    this.heaps.push({
      at: now,
      document: this.documents,
      heapMb: value('JSHeapUsedSize') / 2 ** 20,
      nodes: value('Nodes'),
      listeners: value('JSEventListeners'),
    });
  }

  /** Takes what the console said since the last time. */
  #listen(): void {
    for (const text of this.visitor.complaints.splice(0)) {
      (isExplained(text, Date.now(), this.world.outages()) ? this.explained : this.complaints).add(text);
    }
  }

  /** A page that does not come is a failure, except where the server was away. */
  #excuse(words: string): void {
    const now = Date.now();
    const isOutage = this.world
      .outages()
      .some(({ from, to }) => now >= from && (to === undefined || now - to < 15_000));
    (isOutage ? this.explained : this.failures).add(words);
  }

  get #total(): number {
    return [...this.visits.values()].reduce((sum, visits) => sum + visits, 0);
  }
}

const REPLACED = /context was destroyed|Cannot find context|navigat|has been closed/i;
const FAILED = 'This page cannot be shown';

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
