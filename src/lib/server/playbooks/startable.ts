import { DomainError } from '../../domain/errors';
import type { PlaybookId } from '../../domain/ids';
import { consentOf } from '../../domain/playbooks/engine/consent';
import type { Context } from '../../domain/playbooks/engine/context';
import type { StartValues } from '../../domain/playbooks/engine/start-values';
import type { RecordedWindow } from '../../domain/playbooks/recorded';
import type { RunMode } from '../../domain/playbooks/run';
import type { Tx } from '../storage/database';
import { isRecorded } from '../storage/recorded-sample-store';
import { missingCalls } from './called';
import type { RunParts } from './parts';
import type { Place } from './place';
import { unsignedHere } from './signed';
import type { PlaybookVersion } from './version';

/** A run that somebody wants to begin. */
export interface Wanted {
  mode: RunMode;
  timeScale?: number | undefined;
  recorded?: RecordedWindow | undefined;
  version: PlaybookVersion;
  place: Place;
  values: StartValues;
  /** The playbook and those that its steps call. */
  playbooks: Context;
}

/**
 * Refuses what may not begin: with `run.not-executable` or `run.not-signed`, also for what the playbook calls, or
 * with `input.invalid` and the name of what is missing or wrong.
 */
export async function assertStartable(
  tx: Tx,
  parts: Pick<RunParts, 'library' | 'plant' | 'isSimulated' | 'clock'>,
  wanted: Wanted,
): Promise<void> {
  const { mode, timeScale, recorded, version, place, values, playbooks } = wanted;
  if (!version.executability.executable) {
    throw new DomainError('run.not-executable', version.executability.reasons.slice(0, 5).join('; '));
  }
  if (timeScale !== undefined && timeScale !== 1 && mode !== 'drill') {
    throw invalid('timeScale', 'only a drill has one');
  }
  const faults = [...values.faults];
  if (mode === 'run') {
    faults.push(...values.missing.map((name) => ({ name, message: 'must be given' })));
  }
  if (faults.length > 0) {
    const issues = faults.map(({ name, message }) => ({ path: `variables.${name}`, message }));
    throw new DomainError('input.invalid', undefined, { issues });
  }
  if (recorded !== undefined) await assertRecorded(tx, parts, wanted, recorded);
  else if (mode === 'drill' && place.gateway !== null && !parts.isSimulated(place.gateway)) {
    throw invalid('gateway', 'a drill without a record acts upon simulated equipment alone');
  }
  if (mode !== 'dry-run' && place.zone === null && asksConsent(playbooks)) {
    throw invalid('zone', 'say for which zone: this playbook asks the people of one for consent');
  }
  const unsigned = unsignedHere(parts, { mode, zone: place.zone }, version);
  if (unsigned !== undefined) throw new DomainError('run.not-signed', unsigned);
  await assertCallable(tx, parts, wanted);
}

/** A record is for drills, lies in the past, and tells something of the drives that the drill is about. */
async function assertRecorded(
  tx: Tx,
  parts: Pick<RunParts, 'plant' | 'clock'>,
  { mode, place }: Wanted,
  recorded: RecordedWindow,
): Promise<void> {
  if (mode !== 'drill') throw invalid('recorded', 'only a drill looks at a record');
  if (recorded.to > parts.clock.now()) throw invalid('recorded.to', 'lies in the future');
  const { drives, gateway, zone } = place;
  const about = parts
    .plant()
    .drives.filter((drive) =>
      drives.length > 0
        ? drives.includes(drive.id)
        : gateway === null
          ? drive.zone === zone
          : drive.gateway === gateway,
    );
  const keys = about.map(({ key }) => key);
  if (!(await isRecorded(tx, keys, recorded))) {
    throw invalid('recorded.from', 'nothing of the drives that it is about is stored of that time');
  }
}

/** Everything that its steps call, however far below, must be at hand, executable and signed where it has to be. */
async function assertCallable(
  tx: Tx,
  parts: Pick<RunParts, 'library' | 'plant'>,
  { mode, place, version: root, playbooks }: Wanted,
): Promise<void> {
  const missing = missingCalls(playbooks);
  if (missing.length > 0) {
    throw new DomainError(
      'run.not-executable',
      `It calls what the library does not hold: ${missing.join('; ')}.`,
    );
  }
  for (const { playbook } of playbooks.playbooks.values()) {
    if (playbook.id === root.id && playbook.modified === root.version) continue;
    const called = await parts.library.version(tx, playbook.id as PlaybookId, playbook.modified);
    if (called?.executability.executable === false) {
      const [why = ''] = called.executability.reasons;
      throw new DomainError(
        'run.not-executable',
        `It calls ${playbook.name}, which cannot be executed: ${why}`,
      );
    }
    const unsigned = called && unsignedHere(parts, { mode, zone: place.zone }, called);
    if (unsigned !== undefined) throw new DomainError('run.not-signed', `It calls another. ${unsigned}`);
  }
}

const asksConsent = ({ playbooks }: Context): boolean =>
  [...playbooks.values()].some(({ playbook }) =>
    Object.values(playbook.workflow).some((step) => step.type === 'action' && consentOf(step) !== undefined),
  );

const invalid = (path: string, message: string): DomainError =>
  new DomainError('input.invalid', undefined, { issues: [{ path, message }] });
