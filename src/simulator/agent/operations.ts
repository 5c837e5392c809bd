import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Agent, AgentHost, Pace } from './agent';
import type { Stage } from './script';

/** How the agent deals with what it is asked for. */
export const MOODS = ['well', 'fails', 'hangs', 'reboots', 'falls-back'] as const;
export type Mood = (typeof MOODS)[number];

export type CommandBody = Readonly<Record<string, unknown>>;
type Say = (status: string, more?: object) => void;

/** What operations work on. */
export interface Workshop {
  agent: Agent;
  host: AgentHost;
  pace: Pace;
  software: Map<string, string>;
  configuration: Record<string, unknown>;
  useCertificate(certificate: string): Promise<boolean>;
}

/** What the gateway does about a command after it said that it executes it. */
export function stagesOf(
  operation: string,
  body: CommandBody,
  mood: Mood,
  say: Say,
  shop: Workshop,
): Stage[] {
  const { stageMs, awayMs } = shop.pace;
  if (mood === 'hangs') return [];
  if (mood === 'fails') {
    return [{ afterMs: stageMs, act: () => say('failed', { reason: 'the agent stumbled over it' }) }];
  }
  const stages = operations[operation]?.(body, say, shop, mood);
  if (stages === undefined) {
    return [{ afterMs: stageMs, act: () => say('failed', { reason: `${operation} is not simulated` }) }];
  }
  if (mood !== 'reboots') return stages;
  const [first, ...rest] = stages;
  const down: Stage = { afterMs: stageMs, act: () => shop.host.reboot(awayMs) };
  // What comes next waits until it is back.
  return [down, ...(first === undefined ? [] : [{ ...first, online: true }]), ...rest];
}

type Operation = (body: CommandBody, say: Say, shop: Workshop, mood: Mood) => Stage[];

const operations: Readonly<Record<string, Operation>> = {
  restart: (_body, say, { host, pace }) => [
    { afterMs: pace.stageMs, act: () => say('restarting') },
    { afterMs: pace.stageMs, act: () => host.reboot(pace.awayMs) },
    { afterMs: pace.stageMs, online: true, act: () => say('successful') },
  ],
  firmware_update: firmwareUpdate,
  software_update: softwareUpdate,
  config_update: configUpdate,
  log_upload: logUpload,
};

const firmware = z.looseObject({ name: z.string().default('gateway-os'), version: z.string().min(1) });

/** `version` names a release, which goes into the other slot; `previous`, or what is there already, only starts it. */
function firmwareUpdate(body: CommandBody, say: Say, shop: Workshop, mood: Mood): Stage[] {
  const { agent, host, pace } = shop;
  const { slots } = agent;
  const asked = firmware.safeParse(body);
  if (!asked.success) return [failure(say, pace, 'it names no version')];
  const { version } = asked.data;
  const isRollback = version === 'previous' || version === slots.versionOf(slots.other);
  const install: Stage[] = [
    { afterMs: pace.stageMs, act: () => say('downloading') },
    { afterMs: pace.stageMs, act: () => say('installing') },
    {
      afterMs: pace.stageMs,
      act: () => {
        slots.install(version);
        agent.sayFirmware();
      },
    },
  ];
  let stays = false;
  return [
    ...(isRollback ? [] : install),
    { afterMs: pace.stageMs, act: () => say('restarting') },
    {
      afterMs: pace.stageMs,
      act: () => {
        stays = slots.switch(mood !== 'falls-back');
        if (stays) agent.stopCrashing();
        // Twice, when it has to come back to where it was.
        host.reboot(stays ? pace.awayMs : 2 * pace.awayMs);
      },
    },
    { afterMs: pace.stageMs, online: true, act: () => agent.sayFirmware() },
    {
      afterMs: pace.stageMs,
      online: true,
      act: () => {
        if (stays)
          return say('successful', { active_slot: slots.running, running: slots.versionOf(slots.running) });
        const text = `Slot ${slots.other} did not start; slot ${slots.running} runs again`;
        host.tell('a/update_rollback', { text, severity: 'major', slot: slots.running, simulated: true });
        say('failed', { reason: text, active_slot: slots.running });
      },
    },
  ];
}

const modules = z.looseObject({
  updateList: z.array(
    z.looseObject({
      modules: z.array(
        z.looseObject({
          name: z.string(),
          version: z.string().default('latest'),
          action: z.enum(['install', 'remove']).default('install'),
        }),
      ),
    }),
  ),
});

function softwareUpdate(body: CommandBody, say: Say, { software, pace }: Workshop): Stage[] {
  const asked = modules.safeParse(body);
  if (!asked.success) return [failure(say, pace, 'it holds no list of modules')];
  const act = () => {
    for (const { name, version, action } of asked.data.updateList.flatMap((list) => list.modules)) {
      if (action === 'remove') software.delete(name);
      else software.set(name, version);
    }
    const now = [...software].map(([name, version]) => ({ name, version }));
    say('successful', { currentSoftwareList: [{ type: 'apt', modules: now }] });
  };
  return [{ afterMs: 2 * pace.stageMs, act }];
}

function configUpdate(body: CommandBody, say: Say, shop: Workshop): Stage[] {
  const { agent, host, pace, configuration } = shop;
  const { type, certificate } = body;
  const end = (what: Promise<object>) =>
    void what.then(
      (more) => say('successful', more),
      (error: unknown) => say('failed', { reason: error instanceof Error ? error.message : String(error) }),
    );
  switch (type) {
    case 'certificate-request':
      return [{ afterMs: pace.stageMs, act: () => end(agent.requestCertificate().then(() => ({}))) }];
    case 'certificate':
      return [{ afterMs: pace.stageMs, act: () => end(renew(certificate, shop)) }];
    case 'tedge.toml':
    case 'collectd.conf': {
      const act = () => {
        configuration[type] = { sha256: digest(body), at: new Date(host.now()).toISOString() };
        host.say('twin/configuration', { ...configuration, simulated: true });
        say('successful');
      };
      return [{ afterMs: pace.stageMs, act }];
    }
    default:
      return [failure(say, pace, `there is no configuration ${String(type).slice(0, 60)}`)];
  }
}

/** In two steps, as it should be: the new one must connect before the old one is let go. */
async function renew(certificate: unknown, { useCertificate }: Workshop): Promise<object> {
  if (typeof certificate !== 'string') throw new Error('it holds no certificate');
  if (await useCertificate(certificate)) return {};
  throw new Error('no connection with the new certificate; the old one is in use');
}

function logUpload(body: CommandBody, say: Say, { host, pace }: Workshop): Stage[] {
  const { type, lines } = body;
  if (type !== 'software-management' && type !== 'journal') {
    return [failure(say, pace, `there is no log ${String(type).slice(0, 60)}`)];
  }
  const act = () => {
    const url = `http://${host.id}:8000/te/v1/files/log_upload/${type}.log`;
    say('successful', {
      tedgeUrl: url,
      lines: typeof lines === 'number' ? lines : 1_000,
      sha256: digest(body),
    });
  };
  return [{ afterMs: pace.stageMs, act }];
}

const failure = (say: Say, pace: Pace, reason: string): Stage => ({
  afterMs: pace.stageMs,
  act: () => say('failed', { reason }),
});

const digest = (body: CommandBody): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');
