import { stateAt } from '../../domain/advisories/decision';
import type { Instant } from '../../domain/time';
import type { AdvisoryView, MatchView } from '../../protocol/advisories';
import type { AdvisoryHead } from '../storage/advisory-store';
import type { MatchRow } from '../storage/match-store';

/** A match as it is shown at `now`; `advisory` is the one that tells of it. */
export function presentMatch(row: MatchRow, now: Instant, advisory: number | null = null): MatchView {
  const state = stateAt(row, now);
  const isOpen = state === 'open' && row.goneAt === null;
  return {
    id: row.id,
    asset: row.asset,
    assetName: row.assetName,
    zone: row.zone,
    product: row.product,
    installed: row.installed,
    vulnerability: row.vulnerability,
    advisory,
    verdict: row.verdict,
    certainty: row.certainty,
    score: row.score,
    reason: row.reason,
    severity: row.severity,
    cwes: row.cwes,
    state,
    needsLook: isOpen && !row.isConfirmed && (row.certainty === 'possible' || row.verdict === 'disputed'),
    isConfirmed: row.isConfirmed,
    owner: row.owner,
    note: row.note,
    expiresAt: row.expiresAt,
    decided:
      row.decidedBy === null || row.decidedAt === null ? null : { by: row.decidedBy, at: row.decidedAt },
    firstAt: row.firstAt,
    changedAt: row.changedAt,
    dueAt: row.dueAt,
    dueWhy: row.dueWhy,
    isOverdue: isOpen && row.dueAt !== null && row.dueAt < now,
    gone: row.goneAt === null ? null : { at: row.goneAt, why: row.goneWhy ?? '' },
  };
}

/** An advisory in lists, with how many matches of the reader's it has. */
export const presentAdvisory = (
  { sha256: _sha256, isNewest: _isNewest, ...head }: AdvisoryHead,
  matches: AdvisoryView['matches'],
): AdvisoryView => ({ ...head, matches });
