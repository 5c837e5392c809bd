import type { IDisconnectPacket, ISubscribePacket, Packet } from 'mqtt-packet';
import type { RefusalKind } from '../../link-observer';
import type { BrokerContext } from './broker-context';
import { expiry, type Admission } from './connect';
import { InboundFlow } from './inbound-flow';
import { outOfOrder, REASON } from './protocol-error';
import type { GatewaySession } from './session';
import { subscribe, unsubscribe } from './subscriptions';

/** What a conversation asks of the connection it runs on. */
export interface Line {
  readonly address: string;
  send(packet: Packet): void;
  refused(kind: RefusalKind, detail: string): void;
  /** Read nothing for so long. */
  pause(ms: number): void;
  /** The gateway has said good-bye. */
  left(how: { will: boolean }): void;
  failed(error: unknown): void;
}

/** What is said between an admitted CONNECT and the end of the connection. */
export class Conversation {
  readonly #flow: InboundFlow;

  constructor(
    readonly session: GatewaySession,
    readonly admission: Admission,
    private readonly context: BrokerContext,
    private readonly line: Line,
  ) {
    this.#flow = new InboundFlow(session, context, admission.version, line);
  }

  /** `size` is the packet's, in bytes. Throws ProtocolError. */
  handle(packet: Packet, size: number): void {
    switch (packet.cmd) {
      case 'publish': {
        const now = this.context.clock.now();
        this.#flow.publish(packet, size, now);
        const pauseMs = this.session.rate.spend(now);
        if (pauseMs === 0) return;
        this.session.slowed(now);
        return this.line.pause(pauseMs);
      }
      case 'pubrel':
        return this.#flow.release(packet.messageId ?? 0);
      case 'puback':
        return this.session.outbound.acknowledged(packet.messageId ?? 0);
      case 'subscribe':
        return this.#subscribe(packet);
      case 'unsubscribe':
        return this.line.send(unsubscribe(this.session, packet));
      case 'pingreq':
        return this.line.send({ cmd: 'pingresp' });
      case 'disconnect':
        return this.#leave(packet);
      case 'connect':
      case 'connack':
      case 'pubrec':
      case 'pubcomp':
      case 'suback':
      case 'unsuback':
      case 'pingresp':
      case 'auth':
        throw outOfOrder(`${packet.cmd} at this point`);
    }
  }

  /** The connection is over. `silently` when a newer one goes on, so that nobody sees the gateway leave. */
  end(reason: string, how: { will: boolean; silently?: boolean }): void {
    const { session, admission } = this;
    const at = this.context.clock.now();
    session.close(admission.keepSessionMs, at);
    const { will } = admission;
    if (how.will && will !== undefined) {
      const delayMs = Math.min(will.delayMs, admission.keepSessionMs ?? will.delayMs);
      if (delayMs > 0) session.will = { message: will, due: at + delayMs };
      else session.publishWill(will, at);
    }
    if (how.silently) return;
    this.context.links.disconnected(session.gateway, { at, reason });
    const { address } = this.line;
    this.context.log.info({ gateway: session.gateway, address, reason }, 'gateway disconnected');
  }

  #subscribe(packet: ISubscribePacket): void {
    const { limits } = this.context;
    const done = subscribe(this.session, packet, this.admission.version, limits.subscriptions);
    for (const filter of done.foreign) this.line.refused('foreign-subscription', `subscription to ${filter}`);
    this.line.send(done.answer);
    for (const message of done.retained) this.session.outbound.offer(message);
  }

  #leave(packet: IDisconnectPacket): void {
    const interval = packet.properties?.sessionExpiryInterval;
    if (interval !== undefined) this.admission.keepSessionMs = expiry(interval);
    this.line.left({ will: packet.reasonCode === REASON.disconnectWithWill });
  }
}
