import { DomainError } from '../../domain/errors';
import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { MatchCounts, MatchView } from '../../protocol/advisories';
import { selectTellers } from '../storage/advisory-store';
import type { Database } from '../storage/database';
import {
  countMatches,
  MATCH_VIEWS,
  NEVER_DUE,
  selectMatches,
  type MatchPosition,
  type MatchReach,
  type MatchViewName,
} from '../storage/match-store';
import { presentMatch } from './present';

export { MATCH_VIEWS };

interface Asked {
  view: MatchViewName;
  zone?: ZoneId | undefined;
  asset?: string | undefined;
  vulnerability?: string | undefined;
  cursor?: string | undefined;
}

/** A page of matches within reach, with how many there are of each view. */
export const pageOfMatches = (
  database: Database,
  reach: MatchReach,
  { vulnerability, cursor, ...filter }: Asked,
  now: Instant,
  limit: number,
): Promise<{ items: MatchView[]; next: string | null; counts: MatchCounts }> =>
  database.read(async (tx) => {
    const vulnerabilities = vulnerability === undefined ? undefined : [vulnerability.toUpperCase()];
    const asked = { ...filter, vulnerabilities, after: positionIn(cursor) };
    const rows = await selectMatches(tx, reach, asked, now, limit + 1);
    const tellers = await selectTellers(tx, [...new Set(rows.map((row) => row.vulnerability))]);
    const last = rows[limit - 1];
    return {
      items: rows
        .slice(0, limit)
        .map((row) => presentMatch(row, now, tellers.get(row.vulnerability) ?? null)),
      next: rows.length > limit && last !== undefined ? cursorAt(last) : null,
      counts: await countMatches(tx, reach, now),
    };
  });

const cursorAt = ({ dueAt, id }: { dueAt: Instant | null; id: number }): string =>
  `${dueAt ?? NEVER_DUE}.${id}`;

/** Throws `input.invalid` for what this list did not hand out. */
function positionIn(cursor: string | undefined): MatchPosition | undefined {
  if (cursor === undefined) return undefined;
  const [, dueAt, id] = /^(\d{1,15})\.(\d{1,10})$/.exec(cursor) ?? [];
  if (dueAt !== undefined && id !== undefined && Number(dueAt) <= NEVER_DUE)
    return { dueAt: Number(dueAt), id: Number(id) };
  throw new DomainError('input.invalid', undefined, {
    issues: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  });
}
