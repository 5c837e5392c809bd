import type { MqttClient } from 'mqtt';
import { CANARY } from '../../domain/alarms/canary';
import { CANARY_TOPIC, type CanaryBody } from './message';

/** What the canary shows to be let in. PEM texts. */
export interface CanaryCredentials {
  certificate: string;
  key: string;
  ca: string;
}

export interface CanaryAddress {
  host: string;
  port: number;
}

const WITHIN_MS = 3_000;

/** The canary's own connection to our broker: mutual TLS, as every gateway's. */
export class CanaryLine {
  #client: MqttClient | undefined;

  /** Connects anew; throws when the broker does not take it in time. */
  async open({ host, port }: CanaryAddress, { certificate, key, ca }: CanaryCredentials): Promise<void> {
    this.close();
    const { connectAsync } = await import('mqtt');
    this.#client = await connectAsync({
      protocol: 'mqtts',
      host,
      port,
      clientId: CANARY,
      cert: certificate,
      key,
      ca,
      clean: true,
      connectTimeout: WITHIN_MS,
      // Who wants it back opens it: a connection that mends itself would keep messages of its own.
      reconnectPeriod: 0,
      queueQoSZero: false,
    });
    // A fault ends the connection, and that is seen by `isOpen`.
    this.#client.on('error', () => undefined);
  }

  get isOpen(): boolean {
    return this.#client?.connected === true;
  }

  /** Publishes one canary; nobody waits for its acknowledgement, because the way goes on behind it. */
  send(body: CanaryBody): void {
    this.#client?.publish(CANARY_TOPIC, JSON.stringify(body), { qos: 1 }, () => undefined);
  }

  close(): void {
    this.#client?.end(true);
    this.#client = undefined;
  }
}
