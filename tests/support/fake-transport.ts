import type { Transport, TransportEvents } from '../../src/lib/live/transport';
import { driveId, gatewayId } from '../../src/lib/domain/ids';
import type { Freshness } from '../../src/lib/domain/telemetry/quality';
import type { DownEvents, Heartbeat, Hello, Layout, LayoutDrive } from '../../src/lib/protocol/down';
import { packGrade, packState } from '../../src/lib/protocol/frame-layout';
import { FrameWriter } from '../../src/lib/protocol/frame-writer';
import type { Ack, UpEvents } from '../../src/lib/protocol/up';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/version';

/** The other end of a page's connection, played by a test. Time is that of the test's fake timers. */
export class FakeTransport implements Transport {
  /** Attempts to connect so far. */
  attempts = 0;
  isOpen = false;
  readonly sent: { event: keyof UpEvents; message: unknown }[] = [];
  answer: (event: keyof UpEvents) => Ack = () => ({ ok: true });
  #events: TransportEvents | undefined;
  #messages: DownEvents | undefined;

  open(): void {
    this.attempts += 1;
  }

  close(): void {
    this.isOpen = false;
  }

  send<E extends keyof UpEvents>(event: E, ...payload: Parameters<UpEvents[E]>): void {
    if (!this.isOpen) return;
    const [message, ack] = payload as [unknown, ((answer: Ack) => void)?];
    this.sent.push({ event, message });
    ack?.(this.answer(event));
  }

  listen(events: TransportEvents, messages: DownEvents): void {
    this.#events = events;
    this.#messages = messages;
  }

  tell<E extends keyof DownEvents>(event: E, ...payload: Parameters<DownEvents[E]>): void {
    (this.#messages![event] as (...args: Parameters<DownEvents[E]>) => void)(...payload);
  }

  /** The server takes the connection and says hello. */
  accept(hello: Partial<Hello> = {}): void {
    this.isOpen = true;
    this.#events!.opened();
    this.tell('hello', {
      protocol: PROTOCOL_VERSION,
      now: Date.now(),
      build: 'test',
      plantName: 'Plant',
      simulated: false,
      heartbeatMs: 1_000,
      sessionEndsAt: Date.now() + 3_600_000,
      ...hello,
    });
  }

  beat(change: Partial<Heartbeat> = {}): void {
    this.tell('heartbeat', aHeartbeat(change));
  }

  drop(): void {
    this.isOpen = false;
    this.#events!.closed();
  }

  refuse(code: string): void {
    this.#events!.refused(code);
  }

  messages<T>(event: keyof UpEvents): T[] {
    return this.sent.filter((entry) => entry.event === event).map((entry) => entry.message as T);
  }
}

const aHeartbeat = (change: Partial<Heartbeat> = {}): Heartbeat => ({
  now: Date.now(),
  head: 0,
  database: { state: 'ok', since: 0 },
  broker: { state: 'ok', since: 0 },
  gateways: { live: 1, total: 1, held: 0 },
  drives: { live: 1, stale: 0, lost: 0, never: 0 },
  sites: { live: 1, total: 1 },
  frameMs: 250,
  ...change,
});

const aLayoutDrive = (name: string, expectedIntervalMs = 1_000): LayoutDrive => ({
  id: driveId.parse(name),
  name,
  site: null,
  zone: null,
  gateway: gatewayId.parse('gw'),
  line: '',
  family: 'vlt-fc-202',
  model: null,
  expectedIntervalMs,
  simulated: false,
});

export const aLayout = (view: string, drives: readonly string[], change: Partial<Layout> = {}): Layout => ({
  view,
  room: 1,
  version: 0,
  drives: drives.map((name) => aLayoutDrive(name)),
  extras: [],
  ...change,
});

interface FrameFacts {
  room?: number;
  version?: number;
  number?: number;
  whole?: boolean;
  now?: number;
  publishedAt?: number;
}
interface EntryFacts {
  ageMs?: number;
  freshness?: Freshness;
  run?: 'running' | 'tripped' | 'ready';
  load?: number;
  values?: number[];
}

const writer = new FrameWriter();
let number = 0;

function begin(kind: 'fleet' | 'site' | 'drive', facts: FrameFacts): void {
  const { room = 1, version = 0, whole = false, now = Date.now(), publishedAt } = facts;
  writer.begin({ kind, whole, room, layoutVersion: version, now });
  writer.published(publishedAt);
}

/** A fleet or site frame with those entries, by index. */
export function aFrame(
  kind: 'fleet' | 'site',
  entries: Record<number, EntryFacts>,
  facts: FrameFacts = {},
): Uint8Array {
  begin(kind, facts);
  for (const [
    index,
    { ageMs = 0, freshness = 'live', run = 'running', load = 50, values = [] },
  ] of Object.entries(entries)) {
    const state = packState(run, freshness);
    if (kind === 'fleet') writer.fleetEntry(Number(index), state, 0, ageMs, load);
    else {
      const grades = Array<number>(6).fill(packGrade('good', freshness));
      writer.siteEntry(Number(index), state, 0, ageMs, load, values, grades);
    }
  }
  return writer.finish(facts.number ?? (number += 1));
}

interface SignalFacts {
  value: number;
  ageMs?: number;
  sourceTime?: number;
  freshness?: Freshness;
}

/** A drive's frame with those signals, by index. */
export function aDriveFrame(
  drive: EntryFacts,
  signals: Record<number, SignalFacts>,
  facts: FrameFacts = {},
): Uint8Array {
  begin('drive', facts);
  const { ageMs = 0, freshness = 'live', run = 'running', load = 50 } = drive;
  writer.driveHeader(packState(run, freshness), 0, ageMs, 0, load);
  for (const [index, signal] of Object.entries(signals)) {
    const grade = packGrade('good', signal.freshness ?? 'live');
    writer.signalEntry(Number(index), grade, signal.ageMs ?? 0, signal.value, signal.sourceTime);
  }
  return writer.finish(facts.number ?? (number += 1));
}
