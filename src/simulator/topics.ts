import type { Message } from './outbox';

/** Name of the agent service whose health decides a gateway's availability. */
export const AGENT = 'device/main/service/tedge-agent';
/** The mapper that keeps the connection; the will speaks for it. */
export const MAPPER = 'device/main/service/tedge-mapper-zonewatch';
export const MAIN = 'device/main//';

/**
 * Topics of one gateway (reference: ingest, sections 2.1 and 4): what thin-edge publishes under `te/`
 * arrives at the platform under `gw/<common name>/up/te/`.
 */
export class Topics {
  readonly #up: string;
  readonly #down: string;

  constructor(gateway: string) {
    this.#up = `gw/${gateway}/up/te/`;
    this.#down = `gw/${gateway}/down/te/`;
  }

  /** Topic of an entity, or of one of its channels such as `m/drive`. */
  of(entity: string, channel?: string): string {
    return channel === undefined ? this.#up + entity : `${this.#up}${entity}/${channel}`;
  }

  /** What is true until something else is said. */
  state(entity: string, channel: string | undefined, body: object): Message {
    return { topic: this.of(entity, channel), payload: JSON.stringify(body), retain: true };
  }

  /** Ends what was said on a topic, or takes a device back. */
  gone(entity: string, channel?: string): Message {
    return { topic: this.of(entity, channel), payload: '', retain: true };
  }

  /**
   * What happened once. An alarm raised while the bridge is connected arrives without the retain flag
   * too, as MQTT 3.1.1 delivers live messages to a bridge.
   */
  moment(entity: string, channel: string, body: object | ''): Message {
    return {
      topic: this.of(entity, channel),
      payload: body === '' ? '' : JSON.stringify(body),
      retain: false,
    };
  }

  /** Entity and channel of a message to this gateway; `undefined` for what is not thin-edge's. */
  parseDown(topic: string): { entity: string; channel: string } | undefined {
    if (!topic.startsWith(this.#down)) return undefined;
    const [a, b, c, d, ...channel] = topic.slice(this.#down.length).split('/');
    if (d === undefined || channel.length === 0) return undefined;
    return { entity: [a, b, c, d].join('/'), channel: channel.join('/') };
  }
}
