import { X509Certificate } from 'node:crypto';
import { CANARY } from '../../../domain/alarms/canary';
import { isGatewayId } from '../../../domain/id-shape';
import type { GatewayId } from '../../../domain/ids';
import type { Instant } from '../../../domain/time';
import type { Bus } from '../../bus';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import type { Service } from '../../service';
import type { Database } from '../../storage/database';
import {
  readIdentities,
  readIdentityFingerprint,
  recordSeen,
  type CertificateFacts,
} from '../../storage/gateway-store';
import type { RefusalKind } from '../link-observer';
import type { Authority } from './authority';
import type { BrokerIdentity, TlsMaterial, Verdict } from './credentials';
import { commonNameOf, factsOf } from './peer-certificate';
import { readPlantAuthorities } from './plant-authorities';

/** A revocation made by another process must reach open sessions within a second. */
const LOOK_EVERY_MS = 300;

interface Peer extends CertificateFacts {
  name: string | undefined;
  /** Signed by our own authority, and not by the plant's. */
  ours: boolean;
}

export interface GatewayIdentityOptions {
  authority: Authority;
  db: Pick<Database, 'read' | 'transaction'>;
  bus: Bus;
  clock: Clock;
  log: Logger;
  /** PEM file of the plant's own authorities, whose certificates are accepted beside ours. */
  plantAuthorityFile?: string | undefined;
}

/**
 * Who a certificate is (D5). Judged from memory, which follows the database, so that gateways stay
 * connected while the database is away.
 */
export class GatewayIdentity implements BrokerIdentity, Service {
  readonly name = 'identity';
  readonly #peers = new WeakMap<X509Certificate, Peer>();
  #gateways = new Map<string, { enrolledAt: Instant | null; revokedAt: Instant | null }>();
  #certificates = new Map<string, { gateway: GatewayId; revokedAt: Instant | null }>();
  #fingerprint: string | undefined;
  /** Of the canary's present certificate, which is on nobody's record. */
  #canary: string | undefined;
  /** Fingerprint of the certificate with which each gateway came in last. */
  readonly #presented = new Map<GatewayId, string>();
  #seen = new Map<string, { gateway: GatewayId; certificate: CertificateFacts; at: Instant }>();

  constructor(private readonly options: GatewayIdentityOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.refresh();
        await this.#writeSeen();
      } catch (error) {
        this.options.log.debug({ err: error }, 'identities wait for the database');
      }
      await this.options.clock.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** Follows the database at once; call it after a change of your own, and before a broker starts. */
  async refresh(): Promise<void> {
    const { db, bus, clock } = this.options;
    const fingerprint = await db.read(readIdentityFingerprint);
    if (fingerprint === this.#fingerprint) return;
    const { gateways, certificates } = await db.read(readIdentities);
    const before = this.#gateways;
    const first = this.#fingerprint === undefined;
    this.#gateways = new Map(gateways.map(({ id, ...standing }) => [id, standing]));
    this.#certificates = new Map(certificates.map(({ fingerprint: key, ...rest }) => [key, rest]));
    this.#fingerprint = fingerprint;
    if (first) return;
    const at = clock.now();
    for (const { id, enrolledAt, revokedAt } of gateways) {
      const was = before.get(id);
      if (revokedAt !== null && (was?.revokedAt ?? null) === null)
        bus.emit('gateway.revoked', { gateway: id, at });
      if (revokedAt === null && enrolledAt !== null && enrolledAt !== was?.enrolledAt) {
        bus.emit('gateway.enrolled', { gateway: id, at });
      }
    }
  }

  /** Lets the canary in with that certificate (PEM) from now on, and with no other. */
  admitCanary(certificate: string): void {
    this.#canary = factsOf(new X509Certificate(certificate)).fingerprint;
  }

  check(certificate: X509Certificate, now: Instant): Verdict {
    const peer = this.#peer(certificate);
    const { name } = peer;
    if (name === undefined || !isGatewayId(name)) {
      return refuse('invalid-name', undefined, `common name "${(name ?? 'none').slice(0, 100)}"`);
    }
    if (now > peer.notAfter) return refuse('certificate-expired', name, 'its certificate has ended');
    if (name === CANARY) {
      if (peer.fingerprint !== this.#canary)
        return refuse('unregistered', name, 'not the canary that we made');
      return { accepted: true, gateway: name, notAfter: peer.notAfter };
    }
    const standing = this.#gateways.get(name);
    if (standing === undefined) return refuse('unregistered', name, 'no gateway of that name');
    if (standing.revokedAt !== null) return refuse('gateway-revoked', name, 'the gateway was revoked');
    const known = this.#certificates.get(peer.fingerprint);
    if (known === undefined) {
      // What our authority signs is on record before it is handed out; anything else was not ours to sign.
      if (peer.ours) return refuse('unregistered', name, 'its certificate is not on record');
    } else if (known.gateway !== name || known.revokedAt !== null) {
      return refuse('certificate-revoked', name, `certificate ${peer.serial} was revoked`);
    }
    return { accepted: true, gateway: name, notAfter: peer.notAfter };
  }

  met(gateway: GatewayId, certificate: X509Certificate, now: Instant): void {
    if (gateway === CANARY) return;
    const { fingerprint, serial, issuer, notBefore, notAfter } = this.#peer(certificate);
    const facts = { fingerprint, serial, issuer, notBefore, notAfter };
    this.#presented.set(gateway, fingerprint);
    this.#seen.set(fingerprint, { gateway, certificate: facts, at: now });
  }

  /** SHA-256 of the certificate with which a gateway came in last; only the last one can be connected. */
  presentedBy(gateway: GatewayId): string | undefined {
    return this.#presented.get(gateway);
  }

  async tlsMaterial(now: Instant): Promise<TlsMaterial> {
    const { authority, plantAuthorityFile } = this.options;
    const { certificatePem, keyPem } = await authority.brokerCertificate(now);
    const plants = plantAuthorityFile === undefined ? [] : await readPlantAuthorities(plantAuthorityFile);
    return { certificate: certificatePem, key: keyPem, clientAuthorities: [authority.caPem, ...plants] };
  }

  #peer(certificate: X509Certificate): Peer {
    const known = this.#peers.get(certificate);
    if (known !== undefined) return known;
    const peer = {
      ...factsOf(certificate),
      name: commonNameOf(certificate),
      ours: this.options.authority.signed(certificate),
    };
    this.#peers.set(certificate, peer);
    return peer;
  }

  async #writeSeen(): Promise<void> {
    if (this.#seen.size === 0) return;
    const seen = this.#seen;
    this.#seen = new Map();
    try {
      await this.options.db.transaction((tx) => recordSeen(tx, [...seen.values()]));
    } catch (error) {
      this.#seen = new Map([...seen, ...this.#seen]);
      throw error;
    }
  }
}

const refuse = (kind: RefusalKind, subject: string | undefined, detail: string): Verdict => ({
  accepted: false,
  kind,
  subject,
  detail,
});
