import { executabilityOf, type Executability } from '../../../domain/playbooks/cacao/executability';
import type { Finding } from '../../../domain/playbooks/cacao/finding';
import type { Playbook, Signature } from '../../../domain/playbooks/cacao/model';
import { verifySignature } from '../../../domain/playbooks/cacao/signature';
import { lintHere } from '../../../domain/playbooks/lint';
import type { VersionRow } from '../../storage/playbook-store';
import { PLAYBOOK_CRYPTO } from './playbook-crypto';

/** Versions kept in memory with what was found in them. */
const KEPT = 300;

/** What a version's content alone tells; the same for ever. */
export interface KnownVersion {
  playbook: Playbook;
  findings: readonly Finding[];
  executability: Executability;
}

/** Reads, lints and verifies each version once: what they are never changes. */
export class KnownVersions {
  readonly #known = new Map<string, KnownVersion>();
  readonly #verified = new WeakMap<Playbook, Map<string, boolean>>();

  /** The version of a row, which was checked when it was taken in. */
  of({
    playbook: id,
    modified,
    sha256,
    body,
  }: Pick<VersionRow, 'playbook' | 'modified' | 'sha256' | 'body'>) {
    const key = `${id} ${modified} ${sha256}`;
    const known = this.#known.get(key) ?? read(body);
    // Taken out and put back, so that the first of the map is what was not asked for the longest.
    this.#known.delete(key);
    this.#known.set(key, known);
    const oldest = this.#known.keys().next().value;
    if (this.#known.size > KEPT && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  /** Whether a signature is of this content and by the key that it names. */
  isValid({ playbook }: KnownVersion, signature: Signature): boolean {
    const verified = this.#verified.get(playbook) ?? new Map<string, boolean>();
    this.#verified.set(playbook, verified);
    const name = JSON.stringify(signature);
    const valid = verified.get(name) ?? verifySignature(playbook, signature, PLAYBOOK_CRYPTO) === 'valid';
    verified.set(name, valid);
    return valid;
  }
}

function read(body: string): KnownVersion {
  const playbook = JSON.parse(body) as Playbook;
  const findings = lintHere(playbook);
  return { playbook, findings, executability: executabilityOf(findings) };
}
