import type { GatewayId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from './database';

const moment = (parameter: number) => `to_timestamp($${parameter}::bigint / 1000.0)`;

/** Commands that left for gateways, and those of them that nobody ended. */
export interface RemoteRequests {
  all: number;
  withoutEnd: number;
}

export async function readRemoteRequests(
  tx: Tx,
  { since, overdueSince }: { since: Instant; overdueSince: Instant },
): Promise<RemoteRequests> {
  const { rows } = await tx.client.query<{ all: string; without_end: string }>(
    `select count(*) as all,
       count(*) filter (where ended_at is null and deadline < ${moment(2)}) as without_end
     from gateway_command where asked_at >= ${moment(1)}`,
    [since, overdueSince],
  );
  return { all: Number(rows[0]?.all ?? 0), withoutEnd: Number(rows[0]?.without_end ?? 0) };
}

/** Gateways that are in use no more, and those whose certificate would still be let in. */
export interface RetiredGateways {
  all: number;
  stillTrusted: string[];
}

export async function readRetired(tx: Tx, now: Instant): Promise<RetiredGateways> {
  const { rows } = await tx.client.query<{ id: string; is_trusted: boolean }>(
    `select g.id, g.revoked_at is null and exists (
         select from gateway_certificate c
         where c.gateway = g.id and c.revoked_at is null and c.not_after > ${moment(1)}) as is_trusted
     from gateway g where g.removed_at is not null or g.revoked_at is not null order by g.id`,
    [now],
  );
  return { all: rows.length, stillTrusted: rows.filter((row) => row.is_trusted).map(({ id }) => id) };
}

/** Controls of ours that were seen to work. */
export interface ProofsOfControls {
  /** Somebody who failed to sign in had to wait. */
  signInHeld: boolean;
  /** A certificate that is not one of our gateways' was refused. */
  strangerRefused: boolean;
}

export async function readProofsOfControls(tx: Tx, since: Instant): Promise<ProofsOfControls> {
  const { rows } = await tx.client.query<{ held: boolean; refused: boolean }>(
    `select exists (select from sign_in_attempt where blocked_until >= ${moment(1)}) as held,
       exists (
         select from refusal where last_seen_at >= ${moment(1)} and kind in (
           'unknown-authority', 'no-certificate', 'certificate-expired', 'certificate-revoked', 'gateway-revoked',
           'unregistered')) as refused`,
    [since],
  );
  return { signInHeld: rows[0]?.held ?? false, strangerRefused: rows[0]?.refused ?? false };
}

/** When the newest record of each gateway's logs came, of those that sent any since then. */
export async function readNewestLogs(tx: Tx, since: Instant): Promise<Map<GatewayId, Instant>> {
  const { rows } = await tx.client.query<{ gateway: GatewayId; at: Date }>(
    `select gateway, max(received_at) as at from gateway_event
     where received_at >= ${moment(1)} and type = 'log_record' group by gateway`,
    [since],
  );
  return new Map(rows.map(({ gateway, at }) => [gateway, at.getTime()]));
}
