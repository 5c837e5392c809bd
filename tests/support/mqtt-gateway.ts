import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { GatewayCredentials } from './mqtt-authority';

/** Options with which mqtt.js is a gateway: mutual TLS, client id equal to the certificate's name. */
export function gatewayOptions(port: number, credentials: GatewayCredentials): IClientOptions {
  return {
    protocol: 'mqtts',
    host: '127.0.0.1',
    port,
    ca: credentials.caPem,
    cert: credentials.certificatePem,
    key: credentials.keyPem,
    clientId: credentials.name,
    reconnectPeriod: 0,
    connectTimeout: 5_000,
  };
}

/** Connects as a gateway; rejects when the broker does not want it. */
export function connectGateway(
  port: number,
  credentials: GatewayCredentials,
  options: IClientOptions = {},
): Promise<MqttClient> {
  return new Promise((resolve, reject) => {
    const client = mqtt.connect({ ...gatewayOptions(port, credentials), ...options });
    client.once('connect', () => resolve(client));
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed before it was connected')));
    // Later faults of a connection that a test breaks on purpose are not the test run's.
    client.on('error', () => undefined);
  });
}

/** Publishes below the gateway's own `up/` and resolves with the acknowledgement. */
export const publishUp = (
  client: MqttClient,
  topic: string,
  payload: string | Buffer,
  options: { qos?: 0 | 1 | 2; retain?: boolean } = {},
): Promise<unknown> =>
  client.publishAsync(`gw/${String(client.options.clientId)}/up/${topic}`, payload, { qos: 1, ...options });
