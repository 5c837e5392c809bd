/** What a soak is made of. Everything can be set by the environment; the same seed gives the same blows. */
export interface SoakSettings {
  /** Length of the run under load; starting and balancing the books come on top. */
  minutes: number;
  drives: number;
  gateways: number;
  drivesPerGateway: number;
  /** Samples per second and drive. */
  hz: number;
  /** kill -9 of server, database or both, all within the first two thirds. */
  kills: number;
  /** Mean seconds between two pulled cables of gateways. */
  cutEveryS: number;
  /** Pages on sockets that follow the durable stream. */
  sockets: number;
  /** Alarms and ends of alarms per second, from one gateway more; 0 for none. */
  flood: number;
  seed: number;
  /** Where the ledger is written. */
  results: string;
  /** Leaves the data directory, so that the ledger can be checked against the database. */
  keep: boolean;
}

const DRIVES_PER_GATEWAY = 50;

const NAMES: readonly string[] = [
  'SOAK_MINUTES',
  'SOAK_DRIVES',
  'SOAK_HZ',
  'SOAK_KILLS',
  'SOAK_CUT_EVERY',
  'SOAK_SOCKETS',
  'SOAK_FLOOD',
  'SOAK_SEED',
  'SOAK_RESULTS',
  'SOAK_KEEP',
];

/** Reads `SOAK_...`; throws with the name of what makes no sense, or is the name of nothing. */
export function readSettings(env: NodeJS.ProcessEnv): SoakSettings {
  const unknown = Object.keys(env).filter((name) => name.startsWith('SOAK_') && !NAMES.includes(name));
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')}: not known. What can be set: ${NAMES.join(', ')}.`);
  }
  const number = (name: string, fallback: number, least: number, most: number): number => {
    const value = Number(env[name] ?? fallback);
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    throw new Error(`${name} must be a number from ${least} to ${most}.`);
  };
  const whole = (...of: Parameters<typeof number>) => Math.round(number(...of));
  const drives = whole('SOAK_DRIVES', 2_000, 10, 50_000);
  const gateways = Math.max(4, Math.ceil(drives / DRIVES_PER_GATEWAY));
  const drivesPerGateway = Math.ceil(drives / gateways);
  return {
    minutes: number('SOAK_MINUTES', 60, 1, 24 * 60),
    drives: gateways * drivesPerGateway,
    gateways,
    drivesPerGateway,
    hz: number('SOAK_HZ', 1, 0.1, 20),
    kills: whole('SOAK_KILLS', 21, 0, 1_000),
    cutEveryS: number('SOAK_CUT_EVERY', 8, 0.5, 3_600),
    sockets: whole('SOAK_SOCKETS', 6, 0, 60),
    flood: number('SOAK_FLOOD', 20, 0, 1_000),
    seed: whole('SOAK_SEED', 1, 0, 2 ** 31),
    results: env['SOAK_RESULTS'] ?? 'soak-results',
    keep: env['SOAK_KEEP'] === '1',
  };
}
