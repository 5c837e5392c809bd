import { FRS, type Fr } from './fr';

/** What is asked of one FR at an end of a conduit, and what is achieved there. */
interface EndLevel {
  fr: number;
  target: number;
  confirmed: number;
  possible: number;
}

/** `hidden`: a zone that the viewer may not see. `outside`: no zone, so nothing is known and nothing asked. */
export type ConduitEnd = { levels: readonly EndLevel[] } | 'hidden' | 'outside';

export interface ConduitLevel {
  fr: Fr;
  target: number;
  confirmed: number;
  possible: number;
}

/**
 * Levels of a conduit by those of the zones that it joins: what crosses it must suit the higher target of the two, and
 * is as strong as the weaker end. Nothing is averaged. An end outside of the plant is not judged; of an end that is
 * hidden nothing is confirmed. Undefined for a conduit of which no end is known.
 */
export function conduitLevels(ends: readonly ConduitEnd[]): ConduitLevel[] | undefined {
  const known = ends.flatMap((end) => (typeof end === 'string' ? [] : [end]));
  if (known.length === 0) return undefined;
  const isHidden = ends.includes('hidden');
  return FRS.map((fr) => {
    const levels = known.flatMap((end) => end.levels.filter((level) => level.fr === fr));
    return {
      fr,
      target: Math.max(0, ...levels.map(({ target }) => target)),
      confirmed: isHidden ? 0 : Math.min(4, ...levels.map(({ confirmed }) => confirmed)),
      possible: Math.min(4, ...levels.map(({ possible }) => possible)),
    };
  });
}
