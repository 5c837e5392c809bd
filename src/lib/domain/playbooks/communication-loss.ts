import type { DriveId, GatewayId } from '../ids';
import { FAMILY_FACTS } from '../plant/families';
import type { ControlTimeout, Drive } from '../plant/model';
import type { Instant } from '../time';

/** What a drive will do once its control word stops, as far as anybody knows. */
export const REACTIONS = [
  'unknown',
  'max-speed',
  'jogs',
  'keeps-running',
  'freezes',
  'stops',
  'stops-and-trips',
] as const;
export type Reaction = (typeof REACTIONS)[number];

/** Where a prediction comes from: what the drive itself was read, the plant file, or nowhere. */
export type ReactionSource = 'drive' | 'plant-file' | 'none';

export interface DriveReaction {
  drive: DriveId;
  name: string;
  reaction: Reaction;
  /** Seconds without control word until it happens; null when nothing happens or nobody knows. */
  afterSeconds: number | null;
  source: ReactionSource;
  /** When the drive's own setting was received. */
  readAt: Instant | null;
  /** The drive says one thing and the plant file another: neither is to be relied on unseen. */
  disagrees: boolean;
  running: boolean | null;
  /** In LOCAL or HAND no bus commands it, and losing the bus may change nothing. */
  local: boolean | null;
  /** All of it in plain words. */
  text: string;
}

/** What is predicted for every drive behind a gateway, those to be looked at first. */
export interface CommunicationLoss {
  gateway: GatewayId;
  at: Instant;
  drives: readonly DriveReaction[];
}

/** What a drive reported of itself as state, and when that came. */
export interface DriveTwin {
  name: string;
  body: unknown;
  receivedAt: Instant;
}

export interface DriveBehind {
  drive: Pick<Drive, 'id' | 'name' | 'family' | 'controlTimeout'>;
  twins: readonly DriveTwin[];
  /** Both null unless they are live. */
  running: boolean | null;
  local: boolean | null;
}

/**
 * Predicts what cutting the path to a gateway does to each drive behind it (reference: playbooks, 5.1). What was
 * read from the drive goes before what the plant file states; nothing is guessed from a family's defaults.
 */
export function predictLoss(
  gateway: GatewayId,
  behind: readonly DriveBehind[],
  at: Instant,
): CommunicationLoss {
  const drives = behind.map(reactionOf);
  drives.sort((a, b) => Number(isAlarming(b)) - Number(isAlarming(a)) || order(a, b));
  return { gateway, at, drives };
}

/**
 * Drives that whoever consents has to name one by one: those that go to maximum speed, that start to jog, of
 * which nobody knows what they do, or of which drive and plant file say different things.
 */
export const mustBeNamed = ({ drives }: Pick<CommunicationLoss, 'drives'>): DriveId[] =>
  drives.filter(isAlarming).map(({ drive }) => drive);

const isAlarming = ({ reaction, disagrees }: DriveReaction): boolean =>
  disagrees || reaction === 'unknown' || reaction === 'max-speed' || reaction === 'jogs';

const order = (a: DriveReaction, b: DriveReaction): number =>
  REACTIONS.indexOf(a.reaction) - REACTIONS.indexOf(b.reaction) || a.name.localeCompare(b.name, 'en');

/** As `ControlTimeout`, where a time that could not be read is null. */
interface Setting {
  action: ControlTimeout['action'];
  seconds: number | null;
}

function reactionOf({ drive, twins, running, local }: DriveBehind): DriveReaction {
  const read = readSetting(drive, twins);
  const stated = drive.controlTimeout;
  const setting: Setting | undefined = read?.setting ?? stated;
  const reaction = setting === undefined ? 'unknown' : REACTION_OF[setting.action];
  const disagrees =
    read !== undefined &&
    stated !== undefined &&
    REACTION_OF[read.setting.action] !== REACTION_OF[stated.action];
  const source = read !== undefined ? 'drive' : stated !== undefined ? 'plant-file' : 'none';
  const happens = setting !== undefined && setting.action !== 'off' && reaction !== 'unknown';
  const afterSeconds = happens ? setting.seconds : null;
  return {
    drive: drive.id,
    name: drive.name,
    reaction,
    afterSeconds,
    source,
    readAt: read?.at ?? null,
    disagrees,
    running,
    local,
    text: inWords(reaction, afterSeconds, setting, disagrees ? stated : undefined),
  };
}

const REACTION_OF = {
  off: 'keeps-running',
  freeze: 'freezes',
  stop: 'stops',
  jog: 'jogs',
  'max-speed': 'max-speed',
  'stop-and-trip': 'stops-and-trips',
  // Another set-up, or whatever its parameters say: what comes of that is not known here.
  other: 'unknown',
} as const satisfies Record<ControlTimeout['action'], Reaction>;

export const REACTION_WORDS = {
  unknown: 'Unknown: nobody can say what it will do',
  'max-speed': 'Goes to maximum speed',
  jogs: 'Runs at jog speed',
  'keeps-running': 'Keeps its last reference: a running motor runs on',
  freezes: 'Keeps its present speed',
  stops: 'Stops',
  'stops-and-trips': 'Stops and trips: somebody has to reset it at the drive',
} as const satisfies Record<Reaction, string>;

function inWords(
  reaction: Reaction,
  afterSeconds: number | null,
  setting: Setting | undefined,
  stated: ControlTimeout | undefined,
): string {
  const words =
    setting?.action === 'other'
      ? 'Unknown: it changes to other parameters, and what those do is not known here'
      : REACTION_WORDS[reaction];
  const time = afterSeconds === null ? '' : `, ${afterSeconds} s after the last control word`;
  const doubt =
    stated === undefined
      ? ''
      : `. The plant file says otherwise: ${REACTION_WORDS[REACTION_OF[stated.action]]}`;
  return `${words}${time}${doubt}.`;
}

/** VLT parameter 8-04, control time-out function (VLT HVAC programming guide MG.11.C6.22, group 8-0*). */
const VLT_8_04: Readonly<Record<number, ControlTimeout['action']>> = {
  0: 'off',
  1: 'freeze',
  2: 'stop',
  3: 'jog',
  4: 'max-speed',
  5: 'stop-and-trip',
  7: 'other',
  8: 'other',
  9: 'other',
  10: 'other',
  20: 'other',
};

/**
 * The setting as the drive reported it, in one of two forms: twin `control_timeout` {seconds, action} with the
 * plant file's words, for any family; or twin `parameters` with the VLT numbers "8-03" and "8-04". The newest one
 * counts. A value that means nothing known is a reading too, of something unknown.
 */
function readSetting(
  { family }: DriveBehind['drive'],
  twins: readonly DriveTwin[],
): { setting: Setting; at: Instant } | undefined {
  const readings = twins.flatMap(({ name, body, receivedAt }) => {
    if (typeof body !== 'object' || body === null) return [];
    const facts = body as Readonly<Record<string, unknown>>;
    if (name === 'control_timeout' && 'action' in facts) {
      return [{ setting: spelledOut(facts), at: receivedAt }];
    }
    if (name === 'parameters' && FAMILY_FACTS[family].words === 'vlt' && '8-04' in facts) {
      const action = VLT_8_04[Number(facts['8-04'])] ?? 'other';
      return [{ setting: { action, seconds: secondsOf(facts['8-03']) }, at: receivedAt }];
    }
    return [];
  });
  return readings.sort((a, b) => b.at - a.at)[0];
}

function spelledOut({ action, seconds }: Readonly<Record<string, unknown>>): Setting {
  const known = typeof action === 'string' && Object.hasOwn(REACTION_OF, action);
  return { action: known ? (action as ControlTimeout['action']) : 'other', seconds: secondsOf(seconds) };
}

function secondsOf(value: unknown): number | null {
  const seconds = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN;
  return seconds >= 0 && seconds <= 18_000 ? seconds : null;
}
