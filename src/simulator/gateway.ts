import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Instant } from '../lib/domain/time';
import type { Said, Step } from './attacks/forwarded';
import { Agent, USUAL_PACE, type AgentHost, type Pace } from './agent/agent';
import { DriveReporter } from './drive-reporter';
import { EVIDENCE_CHANNEL, GatewayEvidence } from './gateway-evidence';
import { GatewayLink, type LinkOptions } from './link';
import type { Message } from './outbox';
import type { SimulatedDrive } from './physics/drive';
import { AGENT, MAIN, MAPPER, Topics } from './topics';

/** What makes a gateway: its name, its credentials, its drives. */
interface GatewaySpec {
  id: string;
  name: string;
  model: string | undefined;
  drives: readonly SimulatedDrive[];
  credentials: Credentials;
}

export interface Credentials {
  certificate: string;
  key: string;
  ca: string;
}

interface GatewayContext {
  link: Pick<LinkOptions, 'host' | 'port' | 'capacity' | 'inFlight' | 'reconnect' | 'jitter'>;
  now(): Instant;
  log(text: string): void;
  /** How long commands and restarts take; as usual when it is left out. */
  pace?: Pace;
  /** Keeps a renewed certificate and its key over a restart of the simulation. */
  keep?(gateway: string, credentials: Pick<Credentials, 'certificate' | 'key'>): Promise<void>;
}

/** A new certificate has connected within this, or it does not work. */
const PROVEN_WITHIN_MS = 10_000;
const HEALTH_EVERY_MS = 60_000;
/** A collector looks again this often; the shortest of its findings holds for two hours. */
const EVIDENCE_EVERY_MS = 30 * 60_000;
/** Drives are looked at less often: what is found of them holds for a day. */
const DRIVES_EVERY_MS = 6 * 3_600_000;
/** Its logs are never silent for longer: something of its own upkeep always runs. */
const LOG_EVERY_MS = 4 * 60_000;
const VERSION = { os: { family: 'Debian', version: '12' }, agent: '2.0.1' } as const;
/**
 * A simulated gateway: a real MQTT client with its own certificate, a clock of its own, a buffer for when
 * the line is cut, and the drives behind it.
 */
export class SimulatedGateway {
  readonly id: string;
  readonly drives: readonly SimulatedDrive[];
  readonly #spec: GatewaySpec;
  readonly #context: GatewayContext;
  readonly #topics: Topics;
  readonly #link: GatewayLink;
  readonly agent: Agent;
  #credentials: Credentials;
  /** When it starts again; undefined while it runs. */
  #backAt: Instant | undefined;
  /** Somebody has pulled its cable. */
  #isCut = false;
  readonly #reporters: ReadonlyMap<SimulatedDrive, DriveReporter>;
  #clockOffsetMs = 0;
  #healthDue = 0;
  #evidenceDue = 0;
  #drivesDue = 0;
  #logDue = 0;
  readonly #evidence = new GatewayEvidence();
  #restartedAt: Instant;
  /** What is still to be said of attacks, soonest first. */
  #script: { at: Instant; say: Step['say'] }[] = [];

  constructor(spec: GatewaySpec, context: GatewayContext) {
    this.id = spec.id;
    this.drives = spec.drives;
    this.#spec = spec;
    this.#context = context;
    this.#credentials = spec.credentials;
    this.#restartedAt = context.now();
    const topics = new Topics(spec.id);
    this.#topics = topics;
    this.#reporters = new Map(spec.drives.map((drive) => [drive, new DriveReporter(drive, topics)]));
    this.#link = new GatewayLink(
      {
        ...context.link,
        name: spec.id,
        ...spec.credentials,
        will: topics.state(MAPPER, 'status/health', { pid: this.#pid, status: 'down' }),
      },
      {
        announce: () => this.#announce(),
        received: (topic, payload) => this.#received(topic, payload),
        log: (text) => context.log(`${spec.id}: ${text}`),
      },
    );
    this.agent = new Agent(this.#agentHost(), context.pace ?? USUAL_PACE);
  }

  get online(): boolean {
    return this.#link.online;
  }

  get backlog(): number {
    return this.#link.backlog;
  }

  get dropped(): number {
    return this.#link.outbox.dropped;
  }

  get clockOffsetMs(): number {
    return this.#clockOffsetMs;
  }

  /** Sets how far this gateway's clock is off; positive is ahead of the truth. */
  setClockOffset(offsetMs: number): void {
    this.#clockOffsetMs = offsetMs;
  }

  open(): void {
    this.#isCut = false;
    if (this.#backAt === undefined) this.#link.open();
  }

  /** Cuts the line as a pulled cable does; measuring goes on, and the buffer fills. */
  cut(): void {
    this.#isCut = true;
    this.#link.cut();
  }

  /** Stops as a service does that is asked to: says it goes down, and leaves. */
  close(withinMs: number): Promise<void> {
    const down = { pid: this.#pid, status: 'down', time: this.#unixTime() };
    const last = [AGENT, MAPPER].map((service) => this.#topics.state(service, 'status/health', down));
    return this.#link.close(last, withinMs);
  }

  /** Reads one of its drives, whose physics stand at `now`, and sends or keeps what there is to say. */
  report(drive: SimulatedDrive, now: Instant): void {
    // While it starts, nobody measures.
    if (this.#backAt !== undefined) return;
    const time = new Date(now + this.#clockOffsetMs).toISOString();
    this.#reporters.get(drive)?.report(time, (message) => this.#link.send(message));
    if (now >= this.#healthDue) {
      this.#healthDue = now + HEALTH_EVERY_MS;
      if (this.online) for (const message of this.#health()) this.#link.send(message);
    }
    if (now >= this.#evidenceDue && this.online) this.#sendEvidence();
    if (now >= this.#drivesDue && this.online) {
      this.#drivesDue = now + DRIVES_EVERY_MS;
      for (const reporter of this.#reporters.values()) this.#link.send(reporter.evidence());
    }
    if (now >= this.#logDue && this.online) this.#sendLog(now);
  }

  /** Opens or closes a port as somebody at the gateway does; its collector finds out at once. */
  listen(port: number, isOpen: boolean): boolean {
    const isChanged = isOpen ? this.#evidence.open(port) : this.#evidence.close(port);
    if (isChanged && this.online) this.#sendEvidence();
    return isChanged;
  }

  #sendEvidence(): void {
    this.#evidenceDue = this.#context.now() + EVIDENCE_EVERY_MS;
    this.#link.send(this.#topics.state(MAIN, EVIDENCE_CHANNEL, this.#evidence.report(this.#clockOffsetMs)));
  }

  /** What every gateway's journal says again and again, and what means nothing. */
  #sendLog(now: Instant): void {
    this.#logDue = now + LOG_EVERY_MS;
    const line = 'Finished zonewatch-collector.service - Tell of this gateway’s own security.';
    this.#link.send(this.#messageOf({ kind: 'record', program: 'systemd', line }, now));
  }

  /** From now on, says step by step what an attack leaves in its logs. */
  play(steps: readonly Step[], now: Instant): void {
    this.#script.push(...steps.map(({ afterMs, say }) => ({ at: now + afterMs, say })));
    this.#script.sort((a, b) => a.at - b.at);
    this.tick(now);
  }

  /** Does what is due of commands and restarts, and says what is due of what it plays. */
  tick(now: Instant): void {
    if (this.#backAt !== undefined && now >= this.#backAt) this.#start(now);
    this.agent.tick(now);
    this.#sayScript(now);
  }

  #sayScript(now: Instant): void {
    if (this.#script.length === 0) return;
    const due = this.#script.findIndex(({ at }) => at > now);
    for (const { say } of this.#script.splice(0, due < 0 ? this.#script.length : due)) {
      this.#link.send(this.#messageOf(say(now + this.#clockOffsetMs), now));
    }
  }

  #messageOf(said: Said, now: Instant): Message {
    const time = new Date(now + this.#clockOffsetMs).toISOString();
    if (said.kind === 'record') {
      const { program, line, json } = said;
      const record = json === undefined ? { line } : { json };
      return this.#topics.moment(MAIN, 'e/log_record', {
        text: program,
        time,
        program,
        ...record,
        simulated: true,
      });
    }
    const { entity = MAIN, type, isOver, severity, text, facts } = said;
    if (isOver) return this.#topics.moment(entity, `a/${type}`, '');
    return this.#topics.moment(entity, `a/${type}`, { text, severity, time, ...facts, simulated: true });
  }

  /** Goes down without a word, and connects again after `awayMs` with a new process id. */
  reboot(awayMs: number): void {
    this.#backAt = this.#context.now() + awayMs;
    this.#link.cut();
  }

  /** Connects with this certificate and key from now on, whether or not they work. */
  useCredentials(credentials: Pick<Credentials, 'certificate' | 'key'>): void {
    this.#credentials = { ...this.#credentials, ...credentials };
    this.#link.useCredentials(credentials);
    this.#link.cut();
    if (!this.#isCut && this.#backAt === undefined) this.#link.open();
  }

  /** Raises an alarm of the gateway's own, says an event, or with `''` ends an alarm. */
  say({ channel, body }: { channel: string; body: object | '' }): void {
    const time = new Date(this.#context.now() + this.#clockOffsetMs).toISOString();
    this.#link.send(this.#topics.moment(MAIN, channel, body === '' ? '' : { time, ...body }));
  }

  /** A device behind it that is no drive: announced with what is known of it, or gone again. */
  announceDevice(entity: string, about: object | undefined): void {
    if (about === undefined) return this.#link.send(this.#topics.gone(entity));
    this.#link.send(
      this.#topics.state(entity, undefined, { '@type': 'child-device', '@parent': MAIN, ...about }),
    );
  }

  #start(now: Instant): void {
    this.#backAt = undefined;
    this.#restartedAt = now;
    if (!this.#isCut) this.#link.open();
  }

  #agentHost(): AgentHost {
    const isOnline = () => this.online;
    return {
      id: this.id,
      get online() {
        return isOnline();
      },
      now: () => this.#context.now(),
      say: (channel, body) =>
        this.#link.send(
          body === '' ? this.#topics.gone(MAIN, channel) : this.#topics.state(MAIN, channel, body),
        ),
      tell: (channel, body) => this.say({ channel, body }),
      health: () => {
        for (const message of this.#health()) this.#link.send(message);
      },
      reboot: (awayMs) => this.reboot(awayMs),
      tryCredentials: (credentials) => this.#tryCredentials(credentials),
    };
  }

  async #tryCredentials(credentials: Pick<Credentials, 'certificate' | 'key'>): Promise<boolean> {
    if (!belongTogether(credentials)) return false;
    const before = this.#credentials;
    this.useCredentials(credentials);
    if (await this.#link.connectedWithin(PROVEN_WITHIN_MS)) {
      await this.#context.keep?.(this.id, credentials);
      return true;
    }
    this.useCredentials(before);
    return false;
  }

  get #pid(): number {
    return 1_000 + (Math.floor(this.#restartedAt / 1000) % 30_000);
  }

  #unixTime(): number {
    return (this.#context.now() + this.#clockOffsetMs) / 1000;
  }

  #health(): Message[] {
    const up = { pid: this.#pid, status: 'up', time: this.#unixTime() };
    return [AGENT, MAPPER].map((service) => this.#topics.state(service, 'status/health', up));
  }

  #announce(): Message[] {
    const topics = this.#topics;
    const spec = this.#spec;
    this.#healthDue = this.#context.now() + HEALTH_EVERY_MS;
    this.#evidenceDue = this.#context.now() + EVIDENCE_EVERY_MS;
    this.#drivesDue = this.#context.now() + DRIVES_EVERY_MS;
    return [
      topics.state(MAIN, undefined, {
        '@type': 'device',
        '@id': spec.id,
        name: spec.name,
        type: spec.model ?? 'industrial gateway',
        simulated: true,
      }),
      ...[AGENT, MAPPER].map((service) =>
        topics.state(service, undefined, {
          '@type': 'service',
          '@parent': MAIN,
          name: service.split('/').at(-1),
          type: 'systemd',
        }),
      ),
      topics.state(MAIN, 'twin/device_OS', VERSION.os),
      topics.state(MAIN, 'twin/device_Agent', {
        name: 'thin-edge.io',
        version: VERSION.agent,
        simulated: true,
      }),
      topics.state(
        MAIN,
        'twin/tedge_Certificate',
        certificateTwin(this.#credentials.certificate, this.#context.now()),
      ),
      ...this.agent.announce().map(([channel, body]) => topics.state(MAIN, channel, body)),
      topics.state(MAIN, EVIDENCE_CHANNEL, this.#evidence.report(this.#clockOffsetMs)),
      ...this.#health(),
      ...[...this.#reporters.values()].flatMap((reporter) => reporter.announce(spec.id)),
    ];
  }

  #received(topic: string, payload: Buffer): void {
    const to = this.#topics.parseDown(topic);
    if (to === undefined) return;
    // A gateway that is down hears nothing; what came before it went down is not there any more.
    if (this.#backAt === undefined) this.agent.received(to, payload);
  }
}

function belongTogether({ certificate, key }: Pick<Credentials, 'certificate' | 'key'>): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** thin-edge's own summary of the certificate it connects with. */
function certificateTwin(pem: string, now: Instant): object {
  const certificate = new X509Certificate(pem);
  const until = Date.parse(certificate.validTo);
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    status: now > until ? 'expired' : 'active',
    validFrom: new Date(certificate.validFrom).toISOString(),
    validUntil: new Date(until).toISOString(),
    signedBy: certificate.issuer,
    serialNumberHex: certificate.serialNumber.toLowerCase(),
  };
}
