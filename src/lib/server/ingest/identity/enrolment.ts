import { X509Certificate } from 'node:crypto';
import { CANARY } from '../../../domain/alarms/canary';
import { DomainError } from '../../../domain/errors';
import { gatewayId, type GatewayId } from '../../../domain/ids';
import { DAY_MS, type Instant } from '../../../domain/time';
import type { Tx } from '../../storage/database';
import { lockGateway, recordEnrolment, revokeGateway } from '../../storage/gateway-store';
import type { Authority } from './authority';
import { newKeyPair } from './certificate-maker';
import { readRequest } from './certificate-request';
import { factsOf } from './peer-certificate';

const DEFAULT_LIFE_DAYS = 365;

export interface EnrolmentRequest {
  /** The gateway's name: its certificate's common name, its client id and its branch of the topics. */
  name: string;
  /** PKCS #10 request (PEM) of a key that never leaves the gateway; without it we make the key. */
  csr?: string | undefined;
  /** Another certificate for a gateway that has one; the old one stays valid until it ends. */
  renew?: boolean | undefined;
  validDays?: number | undefined;
  /** Instead of days, for what is to run out soon: a drill. */
  validMs?: number | undefined;
}

export interface Enrolled {
  gateway: GatewayId;
  certificatePem: string;
  /** Only when we made the key; it is kept nowhere here. */
  keyPem: string | undefined;
  /** The authority by which the gateway knows the broker. */
  caPem: string;
  fingerprint: string;
  notAfter: Instant;
}

/** Admits gateways and turns them out; the caller's transaction carries the audit entry too. */
export class Enrolment {
  constructor(private readonly authority: Authority) {}

  /**
   * Issues a certificate and puts it on record. A revoked gateway comes back this way, with a new
   * certificate; its old ones stay revoked. Throws `gateway.exists`, `gateway.csr-invalid`, `not-found`
   * (nothing to renew) or `input.invalid`.
   */
  async enrol(tx: Tx, request: EnrolmentRequest, now: Instant): Promise<Enrolled> {
    const gateway = readName(request.name);
    const days = request.validDays ?? DEFAULT_LIFE_DAYS;
    if (!Number.isInteger(days) || days < 1 || days > 10 * DEFAULT_LIFE_DAYS) {
      throw new DomainError('input.invalid', 'A certificate is valid for 1 to 3650 days.');
    }
    const made = request.csr === undefined ? await newKeyPair() : undefined;
    const publicKey = made?.publicKey ?? (await readRequest(request.csr ?? '', gateway));
    const { enrolledAt, revokedAt } = await lockGateway(tx, gateway);
    const admitted = enrolledAt !== null && revokedAt === null;
    if (admitted && !request.renew) throw new DomainError('gateway.exists');
    if (!admitted && request.renew) {
      throw new DomainError('not-found', `Gateway ${gateway} has no certificate to renew.`);
    }
    const certificatePem = await this.authority.issueClient(
      gateway,
      publicKey,
      now,
      now + (request.validMs ?? days * DAY_MS),
    );
    const facts = factsOf(new X509Certificate(certificatePem));
    await recordEnrolment(tx, gateway, facts, now);
    return {
      gateway,
      certificatePem,
      keyPem: made?.keyPem,
      caPem: this.authority.caPem,
      fingerprint: facts.fingerprint,
      notAfter: facts.notAfter,
    };
  }

  /** Ends a gateway's admission: open sessions within a second, all its certificates for good. */
  async revoke(tx: Tx, name: string, now: Instant): Promise<GatewayId> {
    const gateway = readName(name);
    if (!(await revokeGateway(tx, gateway, now))) {
      throw new DomainError('not-found', `There is no gateway ${gateway}.`);
    }
    return gateway;
  }
}

function readName(name: string): GatewayId {
  const parsed = gatewayId.safeParse(name);
  if (parsed.success && parsed.data === CANARY) {
    throw new DomainError('input.invalid', `${CANARY} is the program's own name; choose another.`);
  }
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? 'not usable';
  throw new DomainError('input.invalid', `The name of a gateway: ${message}.`, {
    issues: [{ path: 'name', message }],
  });
}
