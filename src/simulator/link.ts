import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { Outbox, type Message } from './outbox';

/** Where a gateway connects, and as whom. */
export interface LinkOptions {
  host: string;
  port: number;
  /** Client id and certificate's common name: one and the same. */
  name: string;
  certificate: string;
  key: string;
  /** Certificate authority of the broker. */
  ca: string;
  will: Message;
  /** Messages kept while there is no connection. */
  capacity: number;
  /** Messages sent and not yet acknowledged, at most. */
  inFlight: number;
  reconnect: { firstMs: number; longestMs: number };
  /** Uniform in [0, 1): spreads reconnects, so that a fleet does not come back as one wave. */
  jitter: () => number;
}

interface LinkEvents {
  /** What is true now and must be said again on every connection, before the backlog. */
  announce(): readonly Message[];
  received(topic: string, payload: Buffer): void;
  log(text: string): void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const KEEPALIVE_S = 20;
/** Who is turned away is so within a moment: the broker looks at a certificate once more a few times a second. */
const PROVEN_AFTER_MS = 500;

/**
 * One gateway's connection: MQTT 3.1.1 over mutual TLS, QoS 1, a persistent session. A message leaves the
 * outbox when the broker acknowledged it, never before: what was in flight when a connection broke is
 * sent again, in its order, on the next one.
 */
export class GatewayLink {
  readonly outbox: Outbox;
  #options: LinkOptions;
  readonly #events: LinkEvents;
  #client: MqttClient | undefined;
  #online = false;
  #wanted = false;
  #announcements: Message[] = [];
  /** Insertion order is sending order. */
  #inFlight = new Set<Message>();
  #announcing = 0;
  #retry: NodeJS.Timeout | undefined;
  #failures = 0;

  constructor(options: LinkOptions, events: LinkEvents) {
    this.#options = options;
    this.#events = events;
    this.outbox = new Outbox(options.capacity);
  }

  get online(): boolean {
    return this.#online;
  }

  /** Messages that the broker has not acknowledged yet, sent or waiting. */
  get backlog(): number {
    return this.outbox.length + this.#inFlight.size;
  }

  open(): void {
    this.#wanted = true;
    if (this.#client === undefined && this.#retry === undefined) this.#connect();
  }

  /** Cuts the line without a word, as a pulled cable does: the broker learns it from its will. */
  cut(): void {
    this.#wanted = false;
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#lost(undefined);
  }

  /** Sends `last`, says goodbye and lets go; what is not acknowledged within `withinMs` is given up. */
  async close(last: readonly Message[], withinMs: number): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#retry);
    const client = this.#client;
    if (client === undefined || !this.#online) return this.cut();
    await Promise.race([
      (async () => {
        await Promise.all(
          last.map((m) => client.publishAsync(m.topic, m.payload, { qos: 1, retain: m.retain })),
        );
        await client.endAsync();
      })().catch(() => undefined),
      new Promise<void>((resolve) => setTimeout(resolve, withinMs).unref()),
    ]);
    this.#lost(undefined);
  }

  /** From the next connection on. */
  useCredentials({ certificate, key }: Pick<LinkOptions, 'certificate' | 'key'>): void {
    this.#options = { ...this.#options, certificate, key };
  }

  /** Whether a connection comes about, and stays for a moment, before the time is up. */
  connectedWithin(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const until = Date.now() + ms;
      let since = 0;
      const timer = setInterval(() => {
        since = this.#online ? since || Date.now() : 0;
        const isProven = since > 0 && Date.now() - since >= PROVEN_AFTER_MS;
        if (!isProven && Date.now() < until) return;
        clearInterval(timer);
        resolve(isProven);
      }, 20);
    });
  }

  send(message: Message): void {
    this.outbox.push(message);
    this.#pump();
  }

  #connect(): void {
    const { host, port, name, certificate, key, ca, will } = this.#options;
    const options: IClientOptions = {
      protocol: 'mqtts',
      host,
      port,
      clientId: name,
      cert: certificate,
      key,
      ca,
      clean: false,
      keepalive: KEEPALIVE_S,
      connectTimeout: CONNECT_TIMEOUT_MS,
      // Reconnecting is done here: a new client each time keeps no second queue of its own.
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      will: { topic: will.topic, payload: Buffer.from(will.payload), qos: 1, retain: will.retain },
    };
    const client = connect(options);
    this.#client = client;
    const mine = (fn: () => void) => () => {
      if (this.#client === client) fn();
    };
    client.on(
      'connect',
      mine(() => this.#connected(client)),
    );
    client.on('message', (topic, payload) => this.#events.received(topic, payload));
    client.on('error', (error) => {
      if (this.#client === client) this.#lost(error);
    });
    client.on(
      'close',
      mine(() => this.#lost(undefined)),
    );
  }

  #connected(client: MqttClient): void {
    this.#online = true;
    this.#failures = 0;
    this.#events.log('connected');
    client.subscribe(`gw/${this.#options.name}/down/#`, { qos: 1 }, (error) => {
      if (error && this.#client === client) this.#lost(error);
    });
    this.#announcements = [...this.#events.announce()];
    this.#announcing = 0;
    this.#pump();
  }

  /** Sends as much as the window allows: first what is true now, then what waited. */
  #pump(): void {
    const client = this.#client;
    if (client === undefined || !this.#online) return;
    while (this.#inFlight.size + this.#announcing < this.#options.inFlight) {
      const announcement = this.#announcements.shift();
      if (announcement !== undefined) {
        this.#announcing++;
        this.#publish(client, announcement, () => this.#announcing--);
        continue;
      }
      const message = this.outbox.shift();
      if (message === undefined) return;
      this.#inFlight.add(message);
      this.#publish(client, message, () => this.#inFlight.delete(message));
    }
  }

  #publish(client: MqttClient, message: Message, acknowledged: () => void): void {
    client.publish(message.topic, message.payload, { qos: 1, retain: message.retain }, (error) => {
      // An error means that the connection went: the message stays in flight and is put back there.
      if (this.#client !== client || error) return;
      acknowledged();
      this.#pump();
    });
  }

  #lost(error: Error | undefined): void {
    const client = this.#client;
    if (client !== undefined) {
      this.#client = undefined;
      client.removeAllListeners();
      client.on('error', () => undefined);
      client.end(true);
    }
    if (this.#online) this.#events.log('disconnected');
    else if (error && this.#failures === 0) this.#events.log(`cannot connect: ${error.message}`);
    this.#online = false;
    this.outbox.putBack([...this.#inFlight]);
    this.#inFlight.clear();
    if (this.#wanted && this.#retry === undefined) this.#retryLater();
  }

  #retryLater(): void {
    const { firstMs, longestMs } = this.#options.reconnect;
    const pause = Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures++, 10));
    this.#retry = setTimeout(
      () => {
        this.#retry = undefined;
        if (this.#wanted) this.#connect();
      },
      pause * (0.5 + 0.5 * this.#options.jitter()),
    );
  }
}
