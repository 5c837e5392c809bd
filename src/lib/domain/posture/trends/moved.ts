import type { ZoneId } from '../../ids';
import { FRS, type Fr } from '../fr';

/** Levels and targets of a zone at a moment, as history keeps them: confirmed and possible of FR 1, of FR 2 and so on. */
interface Vector {
  levels: readonly number[];
  targets: readonly number[];
}

/** How one FR of a zone moved over a window. */
export interface FrMove {
  fr: Fr;
  target: number;
  confirmed: number;
  possible: number;
  /** Null where nothing is known of the beginning. */
  before: { confirmed: number; possible: number } | null;
}

/** A zone at the end of a window beside its beginning. */
export interface ZoneMove {
  zone: ZoneId;
  standing: ZoneStanding;
  frs: FrMove[];
}

/**
 * `below`: evidence speaks against the target of some FR. `unproven`: some target is not confirmed, and nothing speaks
 * against it. `met`: every target is confirmed.
 */
export type ZoneStanding = 'below' | 'unproven' | 'met';

/** The worst of the seven says where a zone stands; they are never averaged. */
export function standingOf({ levels, targets }: Vector): ZoneStanding {
  const of = (fr: Fr) => ({
    target: targets[fr - 1] ?? 0,
    confirmed: levels[2 * fr - 2] ?? 0,
    possible: levels[2 * fr - 1] ?? 4,
  });
  if (FRS.some((fr) => of(fr).possible < of(fr).target)) return 'below';
  return FRS.some((fr) => of(fr).confirmed < of(fr).target) ? 'unproven' : 'met';
}

export function moveOf(zone: ZoneId, now: Vector, before: Vector | undefined): ZoneMove {
  const frs = FRS.map((fr): FrMove => {
    const at = (of: Vector) => ({
      confirmed: of.levels[2 * fr - 2] ?? 0,
      possible: of.levels[2 * fr - 1] ?? 4,
    });
    return {
      fr,
      target: now.targets[fr - 1] ?? 0,
      ...at(now),
      before: before === undefined ? null : at(before),
    };
  });
  return { zone, standing: standingOf(now), frs };
}

/** How much a zone moved: levels gained or lost by confirmation, then by possibility. */
const movement = ({ frs }: ZoneMove): number =>
  frs.reduce(
    (sum, { confirmed, possible, before }) =>
      before === null
        ? sum
        : sum + 10 * Math.abs(confirmed - before.confirmed) + Math.abs(possible - before.possible),
    0,
  );

const ORDER: Readonly<Record<ZoneStanding, number>> = { below: 0, unproven: 1, met: 2 };

/** The largest change first; what did not move follows, the worst standing first. */
export const byMovement = (a: ZoneMove, b: ZoneMove): number =>
  movement(b) - movement(a) || ORDER[a.standing] - ORDER[b.standing] || a.zone.localeCompare(b.zone);
