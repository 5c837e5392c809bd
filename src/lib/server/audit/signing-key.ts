import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { toHex } from '../../domain/audit/bytes';
import { checkpointText, type Checkpoint } from '../../domain/audit/note/checkpoint';
import { formatNote } from '../../domain/audit/note/signed-note';
import { formatVerifierKey, verifierKey, type VerifierKey } from '../../domain/audit/note/verifier-key';
import {
  createPrivateFile,
  ensurePrivateDirectory,
  readIfPresent,
  replacePrivateFile,
} from '../storage/private-files';
import { rawPublicKey, sha256 } from './hashing';

/** The private key, for us alone. */
export const KEY_FILE = 'audit-log-key.pem';
/** What others verify by, to hand out. */
const VERIFIER_FILE = 'audit-log-verifier-key.txt';

/** Name of an installation's audit log, which is also its key's (C2SP: an address without a scheme). */
export const originOf = (installation: string): string => `zonewatch/${installation}/audit`;

/** Short form of a key, for people to compare by telephone. */
export const fingerprintOf = ({ publicKey }: VerifierKey): string =>
  toHex(sha256(publicKey))
    .slice(0, 32)
    .replace(/(.{4})(?=.)/g, '$1 ');

/** Whether a key was made already: whoever finds one must also find what it signed last. */
export const hasSigningKey = async (directory: string): Promise<boolean> =>
  (await readIfPresent(join(directory, KEY_FILE))) !== undefined;

/** The key by which checkpoints are signed (Ed25519), in the keys directory. */
export class SigningKey {
  readonly verifier: VerifierKey;

  private constructor(
    private readonly key: KeyObject,
    readonly origin: string,
  ) {
    this.verifier = verifierKey(sha256, origin, rawPublicKey(createPublicKey(key)));
  }

  /** Opens the key in `directory`, or makes it there. */
  static async open(directory: string, origin: string): Promise<SigningKey> {
    await ensurePrivateDirectory(directory);
    const path = join(directory, KEY_FILE);
    if ((await readIfPresent(path)) === undefined) {
      const { privateKey } = generateKeyPairSync('ed25519');
      await createPrivateFile(path, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
    }
    const opened = await SigningKey.find(directory, origin);
    if (opened === undefined) throw new Error(`${path} went away while it was being read`);
    const copy = join(directory, VERIFIER_FILE);
    const text = `${formatVerifierKey(opened.verifier)}\n`;
    if ((await readIfPresent(copy)) !== text) await replacePrivateFile(copy, text);
    return opened;
  }

  /** Opens the key in `directory`; `undefined` when there is none yet. */
  static async find(directory: string, origin: string): Promise<SigningKey | undefined> {
    const path = join(directory, KEY_FILE);
    const pem = await readIfPresent(path);
    if (pem === undefined) return undefined;
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519')
      throw new Error(`${path} holds no Ed25519 key; restore it from a backup`);
    return new SigningKey(key, origin);
  }

  /** Signs what the log is at a size, as a note. Whether it may be signed is for the caller to know. */
  sign({ size, root }: Omit<Checkpoint, 'origin'>): string {
    const text = checkpointText({ origin: this.origin, size, root });
    const { name, id } = this.verifier;
    const signature = sign(null, Buffer.from(text, 'utf8'), this.key);
    return formatNote({ text, signatures: [{ name, keyId: id, signature }] });
  }
}
