import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { randomBytes, webcrypto } from 'node:crypto';
import type { Instant } from '../../../domain/time';

x509.cryptoProvider.set(webcrypto as Crypto);

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' } as const;
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
/** A certificate is valid a little before it is made, for clocks that run behind. */
const BACKDATED_MS = 5 * 60_000;

/** A key pair with its certificate; `keyPem` is PKCS #8. */
export interface KeyedCertificate {
  certificatePem: string;
  keyPem: string;
}

/** What signs: our authority's certificate and its private key. */
export interface Signer {
  certificate: x509.X509Certificate;
  privateKey: CryptoKey;
}

interface Leaf {
  name: string;
  /** SubjectPublicKeyInfo, DER. */
  publicKey: ArrayBuffer;
  notAfter: Instant;
  now: Instant;
  usage: 'client' | 'server';
  /** Only for servers: DNS names and addresses. */
  alternativeNames?: readonly { type: 'dns' | 'ip'; value: string }[];
}

/** A self-signed authority on P-256 that may sign leaves only. */
export async function makeAuthority(
  name: string,
  now: Instant,
  notAfter: Instant,
): Promise<KeyedCertificate> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: [name] }],
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(notAfter),
    signingAlgorithm: SIGNING,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: pem(certificate), keyPem: await privateKeyPem(keys.privateKey) };
}

export async function openSigner({ certificatePem, keyPem }: KeyedCertificate): Promise<Signer> {
  const der = x509.PemConverter.decodeFirst(keyPem);
  return {
    certificate: new x509.X509Certificate(certificatePem),
    privateKey: await webcrypto.subtle.importKey('pkcs8', der, P256, false, ['sign']),
  };
}

/**
 * Signs one leaf certificate. Its whole content is ours: nothing that a request asked for is taken over
 * but the public key.
 */
export async function signLeaf(signer: Signer, leaf: Leaf): Promise<string> {
  const extensions: x509.Extension[] = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([leaf.usage === 'client' ? CLIENT_AUTH : SERVER_AUTH]),
    await x509.AuthorityKeyIdentifierExtension.create(signer.certificate),
  ];
  const names = leaf.alternativeNames ?? [];
  if (names.length > 0) extensions.push(new x509.SubjectAlternativeNameExtension([...names]));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(),
    subject: [{ CN: [leaf.name] }],
    issuer: signer.certificate.subjectName.toJSON(),
    notBefore: new Date(leaf.now - BACKDATED_MS),
    notAfter: new Date(leaf.notAfter),
    signingAlgorithm: SIGNING,
    publicKey: leaf.publicKey,
    signingKey: signer.privateKey,
    extensions,
  });
  return pem(certificate);
}

/** A fresh P-256 pair: its public half as DER, its private half as PEM. */
export async function newKeyPair(): Promise<{ publicKey: ArrayBuffer; keyPem: string }> {
  const keys = await newKeys();
  return {
    publicKey: await webcrypto.subtle.exportKey('spki', keys.publicKey),
    keyPem: await privateKeyPem(keys.privateKey),
  };
}

const newKeys = (): Promise<CryptoKeyPair> =>
  webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;

/** 127 random bits, positive, as RFC 5280 section 4.1.2.2 wants. */
function newSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;

const privateKeyPem = async (key: CryptoKey): Promise<string> =>
  `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;
