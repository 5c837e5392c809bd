import type { TLSSocket } from 'node:tls';
import { Account, type Accounts, type GatewayBooks } from './books';
import { dueMs, KINDS, message, type Course, type Kind } from './course';
import { Line, type LineOptions } from './line';

export interface GatewayOptions extends Pick<LineOptions, 'port' | 'credentials' | 'version'> {
  course: Course;
}

/** Unacknowledged messages of one gateway on their way at once. */
const WINDOW = 100;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 1_000;
/** A connection left behind by a silent cut goes this long after the gateway is back. */
const GHOST_MS = 5_000;
const FAILED = 0x80;

/**
 * A gateway that measures whatever happens, keeps what is not acknowledged, and sends it again with its old
 * packet id after every reconnect. What it keeps are numbers: the messages follow from them.
 */
export class Gateway {
  readonly accounts: Accounts = { sample: new Account(), unreadable: new Account(), foreign: new Account() };
  readonly course: Course;
  connects = 0;
  drops = 0;
  resent = 0;
  /** Acknowledgements of packet ids that were not on their way. */
  strays = 0;
  pulledAt: number | undefined;
  readonly #options: GatewayOptions;
  /** How many of each kind were ever sent; what comes after them was only measured yet. */
  readonly #sent: Record<Kind, number> = { sample: 0, unreadable: 0, foreign: 0 };
  readonly #inFlight = new Map<number, { kind: Kind; n: number }>();
  readonly #kinds: readonly Kind[];
  #line: Line | undefined;
  #ghost: TLSSocket | undefined;
  #lastId = 0;
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | undefined;
  #untilMs = Infinity;
  #isDone = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.course = options.course;
    // MQTT 3.1.1 has no word for a refusal: the connection would end each time the message is sent again.
    this.#kinds = KINDS.filter((kind) => kind !== 'foreign' || options.version === 5);
  }

  /** Connects, and keeps at it. */
  dial(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.pulledAt = undefined;
    if (this.#isDone) return;
    const { port, credentials, version } = this.#options;
    this.#line = new Line({
      port,
      credentials,
      version,
      gateway: this.course.gateway,
      opened: () => this.#opened(),
      answered: (id, code) => this.#answered(id, code),
      closed: (wasOpen) => this.#closed(wasOpen),
    });
  }

  /** Publishes nothing that is due later than now. */
  stop(now: number): void {
    this.#untilMs = now;
  }

  get waiting(): number {
    return KINDS.reduce((sum, kind) => sum + this.accounts[kind].waiting, 0);
  }

  /** Source time of the newest acknowledged sample; how far this gateway's record reaches. */
  get frontMs(): number {
    const last = this.accounts.sample.acknowledged.last;
    return last === undefined ? 0 : dueMs(this.course, 'sample', last);
  }

  /** Measures what is due: published is what a gateway has to say, whether or not anybody hears it. */
  work(now: number): void {
    const upTo = Math.min(now, this.#untilMs);
    for (const kind of this.#kinds) {
      const account = this.accounts[kind];
      while (dueMs(this.course, kind, account.published) <= upTo) account.published += 1;
    }
    if (this.#line?.isOpen) this.#send(this.#line);
  }

  tick(now: number): void {
    this.#line?.tick(now);
  }

  /** The cable is pulled, and plugged in again `ms` later. */
  pull(ms: number, silent: boolean): void {
    if (this.pulledAt !== undefined) return;
    this.pulledAt = Date.now();
    clearTimeout(this.#timer);
    this.#ghost?.destroy();
    this.#ghost = this.#line?.cut(silent);
    this.#line = undefined;
    this.#timer = setTimeout(() => this.dial(), ms);
  }

  end(): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#ghost?.destroy();
    this.#line?.leave();
  }

  books(): GatewayBooks {
    const { sample, unreadable, foreign } = this.accounts;
    return {
      gateway: this.course.gateway,
      accounts: { sample: sample.closed(), unreadable: unreadable.closed(), foreign: foreign.closed() },
    };
  }

  #send(line: Line): void {
    line.begin();
    for (const kind of ['unreadable', 'foreign', 'sample'] as const) {
      while (this.#inFlight.size < WINDOW && this.#sent[kind] < this.accounts[kind].published) {
        const n = this.#sent[kind]++;
        const id = this.#freeId();
        this.#inFlight.set(id, { kind, n });
        const { topic, payload } = message(this.course, kind, n);
        line.publish(id, topic, payload, false);
      }
    }
    line.flush();
  }

  #freeId(): number {
    do this.#lastId = (this.#lastId % 65_535) + 1;
    while (this.#inFlight.has(this.#lastId));
    return this.#lastId;
  }

  #opened(): void {
    this.connects += 1;
    this.#retryMs = FIRST_RETRY_MS;
    const ghost = this.#ghost;
    this.#ghost = undefined;
    if (ghost !== undefined) setTimeout(() => ghost.destroy(), GHOST_MS);
    const line = this.#line;
    if (line === undefined) return;
    line.begin();
    // In the order in which they were first sent (MQTT 3.1.1, 4.6).
    for (const [id, { kind, n }] of this.#inFlight) {
      const { topic, payload } = message(this.course, kind, n);
      line.publish(id, topic, payload, true);
      this.resent += 1;
    }
    line.flush();
  }

  #answered(id: number, code: number): void {
    const sent = this.#inFlight.get(id);
    if (sent === undefined) {
      this.strays += 1;
      return;
    }
    this.#inFlight.delete(id);
    const { acknowledged, refused } = this.accounts[sent.kind];
    (code >= FAILED ? refused : acknowledged).add(sent.n);
    if (this.#line?.isOpen && this.#inFlight.size === 0) this.#send(this.#line);
  }

  #closed(wasOpen: boolean): void {
    if (wasOpen) this.drops += 1;
    this.#line = undefined;
    if (this.#isDone || this.pulledAt !== undefined) return;
    this.#timer = setTimeout(() => this.dial(), this.#retryMs * (0.5 + Math.random() / 2));
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
  }
}
