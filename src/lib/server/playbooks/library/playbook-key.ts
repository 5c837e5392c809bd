import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  type KeyObject,
} from 'node:crypto';
import { join } from 'node:path';
import type { Playbook, Signature } from '../../../domain/playbooks/cacao/model';
import { signingText, type SignatureDraft } from '../../../domain/playbooks/cacao/signature';
import { createPrivateFile, ensurePrivateDirectory, readIfPresent } from '../../storage/private-files';
import { PLAYBOOK_CRYPTO } from './playbook-crypto';

/** The private key, for us alone. */
export const PLAYBOOK_KEY_FILE = 'playbook-signing-key.pem';

/** The key by which this plant signs versions of playbooks that were approved (Ed25519), in the keys directory. */
export class PlaybookKey {
  /** As signatures carry it: PEM without head and foot. */
  readonly publicKey: string;
  readonly fingerprint: string;

  private constructor(
    private readonly key: KeyObject,
    readonly path: string,
  ) {
    const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
    this.publicKey = der.toString('base64');
    this.fingerprint = hash('sha256', der, 'hex');
  }

  /** Opens the key in `directory`, or makes it there. */
  static async open(directory: string): Promise<PlaybookKey> {
    await ensurePrivateDirectory(directory);
    const path = join(directory, PLAYBOOK_KEY_FILE);
    if ((await readIfPresent(path)) === undefined) {
      const { privateKey } = generateKeyPairSync('ed25519');
      await createPrivateFile(path, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    }
    const pem = await readIfPresent(path);
    if (pem === undefined) throw new Error(`${path} went away while it was being read`);
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519')
      throw new Error(`${path} holds no Ed25519 key; restore it from a backup`);
    return new PlaybookKey(key, path);
  }

  /** Signs a playbook as it stands. */
  sign(
    playbook: Playbook,
    draft: Omit<SignatureDraft, 'public_key' | 'algorithm' | 'hash_algorithm'>,
  ): Signature {
    const whole: SignatureDraft = {
      ...draft,
      hash_algorithm: 'sha-256',
      algorithm: 'Ed25519',
      public_key: this.publicKey,
    };
    const digest = PLAYBOOK_CRYPTO.digest('sha-256', signingText(playbook, whole));
    return { ...whole, value: sign(null, Buffer.from(digest, 'utf8'), this.key).toString('base64url') };
  }
}
