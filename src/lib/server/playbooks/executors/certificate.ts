import { X509Certificate } from 'node:crypto';
import { systemActor } from '../../../domain/access/roles';
import type { AuditEvent, AuditOrigin } from '../../../domain/audit/entry';
import type { GatewayId } from '../../../domain/ids';
import { MAIN_DEVICE } from '../../../domain/plant/entity';
import {
  isCertificateAct,
  type CertificateAct,
} from '../../../domain/playbooks/commands/certificate-command';
import { CERTIFICATE_COMMAND } from '../../../domain/playbooks/commands/command-types';
import { runLabel } from '../../../domain/playbooks/label';
import { HOUR_MS, type Instant } from '../../../domain/time';
import type { Clock } from '../../clock';
import type { Database, Tx } from '../../storage/database';
import { readState } from '../../storage/entity-state-store';
import { listCertificates, revokeOtherCertificates } from '../../storage/gateway-store';
import type { Executor, StepOutcome, StepWork } from '../executor';
import { isConnected, LINK_WORDS, type GatewayLine } from '../gateways/gateway-line';
import { gatewayOf, whyNotInMode } from './gateway-of';
import { inDoubt } from './in-doubt';

/** Twin in which a gateway shows its request (PKCS #10, PEM) for a certificate of its new key. */
const REQUEST_TWIN = 'certificate_request';
/** A request that is older was not made for this renewal. */
const REQUEST_HOLDS_MS = 24 * HOUR_MS;

interface CertificateParts {
  database: Pick<Database, 'read' | 'transaction'>;
  line: Pick<GatewayLine, 'linkOf'>;
  clock: Clock;
  /** Signs a request of a gateway that is admitted, and puts the certificate on record. */
  renew(
    tx: Tx,
    gateway: GatewayId,
    request: string,
    now: Instant,
  ): Promise<{ certificatePem: string; notAfter: Instant }>;
  /** SHA-256 of the certificate with which the gateway is connected. */
  presentedBy(gateway: GatewayId): string | undefined;
  appendAudit(tx: Tx, event: AuditEvent, origin: AuditOrigin): Promise<number>;
}

/**
 * Renews a gateway's certificate over its live session: who is connected with a valid certificate may have another
 * for the same name and a new key, as in enrolment over secure transport (RFC 7030, 4.2.2). Only an administrator
 * admits a gateway in the first place.
 */
export class CertificateExecutor implements Executor {
  readonly type = CERTIFICATE_COMMAND;

  constructor(private readonly parts: CertificateParts) {}

  async execute(work: StepWork): Promise<StepOutcome> {
    try {
      const read = readWork(work);
      if ('problem' in read) return failed(read.problem);
      const why = whyNotInMode(work);
      if (why !== undefined) return failed(why);
      const link = this.parts.line.linkOf(read.gateway);
      if (!isConnected(link))
        return failed(`${read.gateway} ${LINK_WORDS[link]}: it cannot be renewed over its session.`);
      return await (read.act === 'issue'
        ? this.#issue(read.gateway, work)
        : this.#revokeOld(read.gateway, work));
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  }

  async preview(work: StepWork): Promise<string> {
    const read = readWork(work);
    if ('problem' in read) return read.problem;
    return read.act === 'issue'
      ? `Signs the certificate request that gateway ${read.gateway} shows, for its present name.`
      : `Refuses from now on every certificate of gateway ${read.gateway} but the one it is connected with.`;
  }

  #issue(gateway: GatewayId, work: StepWork): Promise<StepOutcome> {
    const { database, clock, renew, appendAudit } = this.parts;
    const sign = async (tx: Tx): Promise<StepOutcome> => {
      const now = clock.now();
      const request = await this.#request(tx, gateway, now);
      if (typeof request === 'object') return failed(request.problem);
      const { certificatePem, notAfter } = await renew(tx, gateway, request, now);
      const serial = new X509Certificate(certificatePem).serialNumber.toLowerCase();
      const until = new Date(notAfter).toISOString();
      await appendAudit(
        tx,
        entry('gateway.renew', gateway, work, { serial, valid_until: until }),
        origin(work),
      );
      return {
        kind: 'succeeded',
        text: `Signed certificate ${serial} for ${gateway}, valid until ${until.slice(0, 10)}.`,
        outputs: { __certificate__: certificatePem, __certificate_serial__: serial },
      };
    };
    return inDoubt(database, sign, async (done) => {
      const serial = done.outputs?.['__certificate_serial__'];
      const known = await database.read((tx) => listCertificates(tx, gateway));
      return known.some((one) => one.serial.toLowerCase() === serial)
        ? done
        : failed(`The certificate ${serial ?? ''} is not on record: nothing was signed.`);
    });
  }

  async #request(tx: Tx, gateway: GatewayId, now: Instant): Promise<string | { problem: string }> {
    const twin = await readState(tx, { gateway, topicId: MAIN_DEVICE, channel: 'twin', name: REQUEST_TWIN });
    if (twin === undefined || twin.clearedAt !== null)
      return { problem: `${gateway} shows no certificate request.` };
    if (now - twin.since > REQUEST_HOLDS_MS)
      return { problem: `The request that ${gateway} shows is older than a day.` };
    const { body } = twin;
    const csr = typeof body === 'object' && body !== null && 'csr' in body ? body.csr : undefined;
    return typeof csr === 'string' ? csr : { problem: `What ${gateway} shows is no certificate request.` };
  }

  async #revokeOld(gateway: GatewayId, work: StepWork): Promise<StepOutcome> {
    const { database, clock, presentedBy, appendAudit } = this.parts;
    const kept = presentedBy(gateway);
    if (kept === undefined) return failed(`With which certificate ${gateway} is connected is not known.`);
    const revoke = async (tx: Tx): Promise<StepOutcome> => {
      const now = clock.now();
      const [newest] = await listCertificates(tx, gateway);
      if (newest !== undefined && newest.fingerprint !== kept && newest.revokedAt === null) {
        return failed(`${gateway} is still connected with its old certificate. None was revoked.`);
      }
      const serials = await revokeOtherCertificates(tx, gateway, kept, now);
      if (serials.length > 0) {
        const facts = { serials: serials.join(' ').slice(0, 400), kept: kept.slice(0, 16) };
        await appendAudit(tx, entry('certificate.revoke', gateway, work, facts), origin(work));
      }
      const text =
        serials.length === 0 ? `${gateway} had no other certificate.` : `Revoked: ${serials.join(', ')}.`;
      return { kind: 'succeeded', text };
    };
    // Done twice it would find nothing left to revoke, which tells nothing: a person looks at the gateway's page.
    return inDoubt(database, revoke, async () => undefined);
  }
}

function readWork(work: StepWork): { gateway: GatewayId; act: CertificateAct } | { problem: string } {
  const act = work.command.command?.trim();
  if (!isCertificateAct(act)) return { problem: 'A certificate is renewed by "issue" and "revoke-old".' };
  const gateway = gatewayOf(work);
  return typeof gateway === 'object' ? gateway : { gateway, act };
}

const entry = (
  action: string,
  gateway: GatewayId,
  { run, runStep }: StepWork,
  facts: Record<string, string>,
): AuditEvent => ({
  action,
  object: {
    type: 'gateway',
    id: gateway,
    ...(run.zone === null ? {} : { zone: run.zone }),
    ...(run.site === null ? {} : { site: run.site }),
  },
  run: runLabel(run.id),
  step: String(runStep),
  ...(run.incident === null ? {} : { incident: String(run.incident) }),
  result: 'done',
  facts,
});

/** The program acts; on whose behalf is in the entry. */
const origin = ({ run }: StepWork): AuditOrigin => ({
  actor: systemActor('playbooks'),
  onBehalfOf: run.requestedBy,
  address: undefined,
  requestId: undefined,
});

const failed = (text: string): StepOutcome => ({ kind: 'failed', text });
