import type { ZoneId } from '../../ids';
import type { Instant } from '../../time';
import { FRS, type Fr } from '../fr';

/** Levels and targets of a zone at a moment, as history keeps them: confirmed and possible of FR 1, of FR 2 and so on. */
interface Vector {
  at: Instant;
  levels: readonly number[];
  targets: readonly number[];
}

/** How one FR of a zone moved over a window. */
export interface FrMove {
  fr: Fr;
  target: number;
  confirmed: number;
  possible: number;
  before: { confirmed: number; possible: number };
}

/** A zone at the end of a window beside its beginning. */
export interface ZoneMove {
  zone: ZoneId;
  standing: ZoneStanding;
  /** When it was first judged, where that lies within the window; null where it was judged before. */
  since: Instant | null;
  frs: FrMove[];
}

/**
 * `below`: evidence speaks against the target of some FR. `unproven`: some target is not confirmed, and nothing speaks
 * against it. `met`: every target is confirmed.
 */
export type ZoneStanding = 'below' | 'unproven' | 'met';

/** The worst of the seven says where a zone stands; they are never averaged. */
export function standingOf({ levels, targets }: Pick<Vector, 'levels' | 'targets'>): ZoneStanding {
  const of = (fr: Fr) => ({
    target: targets[fr - 1] ?? 0,
    confirmed: levels[2 * fr - 2] ?? 0,
    possible: levels[2 * fr - 1] ?? 4,
  });
  if (FRS.some((fr) => of(fr).possible < of(fr).target)) return 'below';
  return FRS.some((fr) => of(fr).confirmed < of(fr).target) ? 'unproven' : 'met';
}

/** A zone as it stands now beside how it stood at `from`, or when it was first judged after. */
export function moveOf(zone: ZoneId, now: Vector, before: Vector, from: Instant): ZoneMove {
  const frs = FRS.map((fr): FrMove => {
    const at = (of: Vector) => ({
      confirmed: of.levels[2 * fr - 2] ?? 0,
      possible: of.levels[2 * fr - 1] ?? 4,
    });
    return {
      fr,
      target: now.targets[fr - 1] ?? 0,
      ...at(now),
      before: at(before),
    };
  });
  return { zone, standing: standingOf(now), since: before.at > from ? before.at : null, frs };
}

/** How much a zone moved: levels gained or lost by confirmation, then by possibility. */
const movement = ({ frs }: ZoneMove): number =>
  frs.reduce(
    (sum, { confirmed, possible, before }) =>
      sum + 10 * Math.abs(confirmed - before.confirmed) + Math.abs(possible - before.possible),
    0,
  );

const ORDER: Readonly<Record<ZoneStanding, number>> = { below: 0, unproven: 1, met: 2 };

/** The largest change first; what did not move follows, the worst standing first. */
export const byMovement = (a: ZoneMove, b: ZoneMove): number =>
  movement(b) - movement(a) || ORDER[a.standing] - ORDER[b.standing] || a.zone.localeCompare(b.zone);
