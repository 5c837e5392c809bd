import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import type { IConnectPacket, Packet } from 'mqtt-packet';
import type { Instant } from '../../../../domain/time';
import type { Verdict } from '../../identity/credentials';
import type { BrokerContext } from './broker-context';
import { admit, rejection, welcome } from './connect';
import { Conversation, type Line } from './conversation';
import { PacketReader } from './packet-codec';
import { PacketFramer } from './packet-framer';
import { PacketWriter } from './packet-writer';
import { outOfOrder, ProtocolError, REASON } from './protocol-error';
import type { Attached, GatewaySession } from './session';

/** A gateway may be silent for one and a half times the keep-alive it promised (MQTT 3.1.1, 3.1.2.10). */
const KEEP_ALIVE_GRACE = 1.5;
/** For the other side to take in our last packets. */
const LINGER_MS = 2_000;

interface Peer {
  address: string;
  certificate: X509Certificate;
  verdict: Verdict;
}

/**
 * One TLS connection whose certificate chain is verified.
 *
 *     awaiting CONNECT ──admitted──▶ open ──DISCONNECT──────────────▶ closed
 *            │                        └───broken, silent, taken over─▶ closed, will published
 *            └──refused, late──▶ closed
 *
 * Reading stops while the gateway's window is full or its rate is used up, between any two packets.
 */
export class Connection implements Attached {
  readonly address: string;
  readonly #framer: PacketFramer;
  readonly #reader = new PacketReader();
  readonly #gone = new AbortController();
  readonly #startedAt: Instant;
  readonly #writer: PacketWriter;
  #open: Conversation | undefined;
  #closed = false;
  #working = false;
  #slowed = false;
  #draining = false;
  #heardAt: Instant;
  #socketError: string | undefined;

  constructor(
    private readonly socket: TLSSocket,
    private readonly peer: Peer,
    private readonly context: BrokerContext,
    private readonly sessionOf: (verdict: Verdict & { accepted: true }) => GatewaySession,
  ) {
    this.address = peer.address;
    this.#framer = new PacketFramer(context.limits.packetBytes);
    this.#writer = new PacketWriter(socket, context.limits.unsentBytes);
    this.#startedAt = context.clock.now();
    this.#heardAt = this.#startedAt;
  }

  /** Begins to read; `ended` is called once, when the socket is closed. */
  start(ended: () => void): void {
    this.socket.on(
      'error',
      (error: NodeJS.ErrnoException) => (this.#socketError = error.code ?? error.message),
    );
    this.socket.on('close', () => {
      this.#gone.abort();
      const lost = this.#socketError === undefined ? '' : `: ${this.#socketError}`;
      this.#finish(`connection lost${lost}`, { will: true });
      ended();
    });
    this.socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /** Looks after what time alone brings about; called a few times a second. */
  tick(now: Instant): void {
    if (this.#closed) return;
    if (this.#open === undefined) {
      if (now - this.#startedAt > this.context.limits.connectWithinMs)
        this.#finish('no CONNECT', { will: false });
      return;
    }
    const verdict = this.context.identity.check(this.peer.certificate, now);
    if (!verdict.accepted) return this.dismiss(verdict.kind, REASON.notAuthorized);
    const { keepAliveMs } = this.#open.admission;
    const silent = keepAliveMs > 0 && now - this.#heardAt > keepAliveMs * KEEP_ALIVE_GRACE;
    if (silent && !this.#mustWait()) {
      this.#finish('keep-alive ran out', { will: true, code: REASON.keepAliveTimeout });
    }
  }

  reconsider(): void {
    if (this.#closed) return;
    if (this.#mustWait()) {
      this.socket.pause();
    } else if (this.socket.isPaused()) {
      // Silence while we did not listen is not the gateway's.
      this.#heardAt = this.context.clock.now();
      this.socket.resume();
      this.#work();
    }
  }

  /** Reads nothing more, but still acknowledges what was read. */
  drain(): void {
    this.#draining = true;
    this.reconsider();
  }

  takeOver(): void {
    this.#finish('taken over', { will: true, code: REASON.sessionTakenOver, silently: true });
  }

  dismiss(reason: string, code: number): void {
    this.#finish(reason, { will: false, code });
  }

  #take(chunk: Buffer): void {
    if (this.#closed) return;
    this.#heardAt = this.context.clock.now();
    if (this.#open) this.context.links.heard(this.#open.session.gateway, this.#heardAt, chunk.length);
    this.#framer.push(chunk);
    this.#work();
  }

  #work(): void {
    if (this.#working) return;
    this.#working = true;
    try {
      while (!this.#closed && !this.#mustWait()) {
        const bytes = this.#framer.next();
        if (bytes === undefined) break;
        this.#handle(this.#reader.read(bytes), bytes.length);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#working = false;
    }
  }

  #mustWait(): boolean {
    return this.#slowed || this.#draining || (this.#open?.session.window.full ?? false);
  }

  #handle(packet: Packet, size: number): void {
    if (this.#open !== undefined) return this.#open.handle(packet, size);
    if (packet.cmd !== 'connect') throw outOfOrder(`${packet.cmd} before CONNECT`);
    this.#connect(packet);
  }

  #connect(packet: IConnectPacket): void {
    this.#writer.version = packet.protocolVersion ?? 4;
    const { verdict } = this.peer;
    if (!verdict.accepted) return this.#reject(verdict.kind, REASON.notAuthorized);
    const admission = admit(verdict.gateway, packet);
    const session = this.sessionOf(verdict);
    const now = this.context.clock.now();
    this.#replace(session, now);
    const present = session.open(admission.clean, now);
    session.connection = this;
    this.#open = new Conversation(session, admission, this.context, this.#line());
    this.context.identity.met(verdict.gateway, this.peer.certificate, now);
    this.context.links.connected(verdict.gateway, {
      address: this.address,
      certificateNotAfter: verdict.notAfter,
      at: now,
    });
    this.context.log.info(
      { gateway: verdict.gateway, address: this.address, mqtt: this.#writer.version },
      'gateway connected',
    );
    this.#send(welcome(verdict.gateway, admission, present, this.context.limits));
    session.outbound.attach(
      (message) => this.#send(message),
      admission.receiveMaximum,
      (message) => session.stillTrue(message),
    );
    this.reconsider();
  }

  #replace(session: GatewaySession, now: Instant): void {
    const old = session.connection;
    if (old === undefined) return;
    old.takeOver();
    if (session.takenOver(old.address, this.address, now)) {
      this.#refused('duplicate-identity', `in use from ${old.address} and ${this.address}`);
    }
  }

  #line(): Line {
    return {
      address: this.address,
      send: (packet) => this.#send(packet),
      refused: (kind, detail) => this.#refused(kind, detail),
      pause: (ms) => this.#pause(ms),
      left: (how) => this.#finish('disconnected', how),
      failed: (error) => this.#fail(error),
    };
  }

  #pause(ms: number): void {
    this.#slowed = true;
    this.reconsider();
    void this.context.clock.sleep(ms, this.#gone.signal).then(() => {
      this.#slowed = false;
      this.reconsider();
    });
  }

  #fail(error: unknown): void {
    if (!(error instanceof ProtocolError)) {
      this.context.log.error(
        { address: this.address, err: error },
        'a connection failed for a fault of ours',
      );
      return this.#finish('fault of ours', { will: true, code: REASON.unspecified });
    }
    this.#refused(error.kind, error.message);
    if (this.#open === undefined) return this.#reject(error.kind, error.code);
    this.#finish(`${error.kind}: ${error.message}`, { will: true, code: error.code });
  }

  #reject(reason: string, code: number): void {
    const answer = rejection(this.#writer.version, code);
    if (answer) this.#send(answer);
    this.#finish(reason, { will: false });
  }

  #refused(kind: ProtocolError['kind'], detail: string): void {
    const { verdict } = this.peer;
    this.context.links.refused({
      kind,
      subject: verdict.accepted ? verdict.gateway : (verdict.subject ?? this.address),
      address: this.address,
      detail: detail.slice(0, 200),
      at: this.context.clock.now(),
    });
  }

  #send(packet: Packet): void {
    if (this.#closed || this.#writer.write(packet)) return;
    this.#finish('does not read', { will: true });
    this.socket.destroy();
  }

  #finish(reason: string, how: { will: boolean; code?: number; silently?: boolean }): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#open && this.#writer.version === 5 && how.code !== undefined) {
      this.#writer.write({ cmd: 'disconnect', reasonCode: how.code });
    }
    this.socket.resume();
    this.socket.destroySoon();
    void this.context.clock.sleep(LINGER_MS, this.#gone.signal).then(() => this.socket.destroy());
    this.#open?.end(reason, how);
  }
}
