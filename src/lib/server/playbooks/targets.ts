import type { DriveId } from '../../domain/ids';
import type { RunFacts } from '../../domain/playbooks/engine/state';
import type { Plant } from '../../domain/plant/model';

/** Drives that a run is about: its own, or all behind its gateway. */
export const drivesOf = (facts: Pick<RunFacts, 'drives' | 'gateway'>, plant: Plant): readonly DriveId[] =>
  facts.drives.length > 0
    ? facts.drives
    : plant.drives.filter(({ gateway }) => gateway === facts.gateway).map(({ id }) => id);
