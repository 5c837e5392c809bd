import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leavesOf, plainRoot, proofOver, sha256 } from '../../../../../tests/support/merkle';
import { rawPublicKey, verifySignature } from '../../../server/audit/hashing';
import { fromBase64, toBase64, toHex } from '../bytes';
import { inclusionParts } from '../tree/parts';
import { checkpointText, openCheckpoint, parseCheckpoint } from './checkpoint';
import { checkLogProof, formatLogProof, parseLogProof } from './log-proof';
import { formatNote, isSignedBy, parseNote } from './signed-note';
import { formatVerifierKey, parseVerifierKey, verifierKey, type VerifierKey } from './verifier-key';

const ORIGIN = 'plant7.example/audit';

function keyPair(name = ORIGIN): { key: VerifierKey; privateKey: KeyObject } {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = rawPublicKey(
    createPublicKey(createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }))),
  );
  return { key: verifierKey(sha256, name, publicKey), privateKey };
}

const ours = keyPair();
const theirs = keyPair();

function signed(text: string, { key, privateKey } = ours): string {
  const signature = sign(null, Buffer.from(text), privateKey);
  return formatNote({ text, signatures: [{ name: key.name, keyId: key.id, signature }] });
}

const root = new Uint8Array(plainRoot(leavesOf(5)));
const checkpoint = { origin: ORIGIN, size: 5, root };

describe('a verifier key', () => {
  const KNOWN = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';

  it('is read and written as the standard’s example has it', () => {
    const key = parseVerifierKey(sha256, KNOWN);
    expect(key?.name).toBe('example.com/foo');
    expect(toHex(key?.id ?? new Uint8Array())).toBe('530d903a');
    expect(key && formatVerifierKey(key)).toBe(KNOWN);
  });

  it.each([
    KNOWN.replace('530d903a', '530d903b'),
    KNOWN.replace('example.com/foo', 'example.com/bar'),
    KNOWN.replace('+Aeky', '+Beky'),
    KNOWN.slice(0, -4),
    'example.com/foo',
    '',
  ])('that is not whole and right is none: %s', (text) => {
    expect(parseVerifierKey(sha256, text)).toBeUndefined();
  });
});

describe('a signed note', () => {
  const KNOWN_NOTE =
    'This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n';
  const known = parseVerifierKey(
    sha256,
    'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
  )!;

  it('of the standard is verified, and written again byte for byte', () => {
    const note = parseNote(KNOWN_NOTE)!;
    expect(isSignedBy(note, known, verifySignature)).toBe(true);
    expect(formatNote(note)).toBe(KNOWN_NOTE);
  });

  it('with another text is not verified', () => {
    const note = parseNote(KNOWN_NOTE.replace('example message', 'exemple message'))!;
    expect(isSignedBy(note, known, verifySignature)).toBe(false);
  });

  it('may carry signatures of others, and a wrong one of ours spoils it', () => {
    const text = checkpointText(checkpoint);
    const line = (by: typeof ours, of = text) => ({
      name: by.key.name,
      keyId: by.key.id,
      signature: sign(null, Buffer.from(of), by.privateKey),
    });
    const both = { text, signatures: [line(theirs), line(ours)] };
    expect(isSignedBy(both, ours.key, verifySignature)).toBe(true);
    const spoilt = { text, signatures: [line(ours), line(ours, 'another text\n')] };
    expect(isSignedBy(spoilt, ours.key, verifySignature)).toBe(false);
    expect(isSignedBy({ text, signatures: [line(theirs)] }, ours.key, verifySignature)).toBe(false);
  });

  it.each([
    ['no signature', 'text\n'],
    ['no empty line', `text\n\u2014 ${ORIGIN} AAAAAAAA\n`],
    ['a hyphen in place of the dash', `text\n\n- ${ORIGIN} AAAAAAAA\n`],
    ['no newline at the end', `text\n\n\u2014 ${ORIGIN} AAAAAAAA`],
    ['something behind the signature', `text\n\n\u2014 ${ORIGIN} AAAAAAAA x\n`],
    ['a signature that is no base64', `text\n\n\u2014 ${ORIGIN} AAAA*AAA\n`],
    ['a carriage return', `text\r\n\n\u2014 ${ORIGIN} AAAAAAAA\n`],
  ])('is none with %s', (_what, text) => expect(parseNote(text)).toBeUndefined());
});

describe('a checkpoint', () => {
  it('is what was signed, and nothing that anybody else signed or changed', () => {
    const note = signed(checkpointText(checkpoint));
    expect(openCheckpoint(note, ours.key, verifySignature)).toEqual({ ...checkpoint, root });
    expect(openCheckpoint(note, theirs.key, verifySignature)).toBeUndefined();
    expect(openCheckpoint(note.replace('\n5\n', '\n6\n'), ours.key, verifySignature)).toBeUndefined();
    expect(
      openCheckpoint(signed(checkpointText(checkpoint), theirs), ours.key, verifySignature),
    ).toBeUndefined();
  });

  it('of another log, though signed by the key, is not believed', () => {
    const note = signed(checkpointText({ ...checkpoint, origin: 'plant8.example/audit' }));
    expect(openCheckpoint(note, ours.key, verifySignature)).toBeUndefined();
  });

  it.each(['05', '-1', '5.0', '1e3', '', '99999999999999999999'])('has no size such as %s', (size) => {
    expect(parseCheckpoint(`${ORIGIN}\n${size}\n${toBase64(root)}\n`)).toBeUndefined();
  });

  it('has a root of 32 bytes', () => {
    expect(parseCheckpoint(`${ORIGIN}\n5\n${toBase64(root.slice(1))}\n`)).toBeUndefined();
    expect(parseCheckpoint(`${ORIGIN}\n5\n${toBase64(root)}\nan extension\n`)?.size).toBe(5);
  });
});

describe('a proof as text', () => {
  const leaves = leavesOf(5);
  const path = proofOver(leaves, inclusionParts(3, 5));
  const text = formatLogProof({ index: 3, path, checkpoint: signed(checkpointText(checkpoint)) });
  const judges = { sha256, verify: verifySignature };

  it('begins with the name of its form, the number and the path', () => {
    expect(text.split('\n').slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 3']);
    expect(text.split('\n\n')).toHaveLength(3);
  });

  it('proves its entry and no other', () => {
    const proof = parseLogProof(text)!;
    expect(checkLogProof(proof, leaves[3]!, ours.key, judges)?.size).toBe(5);
    expect(checkLogProof(proof, leaves[2]!, ours.key, judges)).toBeUndefined();
    expect(checkLogProof({ ...proof, index: 2 }, leaves[3]!, ours.key, judges)).toBeUndefined();
    expect(checkLogProof(proof, leaves[3]!, theirs.key, judges)).toBeUndefined();
  });

  it('may carry extra data that it does not prove', () => {
    const more = text.replace('index 3', `extra ${toBase64(new TextEncoder().encode('x'))}\nindex 3`);
    expect(parseLogProof(more)?.index).toBe(3);
  });

  it.each([
    ['another form', text.replace('@v1', '@v2')],
    ['no number', text.replace('index 3', 'index x')],
    ['a path of other hashes', text.replace('index 3\n', 'index 3\nAAAA\n')],
    ['no checkpoint', text.slice(0, text.indexOf('\n\n'))],
  ])('is none with %s', (_what, given) => expect(parseLogProof(given)).toBeUndefined());
});

it('base64 and back is the same, and nothing else is read', () => {
  const roundTrip = fc.property(
    fc.uint8Array({ maxLength: 80 }),
    (bytes) => toHex(fromBase64(toBase64(bytes))!) === toHex(bytes),
  );
  expect(fc.check(roundTrip)).toMatchObject({ failed: false });
  for (const text of ['A', 'AA', 'AA=', 'AB==', 'A===', 'AA==\n', 'AA-_'])
    expect(fromBase64(text)).toBeUndefined();
});
