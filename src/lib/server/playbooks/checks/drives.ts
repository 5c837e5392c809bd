import type { DriveId } from '../../../domain/ids';
import type { Drive } from '../../../domain/plant/model';
import type { DriveState } from '../../../domain/plant/drive-state';
import {
  number,
  truth,
  unknown,
  type Found,
  type FoundValue,
} from '../../../domain/playbooks/commands/found';
import type { Claim, DriveClaim, DriveStateWord } from '../../../domain/playbooks/commands/statement';
import { drivesOf } from './equipment';
import { factOf } from './facts';
import type { Look, LookedAtDrive } from './parts';

/** What is found of drives. */
export async function findDrives(
  { which, claim }: Extract<Claim, { about: 'drives' }>,
  look: Look,
): Promise<Found[]> {
  const drives = drivesOf(which, look);
  const known = await drivesAt(drives, look);
  const found: Found[] = [];
  for (const drive of drives) {
    found.push({
      drive: drive.id,
      name: drive.name,
      value: await valueOf(drive, known.get(drive.id), claim, look),
    });
  }
  return found;
}

/** Drives as they are, or were at the moment of the record that is looked at. */
export async function drivesAt(
  drives: readonly Drive[],
  { tx, parts, run, now, at }: Look,
): Promise<ReadonlyMap<DriveId, LookedAtDrive>> {
  if (run.recorded !== undefined) return parts.recorded.drives(tx, run.id, drives, at);
  return new Map(
    drives.flatMap(({ id }) => {
      const live = parts.drive(id, now);
      return live === undefined ? [] : [[id, live] as const];
    }),
  );
}

async function valueOf(
  drive: Drive,
  live: LookedAtDrive | undefined,
  claim: DriveClaim,
  look: Look,
): Promise<FoundValue> {
  if (live === undefined) return unknown(look.run.recorded === undefined ? 'never heard of' : 'not recorded');
  switch (claim.kind) {
    case 'signal':
    case 'signal-is':
      return signalOf(live, claim.signal);
    case 'state':
      return stateOf(live, claim.is);
    case 'fact':
      return live.freshness === 'live'
        ? factOf(look, drive, claim)
        : unknown(`the drive is ${live.freshness}`);
  }
}

function signalOf(live: LookedAtDrive, name: string): FoundValue {
  const signal = live.signal(name);
  if (signal === undefined || !Number.isFinite(signal.value)) return unknown('never sent');
  if (signal.freshness !== 'live')
    return unknown(`${signal.freshness}, last ${rounded(signal.value)} ${signal.unit}`.trim());
  return number(rounded(signal.value), signal.unit);
}

/** Six digits are more than any drive measures, and spare people the tail of a float. */
const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(6)));

function stateOf({ freshness, state }: LookedAtDrive, is: DriveStateWord): FoundValue {
  // Freshness itself is always known; what the words of a drive say is known while it is live.
  if (is === 'live') return truth(freshness === 'live', freshness);
  if (freshness !== 'live') return unknown(freshness);
  const so = isSo(state, is);
  return so === undefined ? unknown('its words do not tell') : truth(so, so ? is : `not ${is}`);
}

function isSo(state: DriveState, is: DriveStateWord): boolean | undefined {
  const isRunKnown = state.run !== 'unknown' && state.run !== 'link-lost';
  switch (is) {
    case 'live':
      return undefined;
    case 'running':
      return isRunKnown ? state.run === 'running' : undefined;
    case 'stopped':
      return isRunKnown ? state.run !== 'running' : undefined;
    case 'ready':
      return isRunKnown ? state.run === 'ready' : undefined;
    case 'tripped':
      return isRunKnown ? state.run === 'tripped' : undefined;
    case 'local':
      return state.local;
    case 'remote':
      return state.local === undefined ? undefined : !state.local;
    case 'warning':
      return state.warning;
    case 'at-reference':
      return state.atReference;
    case 'sto-active':
      return state.sto;
  }
}
