import type { X509Certificate } from 'node:crypto';
import { gatewayId, type GatewayId } from '../../src/lib/domain/ids';
import { GATEWAY_OPERATIONS, type GatewayPermissions } from '../../src/lib/domain/plant/gateway-operations';
import { systemClock, type Clock } from '../../src/lib/server/clock';
import type { Broker } from '../../src/lib/server/ingest/brokers/broker';
import { createEmbeddedBroker } from '../../src/lib/server/ingest/brokers/embedded/embedded-broker';
import type { BrokerLimits } from '../../src/lib/server/ingest/brokers/embedded/limits';
import type { BrokerIdentity, Verdict } from '../../src/lib/server/ingest/identity/credentials';
import type { InboundMessage, InboundSink } from '../../src/lib/server/ingest/inbound-message';
import type { HeldWindow, LinkObserver, Refusal } from '../../src/lib/server/ingest/link-observer';
import { createLogger } from '../../src/lib/server/log';
import type { TestAuthority } from './mqtt-authority';

/** Identity from a list in memory instead of the database. */
export class ListedIdentity implements BrokerIdentity {
  readonly known = new Set<string>();
  readonly revoked = new Set<string>();
  /** Certificates that came in, by gateway. */
  readonly seen: string[] = [];

  constructor(private readonly ca: TestAuthority) {}

  check(certificate: X509Certificate): Verdict {
    const name = /CN=(.*)/.exec(certificate.subject)?.[1] ?? '';
    const refuse = (kind: 'unregistered' | 'gateway-revoked'): Verdict => ({
      accepted: false,
      kind,
      subject: name,
      detail: kind,
    });
    if (this.revoked.has(name)) return refuse('gateway-revoked');
    if (!this.known.has(name)) return refuse('unregistered');
    return { accepted: true, gateway: gatewayId.parse(name), notAfter: Date.parse(certificate.validTo) };
  }

  met(gateway: GatewayId): void {
    this.seen.push(gateway);
  }

  async tlsMaterial(now: number) {
    const { certificatePem, keyPem } = await this.ca.authority.brokerCertificate(now);
    return { certificate: certificatePem, key: keyPem, clientAuthorities: [this.ca.authority.caPem] };
  }
}

/** Writes down what the broker tells. */
export class LinkRecorder implements LinkObserver {
  readonly links: string[] = [];
  readonly reasons: string[] = [];
  readonly windows: HeldWindow[] = [];
  readonly limited: boolean[] = [];
  readonly refusals: Refusal[] = [];
  bytesHeard = 0;

  connected(gateway: GatewayId): void {
    this.links.push(`${gateway} connected`);
  }
  disconnected(gateway: GatewayId, { reason }: { reason: string }): void {
    this.links.push(`${gateway} disconnected`);
    this.reasons.push(reason);
  }
  heard(_gateway: GatewayId, _at: number, bytes: number): void {
    this.bytesHeard += bytes;
  }
  held(_gateway: GatewayId, window: HeldWindow): void {
    this.windows.push(window);
  }
  rateLimited(_gateway: GatewayId, limited: boolean): void {
    this.limited.push(limited);
  }
  refused(refusal: Refusal): void {
    this.refusals.push(refusal);
  }
}

/** A sink whose commits a test lets through, or holds back. */
export class HeldSink {
  readonly messages: InboundMessage[] = [];
  #waiting: (() => void)[] = [];
  #holding = false;

  accept = (message: InboundMessage): Promise<void> => {
    this.messages.push(message);
    if (!this.#holding) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  };

  hold(): void {
    this.#holding = true;
  }

  /** Commits the `count` oldest of what waits; all, and everything to come, when left out. */
  commit(count?: number): void {
    if (count === undefined) this.#holding = false;
    for (const resolve of this.#waiting.splice(0, count ?? this.#waiting.length)) resolve();
  }

  get texts(): string[] {
    return this.messages.map(({ topic, payload }) => `${topic} ${payload.toString()}`);
  }
}

const both = (a: LinkObserver, b: LinkObserver): LinkObserver => ({
  connected: (...told) => [a, b].forEach((one) => one.connected(...told)),
  disconnected: (...told) => [a, b].forEach((one) => one.disconnected(...told)),
  heard: (...told) => [a, b].forEach((one) => one.heard(...told)),
  held: (...told) => [a, b].forEach((one) => one.held(...told)),
  rateLimited: (...told) => [a, b].forEach((one) => one.rateLimited(...told)),
  refused: (refusal) => a.refused(refusal),
});

const everything = (configTypes: readonly string[] = []): GatewayPermissions =>
  new Map(GATEWAY_OPERATIONS.map((operation) => [operation, new Set(configTypes)]));

export interface TestBroker extends AsyncDisposable {
  broker: Broker;
  port: number;
  identity: ListedIdentity;
  links: LinkRecorder;
  sink: HeldSink;
  stop(): Promise<void>;
}

/** A broker on a free port that knows the given gateways and hands messages to a `HeldSink`. */
export async function startTestBroker(
  ca: TestAuthority,
  known: readonly string[],
  options: {
    limits?: Partial<BrokerLimits>;
    clock?: Clock;
    /** What gateways may be asked to do; otherwise everything, with these types of configuration. */
    permissions?: (gateway: GatewayId) => GatewayPermissions;
    configTypes?: readonly string[];
    port?: number;
    /** Where messages go, instead of a `HeldSink`. */
    ingest?: InboundSink;
    /** Told of links as well. */
    board?: LinkObserver;
  } = {},
): Promise<TestBroker> {
  const identity = new ListedIdentity(ca);
  for (const name of known) identity.known.add(name);
  const links = new LinkRecorder();
  const sink = new HeldSink();
  const broker = createEmbeddedBroker({
    host: '127.0.0.1',
    port: options.port ?? 0,
    identity,
    ingest: options.ingest ?? sink,
    links: options.board === undefined ? links : both(links, options.board),
    clock: options.clock ?? systemClock,
    log: createLogger('silent'),
    limits: { stopWithinMs: 200, ...options.limits },
    permissions: options.permissions ?? (() => everything(options.configTypes)),
  });
  const abort = new AbortController();
  const running = broker.run(abort.signal);
  await Promise.race([broker.ready(), running]);
  const stop = async () => {
    abort.abort();
    await running;
  };
  return { broker, port: broker.port, identity, links, sink, stop, [Symbol.asyncDispose]: stop };
}
