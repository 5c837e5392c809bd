import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { DomainError } from '../../../domain/errors';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * The plant's own authorities beside ours, from a PEM file. Throws `input.invalid` when the file holds
 * anything but certificates of authorities: a leaf in it would let one device vouch for itself.
 */
export async function readPlantAuthorities(path: string): Promise<string[]> {
  const texts = (await readFile(path, 'utf8')).match(CERTIFICATE) ?? [];
  if (texts.length === 0) throw invalid(path, 'holds no certificate');
  for (const text of texts) {
    if (!parse(path, text).ca) throw invalid(path, 'holds a certificate that is not an authority');
  }
  return texts;
}

function parse(path: string, text: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch {
    throw invalid(path, 'holds a certificate that cannot be read');
  }
}

const invalid = (path: string, what: string): DomainError =>
  new DomainError('input.invalid', `MQTT_CLIENT_CA: ${path} ${what}`);
