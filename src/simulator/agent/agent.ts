import { z } from 'zod';
import { HOUR_MS, type Instant } from '../../lib/domain/time';
import { MAIN } from '../topics';
import { FirmwareSlots } from './firmware-slots';
import { stagesOf, type CommandBody, type Mood, type Workshop } from './operations';
import type { Renewal } from './renewal';
import { makeRenewal } from './renewal';
import { Script } from './script';

/** The gateway that an agent runs on, as far as the agent moves it. */
export interface AgentHost {
  readonly id: string;
  readonly online: boolean;
  now(): Instant;
  /** Says a state on a channel of the gateway; `''` ends it. */
  say(channel: string, body: object | ''): void;
  /** Says what happened, or raises an alarm, or ends one. */
  tell(channel: string, body: object | ''): void;
  health(): void;
  /** Off, and on again after that long: connection lost, nothing measured meanwhile. */
  reboot(awayMs: number): void;
  /** Connects with another certificate from now on; resolves once that worked, else goes back to the old one. */
  tryCredentials(credentials: { certificate: string; key: string }): Promise<boolean>;
}

/** How long things take on the gateway. */
export interface Pace {
  /** One stage of a command. */
  stageMs: number;
  /** From going down to the next connection attempt. */
  awayMs: number;
}

export const USUAL_PACE: Pace = { stageMs: 1_500, awayMs: 6_000 };

/** Kinds of command that the gateway says it can do, with their types. */
const CAPABILITIES = {
  restart: {},
  firmware_update: {},
  software_list: {},
  software_update: { types: ['apt'] },
  config_update: { types: ['tedge.toml', 'collectd.conf', 'certificate-request', 'certificate'] },
  log_upload: { types: ['software-management', 'journal'] },
} as const;

const command = z.looseObject({ status: z.string().default('init') });
/** Starts of damaged firmware before the gateway stays up, damaged as it is. */
const CRASHES = 3;
/** A retained command state is forgotten by nobody on a real gateway; this is only against endless growth. */
const STATES_KEPT_MS = 24 * HOUR_MS;

/**
 * The device agent of a simulated gateway, with thin-edge's contract (reference: ingest, 2.7): takes a command from
 * its topic once, says each state retained on the same topic, and goes on with it after a restart. What it cannot do
 * fails with the reason: a drill must not learn from a success that never happened.
 */
export class Agent {
  readonly slots = new FirmwareSlots();
  mood: Mood = 'well';
  readonly #host: AgentHost;
  readonly #pace: Pace;
  /** Last state of each command that was not cleared. */
  readonly #states = new Map<string, { body: object; at: Instant }>();
  /** How often each command came, and how often it was begun. */
  readonly #counts = new Map<string, { received: number; begun: number }>();
  readonly #software = new Map([
    ['tedge', '2.0.1'],
    ['collectd-core', '5.12.0'],
  ]);
  readonly #configuration: Record<string, unknown> = {};
  #scripts: Script[] = [];
  #crashing: Script | undefined;
  #renewal: Renewal | undefined;

  constructor(host: AgentHost, pace: Pace = USUAL_PACE) {
    this.#host = host;
    this.#pace = pace;
  }

  /** Commands by topic: how often each came down, and how often it was begun. */
  get counts(): ReadonlyMap<string, { received: number; begun: number }> {
    return this.#counts;
  }

  /** What it retains, and so says again on every connection: states of commands before what it offers. */
  announce(): [channel: string, body: object][] {
    const old = this.#host.now() - STATES_KEPT_MS;
    for (const [channel, { at }] of this.#states) if (at < old) this.#states.delete(channel);
    return [
      ...[...this.#states].map(([channel, { body }]): [string, object] => [channel, body]),
      ['twin/firmware', this.slots.twin()],
      ...(this.#renewal ? [this.#requestTwin(this.#renewal)] : []),
      ...Object.entries(CAPABILITIES).map(([op, body]): [string, object] => [`cmd/${op}`, body]),
    ];
  }

  tick(now: Instant): void {
    for (const script of this.#scripts) script.tick(now, this.#host.online);
    this.#scripts = this.#scripts.filter((script) => !script.isOver);
    // Damaged firmware lets a command through now and then.
    if (this.#scripts.length === 0) this.#crashing?.tick(now, this.#host.online);
  }

  /** Takes a message that came down to it. */
  received(to: { entity: string; channel: string }, payload: Buffer): void {
    const [root, operation, id, ...rest] = to.channel.split('/');
    if (root !== 'cmd' || operation === undefined || id === undefined || rest.length > 0) return;
    if (operation === 'health' && id === 'check') return this.#host.health();
    // It has no way to a drive: whatever is asked for one is not heard.
    if (to.entity !== MAIN) return;
    if (payload.length === 0) return this.#cleared(to.channel);
    const parsed = command.safeParse(json(payload));
    // Any state but `init` is its own word coming back.
    if (!parsed.success || parsed.data.status !== 'init') return;
    const count = this.#counts.get(to.channel) ?? { received: 0, begun: 0 };
    count.received += 1;
    this.#counts.set(to.channel, count);
    // Its id is known: it is under way or was done, and a repetition is not another.
    if (count.begun > 0) return;
    count.begun += 1;
    this.#begin(operation, to.channel, parsed.data);
  }

  /** What runs is damaged: it starts again and again, and comes to a rest only to be a little unwell. */
  corrupt(both: boolean): void {
    const { slots } = this;
    slots.corrupt(both);
    const crash = [
      { afterMs: this.#pace.stageMs, online: true, act: () => this.#crash() },
      { afterMs: this.#pace.stageMs, online: true, act: () => this.#tellBoot() },
    ];
    const bad = {
      afterMs: 0,
      online: true,
      act: () => {
        const text = `Slot ${slots.running} did not get well in ${CRASHES} starts and is marked bad`;
        this.#host.tell('a/update_slot_bad', {
          text,
          severity: 'major',
          slot: slots.running,
          simulated: true,
        });
      },
    };
    this.#crashing = new Script(
      [...Array.from({ length: CRASHES }, () => crash).flat(), bad],
      this.#host.now(),
    );
    this.sayFirmware();
  }

  mend(): void {
    this.slots.mend();
    this.stopCrashing();
    this.#host.tell('a/update_slot_bad', '');
    this.sayFirmware();
  }

  stopCrashing(): void {
    this.#crashing = undefined;
  }

  sayFirmware(): void {
    this.#host.say('twin/firmware', this.slots.twin());
  }

  /** Makes a new key and shows the request for it, as somebody at its console can have it do. */
  async requestCertificate(): Promise<void> {
    this.#renewal = await makeRenewal(this.#host.id);
    this.#host.say(...this.#requestTwin(this.#renewal));
  }

  #begin(operation: string, channel: string, given: CommandBody): void {
    const said = (status: string, more: object = {}) => {
      const body = { ...given, status, ...more };
      this.#states.set(channel, { body, at: this.#host.now() });
      this.#host.say(channel, body);
    };
    const workshop: Workshop = {
      agent: this,
      host: this.#host,
      pace: this.#pace,
      software: this.#software,
      configuration: this.#configuration,
      useCertificate: (certificate) => this.#useCertificate(certificate),
    };
    said('executing');
    const script = new Script(stagesOf(operation, given, this.mood, said, workshop), this.#host.now());
    this.#scripts.push(script);
  }

  /** Cleared is not cancelled: what was begun goes on, and is only not spoken of on that topic until it changes. */
  #cleared(channel: string): void {
    if (this.#states.delete(channel)) this.#host.say(channel, '');
  }

  async #useCertificate(certificate: string): Promise<boolean> {
    const renewal = this.#renewal;
    if (renewal === undefined) return false;
    const works = await this.#host.tryCredentials({ certificate, key: renewal.key });
    if (works) {
      this.#renewal = undefined;
      this.#host.say('twin/certificate_request', '');
    }
    return works;
  }

  #crash(): void {
    this.slots.countBoot();
    this.#host.reboot(this.#pace.awayMs);
  }

  #tellBoot(): void {
    const { running: slot, bootCount } = this.slots;
    const text = `Gateway started again by itself, start ${bootCount} of slot ${slot}`;
    const boot = `${slot}-${bootCount}-${this.#host.now()}`;
    this.#host.tell('e/host_reboot', { text, slot, boot, boot_count: bootCount, simulated: true });
    this.sayFirmware();
  }

  #requestTwin({ request }: Renewal): [string, object] {
    return ['twin/certificate_request', { csr: request, simulated: true }];
  }
}

function json(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
