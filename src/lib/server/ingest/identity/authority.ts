import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { DAY_MS, type Instant } from '../../../domain/time';
import type { KeyedCertificate, Signer } from './certificate-maker';
import {
  createPrivateFile,
  ensurePrivateDirectory,
  readIfPresent,
  replacePrivateFile,
} from '../../storage/private-files';

const AUTHORITY_LIFE_MS = 3_653 * DAY_MS;
const BROKER_LIFE_MS = 90 * DAY_MS;
/** A certificate is renewed when this share of its life has passed. */
const RENEW_AT = 2 / 3;

/** Key and certificate lie in one file, so that neither can be there without the other. */
const AUTHORITY_FILE = 'gateway-authority.pem';
/** The certificate alone, to hand to gateways. */
const AUTHORITY_CERTIFICATE_FILE = 'gateway-ca.pem';
const BROKER_FILE = 'broker.pem';

/** Loaded when something is to be signed: its library takes as long as a fifth of a start. */
const certificateMaker = () => import('./certificate-maker');

/**
 * The plant's own certificate authority: EC P-256, made at the first start, kept in the keys directory
 * (0700, files 0600). It signs gateways' certificates and the broker's own.
 */
export class Authority {
  readonly caPem: string;
  #signer: Promise<Signer> | undefined;

  private constructor(
    private readonly directory: string,
    private readonly own: KeyedCertificate,
    private readonly brokerNames: readonly string[],
  ) {
    this.caPem = own.certificatePem;
  }

  /**
   * Opens the authority in `directory`, or makes it there. `brokerHost` is the address gateways dial; it
   * goes into the broker's certificate beside this machine's own names.
   */
  static async open(directory: string, brokerHost: string, now: Instant): Promise<Authority> {
    await ensurePrivateDirectory(directory);
    const path = join(directory, AUTHORITY_FILE);
    if ((await readIfPresent(path)) === undefined) {
      const { makeAuthority } = await certificateMaker();
      const made = await makeAuthority('Zonewatch gateway authority', now, now + AUTHORITY_LIFE_MS);
      await createPrivateFile(path, made.keyPem + made.certificatePem);
    }
    const own = split(await readIfPresent(path), path);
    assertPair(own, path);
    const copy = join(directory, AUTHORITY_CERTIFICATE_FILE);
    if ((await readIfPresent(copy)) !== own.certificatePem)
      await replacePrivateFile(copy, own.certificatePem);
    return new Authority(directory, own, namesFor(brokerHost));
  }

  /** Signs a gateway's certificate for a public key (SubjectPublicKeyInfo, DER). */
  async issueClient(name: string, publicKey: ArrayBuffer, now: Instant, notAfter: Instant): Promise<string> {
    const { signLeaf } = await certificateMaker();
    return signLeaf(await this.#openSigner(), { name, publicKey, now, notAfter, usage: 'client' });
  }

  /**
   * The broker's own certificate: the kept one, or a new one when two thirds of its life are over, when
   * the names it must carry have changed, or when another authority signed it.
   */
  async brokerCertificate(now: Instant): Promise<KeyedCertificate> {
    const path = join(this.directory, BROKER_FILE);
    const kept = await readIfPresent(path);
    if (kept !== undefined) {
      const parts = split(kept, path);
      if (this.#stillGood(parts.certificatePem, now)) return parts;
    }
    const { newKeyPair, signLeaf } = await certificateMaker();
    const { publicKey, keyPem } = await newKeyPair();
    const certificatePem = await signLeaf(await this.#openSigner(), {
      name: this.brokerNames[0] ?? 'localhost',
      publicKey,
      now,
      notAfter: now + BROKER_LIFE_MS,
      usage: 'server',
      alternativeNames: this.brokerNames.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
    });
    await replacePrivateFile(path, keyPem + certificatePem);
    return { certificatePem, keyPem };
  }

  /** Whether our authority signed this certificate. */
  signed(certificate: X509Certificate): boolean {
    const ours = new X509Certificate(this.caPem);
    return certificate.checkIssued(ours) && certificate.verify(ours.publicKey);
  }

  async #openSigner(): Promise<Signer> {
    const { openSigner } = await certificateMaker();
    return (this.#signer ??= openSigner(this.own));
  }

  #stillGood(pem: string, now: Instant): boolean {
    const certificate = new X509Certificate(pem);
    const from = Date.parse(certificate.validFrom);
    const life = Date.parse(certificate.validTo) - from;
    return (
      now >= from &&
      now < from + life * RENEW_AT &&
      this.signed(certificate) &&
      this.brokerNames.every((name) =>
        isIP(name) ? certificate.checkIP(name) !== undefined : certificate.checkHost(name) !== undefined,
      )
    );
  }
}

function namesFor(brokerHost: string): string[] {
  const unspecified = brokerHost === '0.0.0.0' || brokerHost === '::';
  const given = unspecified ? [] : [brokerHost.toLowerCase()];
  const own = hostname().toLowerCase();
  const machine = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(own) ? [own] : [];
  return [...new Set(['localhost', '127.0.0.1', '::1', ...given, ...machine])];
}

function assertPair({ certificatePem, keyPem }: KeyedCertificate, path: string): void {
  if (new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem))) return;
  throw new Error(`${path} holds a private key of another certificate; restore it from a backup`);
}

function split(text: string | undefined, path: string): KeyedCertificate {
  const key = text?.match(/-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----\n?/)?.[0];
  const certificate = text?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/)?.[0];
  if (key === undefined || certificate === undefined) {
    throw new Error(`${path} does not hold a private key and a certificate; restore it from a backup`);
  }
  return { keyPem: key, certificatePem: certificate };
}
