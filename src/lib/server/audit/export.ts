import { toBase64 } from '../../domain/audit/bytes';
import { EXPORT_FORMAT, type ExportLine } from '../../domain/audit/export-format';
import { openCheckpoint } from '../../domain/audit/note/checkpoint';
import { formatVerifierKey, type VerifierKey } from '../../domain/audit/note/verifier-key';
import { provesConsistency } from '../../domain/audit/tree/verify';
import { DomainError } from '../../domain/errors';
import type { Instant } from '../../domain/time';
import type { AuditReach } from '../../domain/audit/reach';
import { selectAuditForward, selectAuditSpan, type AuditFilter } from '../storage/audit-store';
import { readCheckpoints, type CheckpointRow } from '../storage/audit-tree-store';
import type { Database } from '../storage/database';
import { MAIN_LOG } from './append';
import { sha256, verifySignature } from './hashing';
import { provenPath } from './proofs';
import type { Signed } from './signer';
import { TreeReader } from './tree-reader';

export interface ExportRequest {
  reach: AuditReach;
  /** A time makes a range without gaps; anything else leaves entries out between. */
  filter: Omit<AuditFilter, 'before'>;
}

interface ExportSource {
  database: Database;
  key: VerifierKey;
  /** The checkpoint that everything is proven by. */
  signed: Signed;
  now: Instant;
}

const PAGE = 256;

/**
 * A range of the log with everything that is needed to verify it elsewhere, line by line: head, checkpoints,
 * entries with their proofs, end. Entries after the newest checkpoint are not in it. Throws
 * `audit.not-provable` where what is stored does not lead to what was signed.
 */
export async function* exportAudit(
  { database, key, signed, now }: ExportSource,
  { reach, filter }: ExportRequest,
): AsyncGenerator<ExportLine> {
  const { from: fromTime, to: toTime, ...others } = filter;
  const hasTime = fromTime !== undefined || toTime !== undefined;
  const span = hasTime
    ? await database.read((tx) => selectAuditSpan(tx, MAIN_LOG, { from: fromTime, to: toTime }))
    : { first: 0, last: signed.size - 1 };
  const from = Math.min(span?.first ?? 0, signed.size);
  const to = Math.min((span?.last ?? -1) + 1, signed.size);
  const narrowed = Object.values(others).some((value) => value !== undefined);
  yield {
    type: 'head',
    format: EXPORT_FORMAT,
    origin: key.name,
    key: formatVerifierKey(key),
    from,
    to: Math.max(from, to),
    size: signed.size,
    complete: reach === 'everything' && !narrowed,
    exportedAt: new Date(now).toISOString(),
  };
  const reader = new TreeReader(database, signed.size);
  yield* checkpointsOf(database, reader, key, signed, from);
  let entries = 0;
  for (let next = from; next < to;) {
    const rows = await database.read((tx) => selectAuditForward(tx, MAIN_LOG, reach, others, next, PAGE));
    const within = rows.filter(({ seq }) => seq < to);
    for (const row of within) {
      const path = await provenPath(reader, signed, row);
      yield { type: 'entry', seq: row.seq, body: row.body.toString('utf8'), path: path.map(toBase64) };
    }
    entries += within.length;
    const last = within.at(-1);
    if (last === undefined || within.length < PAGE) break;
    next = last.seq + 1;
  }
  yield { type: 'end', entries };
}

/** The kept checkpoints from the range's first entry on, each proven to go on from the one before. */
async function* checkpointsOf(
  database: Database,
  reader: TreeReader,
  key: VerifierKey,
  signed: Signed,
  from: number,
): AsyncGenerator<ExportLine> {
  let before: { size: number; root: Uint8Array } | undefined;
  for await (const { size, note } of keptCheckpoints(database, from + 1, signed)) {
    // One that nobody signed is a fault that the verifier tells; here it would only be in the way.
    const found = openCheckpoint(note, key, verifySignature);
    if (found?.size !== size) continue;
    const proof = before === undefined ? [] : await reader.consistencyProof(before.size, size);
    const claim = before && { from: before.size, size, fromRoot: before.root, root: found.root, proof };
    if (claim !== undefined && !provesConsistency(sha256, claim)) {
      throw new DomainError(
        'audit.not-provable',
        `The log of ${size} entries does not go on from ${claim.from}.`,
      );
    }
    before = found;
    yield { type: 'checkpoint', size, note, proof: proof.map(toBase64) };
  }
}

/** Checkpoints of the database by size, and at the end the newest one, wherever that is kept. */
async function* keptCheckpoints(
  database: Database,
  from: number,
  signed: Signed,
): AsyncGenerator<Pick<CheckpointRow, 'size' | 'note'>> {
  for (let next = from; ;) {
    const rows = await database.read((tx) => readCheckpoints(tx, MAIN_LOG, next, PAGE));
    for (const row of rows) if (row.size < signed.size) yield row;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE || last.size >= signed.size) break;
    next = last.size + 1;
  }
  yield signed;
}
