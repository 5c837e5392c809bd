import type { DriveId, GatewayId } from '../../domain/ids';
import type { FilledStep } from '../../domain/playbooks/engine/render-step';
import type { RunFacts } from '../../domain/playbooks/engine/state';
import type { Plant } from '../../domain/plant/model';
import type { RenderedTarget } from './executor';

/** What of the plant the targets of a step are: by their name, or the first of their addresses. */
export function targetsOf(filled: FilledStep, plant: Plant): RenderedTarget[] {
  return filled.targets.map(({ id, definition }) => {
    const names = [
      definition.name,
      ...Object.values(definition.address ?? {})
        .flat()
        .map(String),
    ];
    return {
      id,
      definition,
      gateway: plant.gateways.find((gateway) => names.includes(gateway.id))?.id ?? null,
      drive: plant.drives.find((drive) => names.includes(drive.id))?.id ?? null,
    };
  });
}

/** Gateways that a step acts upon: those that it names, and the run's own where it names none. */
export function gatewaysOf(
  targets: readonly RenderedTarget[],
  facts: Pick<RunFacts, 'gateway'>,
  plant: Plant,
): GatewayId[] {
  const named = targets.flatMap(({ gateway, drive }) => {
    const behind = plant.drives.find(({ id }) => id === drive)?.gateway;
    return [gateway, behind].filter((one) => one !== null && one !== undefined);
  });
  const own = facts.gateway === null ? [] : [facts.gateway];
  return [...new Set(named.length > 0 ? named : own)].sort();
}

/** Drives that a run is about: its own, or all behind its gateway. */
export const drivesOf = (facts: Pick<RunFacts, 'drives' | 'gateway'>, plant: Plant): readonly DriveId[] =>
  facts.drives.length > 0
    ? facts.drives
    : plant.drives.filter(({ gateway }) => gateway === facts.gateway).map(({ id }) => id);
