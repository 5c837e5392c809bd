import type { ZoneId } from '../../domain/ids';
import type { AttestationKind } from '../../domain/posture/attestation/kinds';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

export interface AttestationMarkRow {
  id: number;
  at: Instant;
  zone: ZoneId;
  kind: AttestationKind;
  requirement: string | null;
  what: 'signed' | 'countersigned' | 'withdrawn' | 'expired';
}

/** What became of people's words on these zones in that time, the newest first. */
export async function readAttestationMarks(
  tx: Tx,
  zones: readonly ZoneId[],
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<AttestationMarkRow[]> {
  const { rows } = await tx.client.query<Omit<AttestationMarkRow, 'at'> & { at: Date }>(
    `select a.id, a.zone, a.kind, a.requirement, w.what, w.at
     from attestation a cross join lateral (values
       ('signed', a.signed_at), ('countersigned', a.countersigned_at), ('withdrawn', a.withdrawn_at),
       ('expired', case when a.withdrawn_at is null or a.withdrawn_at > a.expires_at then a.expires_at end)
     ) as w (what, at)
     where a.zone = any($1::text[]) and w.at > $2 and w.at <= $3
     order by w.at desc, a.id desc limit $4`,
    [[...zones], iso(from), iso(to), limit],
  );
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
}

export interface ImportMarkRow {
  version: number;
  at: Instant;
}

/** Plant files that were taken over in that time, the newest first. */
export async function readImportMarks(
  tx: Tx,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<ImportMarkRow[]> {
  const { rows } = await tx.client.query<{ version: number; at: Date }>(
    `select version, imported_at as at from plant_import
     where imported_at > $1 and imported_at <= $2 order by imported_at desc limit $3`,
    [iso(from), iso(to), limit],
  );
  return rows.map(({ version, at }) => ({ version, at: at.getTime() }));
}

const iso = (at: Instant): string => new Date(at).toISOString();
