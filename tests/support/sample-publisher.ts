import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mqtt from 'mqtt';

/** A gateway that sends numbered samples as fast as it is allowed to, and writes down which were acknowledged. */
export class SamplePublisher {
  readonly acknowledged: number[] = [];
  published = 0;
  #running = true;
  #fault: Error | undefined;
  readonly #client: mqtt.MqttClient;

  /** `folder` holds certificate.pem, key.pem and ca.pem; sample n of drive d has source time `start + n`. */
  constructor(
    readonly gateway: string,
    folder: string,
    port: number,
    private readonly start: number,
    private readonly drives = 10,
    private readonly inFlight = 400,
  ) {
    this.#client = mqtt.connect({
      protocol: 'mqtts',
      host: '127.0.0.1',
      port,
      clientId: gateway,
      clean: false,
      reconnectPeriod: 100,
      reconnectOnConnackError: true,
      cert: readFileSync(join(folder, 'certificate.pem')),
      key: readFileSync(join(folder, 'key.pem')),
      ca: readFileSync(join(folder, 'ca.pem')),
    });
    this.#client.on('error', () => undefined);
    for (let i = 0; i < inFlight; i += 1) this.#next();
  }

  #next(): void {
    if (!this.#running) return;
    const n = this.published++;
    const drive = `d${n % this.drives}`;
    const body = JSON.stringify({
      time: (this.start + n) / 1_000,
      output_frequency_hz: (n % 500) / 10,
      motor_current_a: 10,
    });
    this.#client.publish(`gw/${this.gateway}/up/te/device/${drive}///m/drive`, body, { qos: 1 }, (error) => {
      if (error === undefined || error === null) this.acknowledged.push(n);
      // What cannot be sent is not replaced by more of the same, for ever.
      else if (this.#running) this.#fail(error);
      this.#next();
    });
  }

  /** How many are not acknowledged yet. Throws what kept one from being sent. */
  get waiting(): number {
    if (this.#fault !== undefined) throw this.#fault;
    return this.published - this.acknowledged.length;
  }

  #fail(error: Error): void {
    this.#running = false;
    this.#fault = error;
  }

  /** Sends nothing new; what is on its way may still be acknowledged. */
  pause(): void {
    this.#running = false;
  }

  /** Pulls the cable: no DISCONNECT, no goodbye; it dials again by itself. */
  cut(): void {
    this.#client.stream.destroy();
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#running = true;
    for (let i = 0; i < this.inFlight; i += 1) this.#next();
  }

  async end(): Promise<void> {
    this.pause();
    await this.#client.endAsync(true);
  }
}
