import type { MqttClient } from 'mqtt';
import { asCredentials } from '../../support/mqtt-authority';
import { connectGateway, publishUp } from '../../support/mqtt-gateway';
import type { Target } from '../kit/target';

/** A thin-edge alarm of one entity of a gateway. */
export interface SpokenAlarm {
  /** Drive behind the gateway; the gateway itself when left out. */
  drive?: string;
  /** A service of the gateway, in place of a drive. */
  service?: string;
  /** thin-edge alarm type. */
  type: string;
  severity: 'critical' | 'major' | 'minor' | 'warning';
  text: string;
  /** Whose certificate it is about, where it is about one: alarms of different ones are different alarms. */
  subject?: string;
  /** Its end is told. */
  isOver?: boolean;
}

/** A gateway that sends no telemetry, and says what it is told to. */
export interface Speaker {
  /** Publishes the alarm; resolves with the acknowledgement to the moment of publication (epoch ms). */
  raise(alarm: SpokenAlarm): Promise<number>;
  /** Publishes all of them at once; resolves with the last acknowledgement to the moment of the first. */
  raiseAll(alarms: readonly SpokenAlarm[]): Promise<number>;
  clear(alarm: Pick<SpokenAlarm, 'drive' | 'type'>): Promise<void>;
  stop(): Promise<void>;
}

export async function startSpeaker(
  target: Pick<Target, 'mqttPort' | 'credentials'>,
  gateway: string,
): Promise<Speaker> {
  const { certificatePem, keyPem, caPem } = target.credentials(gateway);
  const client = await connectGateway(
    target.mqttPort,
    asCredentials(gateway, { certificatePem, keyPem }, caPem),
  );
  return {
    raise: (alarm) => raiseAll(client, [alarm]),
    raiseAll: (alarms) => raiseAll(client, alarms),
    clear: async (alarm) => void (await publishUp(client, topicOf(alarm), '', { retain: true })),
    stop: () => client.endAsync(),
  };
}

async function raiseAll(client: MqttClient, alarms: readonly SpokenAlarm[]): Promise<number> {
  const at = Date.now();
  await Promise.all(
    alarms.map((alarm) => {
      const { severity, text, subject, isOver = false } = alarm;
      const body = isOver
        ? ''
        : JSON.stringify({ severity, text, subject, time: new Date(at).toISOString() });
      return publishUp(client, topicOf(alarm), body, { retain: true });
    }),
  );
  return at;
}

const topicOf = ({
  drive = 'main',
  service,
  type,
}: Pick<SpokenAlarm, 'drive' | 'service' | 'type'>): string =>
  `te/device/${drive}/${service === undefined ? '/' : `service/${service}`}/a/${type}`;
