import type { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { GatewayId } from '../../../../domain/ids';
import { NOTHING_PERMITTED, type GatewayPermissions } from '../../../../domain/plant/gateway-operations';
import { MINUTE_MS, SECOND_MS, type Instant } from '../../../../domain/time';
import { listenFault } from '../../../listen-fault';
import type { TlsMaterial } from '../../identity/credentials';
import type { Broker, BrokerState, DownOutcome } from '../broker';
import { whyNotDown } from '../down-guard';
import { downBranch } from '../topics';
import type { BrokerContext } from './broker-context';
import { Connection } from './connection';
import { DEFAULT_LIMITS, type BrokerLimits } from './limits';
import { contextOptions, createListener } from './listener';
import { REASON } from './protocol-error';
import { GatewaySession } from './session';

const TICK_MS = 200;
const CERTIFICATE_CHECK_MS = 10 * MINUTE_MS;

export interface EmbeddedBrokerOptions {
  host: string;
  /** 0 lets the system choose; `port` then tells. */
  port: number;
  identity: BrokerContext['identity'];
  ingest: BrokerContext['sink'];
  links: BrokerContext['links'];
  clock: BrokerContext['clock'];
  log: BrokerContext['log'];
  limits?: Partial<BrokerLimits>;
  /** What a gateway may be asked to do; nothing by default (D6). */
  permissions?: (gateway: GatewayId) => GatewayPermissions;
}

/** The MQTT endpoint that lives in this process (D4). Nothing is bound before `run`. */
export const createEmbeddedBroker = (options: EmbeddedBrokerOptions): Broker => new EmbeddedBroker(options);

class EmbeddedBroker implements Broker {
  readonly name = 'broker';
  readonly #context: BrokerContext;
  readonly #sessions = new Map<GatewayId, GatewaySession>();
  readonly #connections = new Set<Connection>();
  readonly #permissions: (gateway: GatewayId) => GatewayPermissions;
  #server: Server | undefined;
  #stopping: Promise<void> | undefined;
  #status: Pick<BrokerState, 'state' | 'since' | 'problem'>;
  #waiting: (() => void)[] = [];

  constructor(private readonly options: EmbeddedBrokerOptions) {
    const { identity, ingest, links, clock, log } = options;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#context = { identity, sink: ingest, links, clock, log, limits };
    this.#permissions = options.permissions ?? (() => NOTHING_PERMITTED);
    this.#status = { state: 'starting', since: clock.now(), problem: undefined };
  }

  get port(): number {
    const address = this.#server?.address();
    return isAddress(address) ? address.port : 0;
  }

  ready(): Promise<void> {
    if (this.#status.state === 'listening') return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#stopping = undefined;
    this.#set('starting');
    try {
      let material = await this.#context.identity.tlsMaterial(this.#context.clock.now());
      const server = await this.#listen(material);
      let fault: unknown;
      server.on('error', (error) => (fault = error));
      this.#set('listening');
      for (const resolve of this.#waiting.splice(0)) resolve();
      for (let lastCheck = this.#context.clock.now(), ticks = 0; this.#goesOn(signal); ticks += 1) {
        if (fault !== undefined) throw fault;
        await this.#context.clock.sleep(TICK_MS, signal);
        const now = this.#context.clock.now();
        this.#tick(now, ticks % (SECOND_MS / TICK_MS) === 0);
        if (now - lastCheck < CERTIFICATE_CHECK_MS) continue;
        lastCheck = now;
        material = await this.#renewed(server, material, now);
      }
    } catch (error) {
      this.#set('failed', error instanceof Error ? error.message : String(error));
      await this.#close();
      throw error;
    }
    await this.stop();
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#close().then(() => this.#set('stopped')));
  }

  publishDown(
    gateway: GatewayId,
    topic: string,
    payload: Buffer,
    { retain }: { retain: boolean },
  ): DownOutcome {
    const reason = whyNotDown(topic, payload, this.#permissions(gateway));
    if (reason !== undefined) {
      this.#context.log.warn(
        { gateway, topic: topic.slice(0, 200), reason },
        'a command was not allowed to leave',
      );
      return { sent: false, reason };
    }
    const session = this.#sessions.get(gateway);
    const clears = payload.length === 0;
    if (clears) session?.retained.delete(topic);
    if (session === undefined || (session.connection === undefined && !clears)) {
      return { sent: false, reason: 'no-session' };
    }
    const subscription = session.subscriptionFor(topic);
    if (subscription === undefined) return { sent: false, reason: 'not-subscribed' };
    const sent = session.outbound.offer({
      topic: downBranch(gateway) + topic,
      payload,
      qos: subscription.qos,
      retain: retain && subscription.retainAsPublished,
    });
    if (!sent) return { sent: false, reason: 'queue-full' };
    if (retain && !clears) session.retained.set(topic, payload);
    return session.connection === undefined ? { sent: false, reason: 'no-session' } : { sent: true };
  }

  closeGateway(gateway: GatewayId, reason: string): void {
    this.#sessions.get(gateway)?.connection?.dismiss(reason, REASON.administrativeAction);
  }

  state(): BrokerState {
    const sessions = [...this.#sessions.values()];
    return {
      ...this.#status,
      connections: sessions.filter(({ connection }) => connection !== undefined).length,
      held: sessions.filter(({ window }) => window.full).length,
    };
  }

  #goesOn = (signal: AbortSignal): boolean => !signal.aborted && this.#stopping === undefined;

  async #listen(material: TlsMaterial): Promise<Server> {
    const server = createListener(material, {
      secure: (socket, peer) => this.#welcome(socket, peer),
      refused: (refusal) =>
        this.#context.links.refused({ ...refusal, subject: refusal.address, at: this.#context.clock.now() }),
    });
    server.maxConnections = this.#context.limits.connections;
    this.#server = server;
    const { host, port } = this.options;
    server.listen(port, host);
    await once(server, 'listening').catch((error: unknown) => {
      throw listenFault(error, { host, port, prefix: 'MQTT_' });
    });
    return server;
  }

  #welcome(
    socket: TLSSocket,
    { address, certificate }: { address: string; certificate: X509Certificate },
  ): void {
    const { clock, identity, links } = this.#context;
    const now = clock.now();
    const verdict = identity.check(certificate, now);
    if (!verdict.accepted) {
      const { kind, detail } = verdict;
      links.refused({ kind, subject: verdict.subject ?? address, address, detail, at: now });
    }
    const connection = new Connection(
      socket,
      { address, certificate, verdict },
      this.#context,
      ({ gateway }) => this.#session(gateway),
    );
    this.#connections.add(connection);
    connection.start(() => this.#connections.delete(connection));
  }

  #session(gateway: GatewayId): GatewaySession {
    const known = this.#sessions.get(gateway);
    if (known !== undefined) return known;
    const session = new GatewaySession(gateway, this.#context);
    this.#sessions.set(gateway, session);
    return session;
  }

  #tick(now: Instant, wholeSecond: boolean): void {
    for (const connection of this.#connections) connection.tick(now);
    if (wholeSecond) for (const session of this.#sessions.values()) session.tick(now);
  }

  async #renewed(server: Server, material: TlsMaterial, now: Instant): Promise<TlsMaterial> {
    try {
      const fresh = await this.#context.identity.tlsMaterial(now);
      if (
        fresh.certificate === material.certificate &&
        same(fresh.clientAuthorities, material.clientAuthorities)
      ) {
        return material;
      }
      server.setSecureContext(contextOptions(fresh));
      this.#context.log.info('the broker presents a new certificate from now on');
      return fresh;
    } catch (error) {
      this.#context.log.error({ err: error }, 'the certificate of the broker could not be renewed');
      return material;
    }
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    server?.close();
    for (const connection of this.#connections) connection.drain();
    const { clock, limits } = this.#context;
    const until = clock.now() + limits.stopWithinMs;
    const busy = () => [...this.#sessions.values()].some(({ window }) => window.state.messages > 0);
    while (busy() && clock.now() < until) await clock.sleep(20);
    for (const connection of this.#connections) connection.dismiss('server stops', REASON.serverShuttingDown);
    while (this.#connections.size > 0 && clock.now() < until + SECOND_MS) await clock.sleep(10);
  }

  #set(state: BrokerState['state'], problem?: string): void {
    this.#status = { state, since: this.#context.clock.now(), problem };
  }
}

const isAddress = (address: string | AddressInfo | null | undefined): address is AddressInfo =>
  typeof address === 'object' && address !== null;

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, i) => text === b[i]);
