import type { Drive, Gateway } from '../../../domain/plant/model';
import { textOf } from '../../../domain/playbooks/commands/judge-claim';
import type { Place, Selection } from '../../../domain/playbooks/commands/statement';
import type { Look } from './parts';

/** Drives that a selection means; none when there is no such drive or place. */
export function drivesOf(which: Selection, look: Look): readonly Drive[] {
  const { drives } = look.parts.plant();
  if (which.of !== 'one') return drives.filter(isAt(which.place, look));
  const name = textOf(which.name);
  return drives.filter(({ id }) => id === name);
}

/** Gateways that a selection means. */
export function gatewaysOf(which: Selection, look: Look): readonly Gateway[] {
  const { gateways } = look.parts.plant();
  if (which.of === 'one') {
    const name = textOf(which.name);
    return gateways.filter(({ id }) => id === name);
  }
  const { place } = which;
  const isThere = isAt(place, look);
  return gateways.filter((gateway) => isThere({ ...gateway, gateway: gateway.id }));
}

type Placed = Pick<Drive, 'zone' | 'gateway'> & { id: string };

function isAt(place: Place, { parts, run }: Look): (thing: Placed) => boolean {
  switch (place.kind) {
    case 'gateway':
      return ({ gateway }) => gateway === textOf(place.name);
    case 'zone':
      return ({ zone }) => zone === textOf(place.name);
    case 'site': {
      const zones = new Set(
        parts
          .plant()
          .zones.filter(({ site }) => site === textOf(place.name))
          .map(({ id }) => id),
      );
      return ({ zone }) => zones.has(zone);
    }
    case 'run': {
      const own = new Set<string>(run.drives);
      // A run that names drives is about those; one that names a gateway alone is about all behind it.
      return own.size > 0
        ? ({ id }) => own.has(id) || id === run.gateway
        : ({ gateway }) => gateway === run.gateway;
    }
  }
}
