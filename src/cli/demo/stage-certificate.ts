import { join } from 'node:path';
import { z } from 'zod';
import { INSTALLATION } from '../../lib/domain/access/subject';
import { DomainError } from '../../lib/domain/errors';
import { gatewayId } from '../../lib/domain/ids';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/domain/time';
import { defineCommand } from '../../lib/server/access/command';
import { Enrolment } from '../../lib/server/ingest/identity/enrolment';
import { revokeOtherCertificates } from '../../lib/server/storage/gateway-store';
import { openAuthority, writeCredentials } from '../commands/gateway';
import type { Installation } from '../installation';

const UNITS = { s: SECOND_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const;
const LONGEST_MS = 3_650 * DAY_MS;

/** Milliseconds of `90s`, `20min`, `3h` or `3d`. */
export function readDuration(text: string): number {
  const [, amount = '', unit = ''] = /^(\d{1,6})(s|min|h|d)$/.exec(text) ?? [];
  const ms = Number(amount) * (UNITS[unit as keyof typeof UNITS] ?? Number.NaN);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new DomainError('input.invalid', `"${text}" is no time: write 90s, 20min, 3h or 3d.`);
}

const replaceCertificate = (enrolment: Enrolment) =>
  defineCommand({
    name: 'gateway.enrol',
    action: 'gateway.manage',
    schema: z.object({ gateway: gatewayId, validMs: z.number().int().positive() }),
    subject: () => INSTALLATION,
    async run(tx, { gateway, validMs }, { now }) {
      const enrolled = await enrolment.enrol(tx, { name: gateway, renew: true, validMs }, now);
      await revokeOtherCertificates(tx, gateway, enrolled.fingerprint, now);
      const facts = { valid_until: new Date(enrolled.notAfter).toISOString(), staged: true };
      return { result: enrolled, audit: [{ object: { type: 'gateway', id: gateway }, facts }] };
    },
  });

/**
 * Gives a simulated gateway a certificate that runs out soon, in place of every other it has: what a drill of its
 * renewal begins with. Refuses outside a demo.
 */
export async function stageCertificate(
  installation: Installation,
  gateway: string,
  validMs: number,
): Promise<{ certificate: string; key: string; notAfter: number }> {
  const { store, settings, act } = installation;
  if (store.installation.kind !== 'demo') {
    throw new DomainError('conflict', 'Only a simulated gateway is given a certificate that runs out.');
  }
  const enrolment = new Enrolment(await openAuthority(installation));
  const enrolled = await act(replaceCertificate(enrolment), { gateway, validMs });
  await writeCredentials(join(settings.dataDirectory, 'simulator', 'gateways'), enrolled);
  return { certificate: enrolled.certificatePem, key: enrolled.keyPem ?? '', notAfter: enrolled.notAfter };
}
