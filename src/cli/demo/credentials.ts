import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GatewayId } from '../../lib/domain/ids';
import { DAY_MS } from '../../lib/domain/time';
import { Enrolment } from '../../lib/server/ingest/identity/enrolment';
import { fingerprintOf } from '../../lib/server/ingest/identity/peer-certificate';
import { readIdentities } from '../../lib/server/storage/gateway-store';
import { enrolGateway, openAuthority, writeCredentials } from '../commands/gateway';
import type { Installation } from '../installation';

/** A certificate with less than this left is replaced. */
const ENOUGH_MS = 30 * DAY_MS;

/**
 * Gives each of a demo's gateways a certificate and key in `directory`, and keeps those that still hold.
 * Returns how many were new.
 */
export async function issueCredentials(
  installation: Installation,
  directory: string,
  gateways: readonly GatewayId[],
): Promise<number> {
  const { act, host } = installation;
  const authority = await openAuthority(installation);
  const command = enrolGateway(new Enrolment(authority));
  const { gateways: known, certificates } = await host.database.read(readIdentities);
  const onRecord = new Set(certificates.filter((c) => c.revokedAt === null).map((c) => c.fingerprint));
  const admitted = new Set(
    known.filter((g) => g.enrolledAt !== null && g.revokedAt === null).map((g) => g.id),
  );
  let issued = 0;
  for (const name of gateways) {
    const kept = await readKept(join(directory, name));
    const holds =
      kept !== undefined &&
      kept.ca === authority.caPem &&
      kept.notAfter - host.clock.now() > ENOUGH_MS &&
      admitted.has(name) &&
      onRecord.has(kept.fingerprint);
    if (holds) continue;
    const enrolled = await act(command, { name, renew: admitted.has(name) });
    await writeCredentials(directory, enrolled);
    issued++;
  }
  return issued;
}

/** What lies in a gateway's folder; `undefined` when anything of it is missing or unreadable. */
async function readKept(folder: string) {
  try {
    const [certificate, ca] = await Promise.all(
      ['certificate.pem', 'ca.pem', 'key.pem'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    const x509 = new X509Certificate(certificate ?? '');
    return {
      ca,
      fingerprint: fingerprintOf(x509),
      notAfter: Date.parse(x509.validTo),
    };
  } catch {
    return undefined;
  }
}
