import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { DUE_DAYS, type DueDays } from '../domain/advisories/due';
import { DomainError, type InputIssue } from '../domain/errors';
import { LOG_LEVELS } from './log';

/** Text of an environment variable; empty counts as absent, as shells make it easy to set nothing. */
const text = z.string().trim().min(1);
const port = z.coerce
  .number('must be a port number')
  .int()
  .min(0, 'must be 0 to 65535')
  .max(65_535, 'must be 0 to 65535');
const days = (fallback: number) =>
  z.coerce
    .number('must be a number of days')
    .int('must be whole days')
    .min(1, 'must be at least 1 day')
    .default(fallback);
const file = text.refine((path) => existsSync(path), 'names a file that does not exist');

const environment = z.object({
  HOST: text.default('127.0.0.1'),
  PORT: port.default(3000),
  TLS_CERT: file.optional(),
  TLS_KEY: file.optional(),
  TRUSTED_PROXY: text
    .refine(
      (list) => list.split(',').every((entry) => isAddressRange(entry.trim())),
      'must be addresses or ranges such as 10.0.0.5 or 10.0.0.0/24, separated by commas',
    )
    .optional(),
  MQTT_HOST: text.default('127.0.0.1'),
  MQTT_PORT: port.default(8883),
  MQTT_CLIENT_CA: file.optional(),
  MQTT_RATE: z.coerce.number('must be messages per second').int().min(1).max(1_000_000).default(2_000),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//, 'must begin with postgres://').optional(),
  ZONEWATCH_DATA: text.default('.zonewatch'),
  ZONEWATCH_KEYS: text.optional(),
  ZONEWATCH_CHECKPOINTS: text.optional(),
  ZONEWATCH_CHECKPOINTS_COPY: text.optional(),
  ZONEWATCH_PLANT: file.optional(),
  ZONEWATCH_KIND: z.enum(['production', 'demo'], 'must be production or demo').default('production'),
  ZONEWATCH_DEMO_PASSWORD: text.min(12, 'must have at least 12 characters').optional(),
  SIM_DRIVES: z.coerce.number('must be a number of drives').int().min(1).max(50_000).default(80),
  SIM_SEED: z.coerce.number('must be a whole number').int().default(1),
  RETENTION_RAW_DAYS: days(31),
  RETENTION_ROLLUP_DAYS: days(400),
  RETENTION_EVENT_DAYS: days(400),
  RETENTION_QUARANTINE_DAYS: days(30),
  WEBHOOK_TARGETS: text.optional(),
  WEBHOOK_HOSTS: text.optional(),
  WEBHOOK_SECRET_FILE: file.optional(),
  OUTGOING_CA: file.optional(),
  ADVISORY_DUE_DAYS: text
    .regex(/^[1-9]\d{0,3}(,[1-9]\d{0,3}){2}$/, 'must be three numbers of days such as 30,90,180')
    .default(DUE_DAYS.join(',')),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
});

/** Three numbers, as their form has it. */
function dueDaysIn(list: string): DueDays {
  const [critical, high, medium] = list.split(',').map(Number);
  return [critical ?? DUE_DAYS[0], high ?? DUE_DAYS[1], medium ?? DUE_DAYS[2]];
}

/** An IP address, alone or with the bits of a range. */
function isAddressRange(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Everything that can be set from outside, read once at start. Durations in days are whole days. */
export interface Settings {
  host: string;
  port: number;
  tls: { certificate: string; key: string } | undefined;
  /** Addresses or CIDR ranges whose X-Forwarded headers are believed. */
  trustedProxies: readonly string[];
  mqtt: { host: string; port: number; clientCa: string | undefined; messagesPerSecond: number };
  databaseUrl: string | undefined;
  dataDirectory: string;
  keysDirectory: string;
  /** Signed checkpoints of the audit log, outside the database; and a second folder, better elsewhere. */
  checkpoints: { folder: string; copy: string | undefined };
  plantFile: string | undefined;
  kind: 'production' | 'demo';
  demoPassword: string | undefined;
  simulator: { drives: number; seed: number };
  retention: { rawDays: number; rollupDays: number; eventDays: number; quarantineDays: number };
  /** Who outside is told of incidents, and which hosts may be called at all (D16). */
  webhooks: {
    targets: readonly { name: string; url: URL }[];
    hosts: ReadonlySet<string>;
    /** File with the key of the signature; one is made in the keys directory when none is named. */
    secretFile: string | undefined;
  };
  /** File with the authorities that requests of playbooks believe instead of the system's. */
  outgoingAuthorities: string | undefined;
  /** Days that a critical, a high and a medium score leave. */
  advisoryDueDays: DueDays;
  logLevel: (typeof LOG_LEVELS)[number];
}

/**
 * Reads and checks the environment. Throws `input.invalid` with one issue per variable, in words a person
 * can act on; nothing starts half configured.
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  workingDirectory: string,
): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
    );
  }
  const e = parsed.data;
  const dataDirectory = absolute(e.ZONEWATCH_DATA, workingDirectory);
  const keysDirectory = e.ZONEWATCH_KEYS
    ? absolute(e.ZONEWATCH_KEYS, workingDirectory)
    : join(dataDirectory, 'keys');
  const settings: Settings = {
    host: e.HOST,
    port: e.PORT,
    tls: e.TLS_CERT && e.TLS_KEY ? { certificate: e.TLS_CERT, key: e.TLS_KEY } : undefined,
    trustedProxies: e.TRUSTED_PROXY?.split(',').map((part) => part.trim()) ?? [],
    mqtt: {
      host: e.MQTT_HOST,
      port: e.MQTT_PORT,
      clientCa: e.MQTT_CLIENT_CA,
      messagesPerSecond: e.MQTT_RATE,
    },
    databaseUrl: e.DATABASE_URL,
    dataDirectory,
    keysDirectory,
    checkpoints: {
      folder: e.ZONEWATCH_CHECKPOINTS
        ? absolute(e.ZONEWATCH_CHECKPOINTS, workingDirectory)
        : join(keysDirectory, 'checkpoints'),
      copy: e.ZONEWATCH_CHECKPOINTS_COPY
        ? absolute(e.ZONEWATCH_CHECKPOINTS_COPY, workingDirectory)
        : undefined,
    },
    plantFile: e.ZONEWATCH_PLANT ? absolute(e.ZONEWATCH_PLANT, workingDirectory) : undefined,
    kind: e.ZONEWATCH_KIND,
    demoPassword: e.ZONEWATCH_DEMO_PASSWORD,
    simulator: { drives: e.SIM_DRIVES, seed: e.SIM_SEED },
    retention: {
      rawDays: e.RETENTION_RAW_DAYS,
      rollupDays: e.RETENTION_ROLLUP_DAYS,
      eventDays: e.RETENTION_EVENT_DAYS,
      quarantineDays: e.RETENTION_QUARANTINE_DAYS,
    },
    webhooks: {
      targets: webhookTargets(e.WEBHOOK_TARGETS),
      hosts: new Set(listOf(e.WEBHOOK_HOSTS).map((host) => host.toLowerCase())),
      secretFile: e.WEBHOOK_SECRET_FILE,
    },
    outgoingAuthorities: e.OUTGOING_CA ? absolute(e.OUTGOING_CA, workingDirectory) : undefined,
    advisoryDueDays: dueDaysIn(e.ADVISORY_DUE_DAYS),
    logLevel: e.LOG_LEVEL,
  };
  const issues = conflicts(settings, e);
  if (issues.length > 0) throw invalid(issues);
  return settings;
}

/** Rules between variables: no password may cross a network in the clear (D15). */
function conflicts(s: Settings, e: z.infer<typeof environment>): InputIssue[] {
  const issues: InputIssue[] = [];
  if ((e.TLS_CERT === undefined) !== (e.TLS_KEY === undefined)) {
    issues.push({ path: 'TLS_CERT', message: 'TLS_CERT and TLS_KEY belong together: set both or none' });
  }
  if (!LOOPBACK.has(s.host) && s.tls === undefined && s.trustedProxies.length === 0) {
    issues.push({
      path: 'HOST',
      message: `${s.host} can be reached from other machines: set TLS_CERT and TLS_KEY, or name a TLS proxy in TRUSTED_PROXY`,
    });
  }
  if (s.kind === 'production' && s.demoPassword !== undefined) {
    issues.push({
      path: 'ZONEWATCH_DEMO_PASSWORD',
      message: 'is for the demo only; no production account has a default password',
    });
  }
  for (const { name, url } of s.webhooks.targets) {
    if (s.webhooks.hosts.has(url.host)) continue;
    issues.push({ path: 'WEBHOOK_HOSTS', message: `must list ${url.host}, which ${name} would call` });
  }
  return issues;
}

const listOf = (given: string | undefined): string[] =>
  given === undefined ? [] : given.split(',').map((part) => part.trim());

/** `name=https://host/path, other=https://...`; the message never repeats an address, which may hold a secret. */
function webhookTargets(given: string | undefined): { name: string; url: URL }[] {
  return listOf(given).map((entry, i) => {
    const [, name, address] = /^([a-z0-9][a-z0-9-]{0,31})=(https:\/\/.+)$/.exec(entry) ?? [];
    const url = address === undefined || !URL.canParse(address) ? undefined : new URL(address);
    if (name !== undefined && url !== undefined && url.username === '' && url.password === '')
      return { name, url };
    const message = `entry ${i + 1} must be like pager=https://pager.example/path`;
    throw invalid([{ path: 'WEBHOOK_TARGETS', message }]);
  });
}

const absolute = (path: string, workingDirectory: string): string =>
  isAbsolute(path) ? path : resolve(workingDirectory, path);

function invalid(issues: InputIssue[]): DomainError {
  const lines = issues.map((issue) => `  ${issue.path}: ${issue.message}`);
  return new DomainError('input.invalid', `Settings are not valid:\n${lines.join('\n')}`, { issues });
}
