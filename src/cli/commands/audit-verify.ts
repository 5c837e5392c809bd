import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { ExportCheck, type ExportVerdict } from '../../lib/domain/audit/check-export';
import {
  formatVerifierKey,
  parseVerifierKey,
  type VerifierKey,
} from '../../lib/domain/audit/note/verifier-key';
import { sha256, verifySignature } from '../../lib/server/audit/hashing';
import { fingerprintOf } from '../../lib/server/audit/signing-key';
import { verifyInstallation } from '../../lib/server/audit/verify-installation';
import { readArguments } from '../arguments';
import { auditPlaces } from '../audit-places';
import { withInstallation } from '../installation';
import { EXIT, UsageError, type CliCommand, type ExitCode, type Shell } from '../shell';

/** More faults than this say nothing new. */
const MOST_TOLD = 20;

/** Said with every good result: what no verification of one installation can see. */
const UNSEEN =
  'Not seen by this: what was never written down; a lie when it was written; entries that were changed before ' +
  'they were signed; a restore of database, keys and checkpoints together, unless a copy is kept elsewhere.';

export const auditVerify: CliCommand = {
  name: 'audit verify',
  usage: '[EXPORT] [--key KEY]',
  summary: 'verify the audit log of this installation, or an export of it, anywhere and without a network',
  run(args, shell) {
    const read = readArguments(args, { least: 0, most: 1, options: { key: 'text' } });
    const [file] = read.positionals;
    const trusted = keyOf(read.text('key'));
    return file === undefined ? verifyHere(shell, trusted) : verifyExport(shell, file, trusted);
  },
};

function keyOf(text: string | undefined): VerifierKey | undefined {
  if (text === undefined) return undefined;
  const key = parseVerifierKey(sha256, text.trim());
  if (key === undefined) throw new UsageError('--key must be a verifier key: name+id+key.');
  return key;
}

async function verifyExport(shell: Shell, file: string, trusted: VerifierKey | undefined): Promise<ExitCode> {
  const check = new ExportCheck({ sha256, verify: verifySignature, trusted });
  const input = createReadStream(resolve(shell.workingDirectory, file), 'utf8');
  // A file that is not there fails here and not in a listener.
  await new Promise<void>((done, fail) => input.once('open', () => done()).once('error', fail));
  for await (const line of createInterface({ input, crlfDelay: Infinity })) check.line(line);
  const verdict = check.verdict();
  tell(
    shell,
    verdict.faults.map(({ line, text }) => `${file}:${line}: ${text}`),
  );
  if (verdict.faults.length > 0) return EXIT.failed;
  shell.print(summaryOf(verdict, trusted !== undefined));
  return EXIT.done;
}

function summaryOf(
  { proven, from, to, complete, checkpoints, last, key }: ExportVerdict,
  isTrusted: boolean,
): string {
  const range = complete
    ? `They are all entries from ${from} to ${to - 1}; none is missing between.`
    : `They are a selection between ${from} and ${to - 1}: that nothing is missing between them is not proven.`;
  return [
    `Verified: ${proven} entries stand unaltered in the log ${last?.origin ?? '-'}.`,
    proven > 0 ? range : '',
    `${checkpoints} checkpoints, each going on from the one before; the last is of ${last?.size ?? 0} entries.`,
    key === undefined ? '' : `Signed by the key ${fingerprintOf(key)}.`,
    isTrusted
      ? ''
      : 'That key came with the export: compare it with the one on the audit page, or give it with --key.',
    UNSEEN,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function verifyHere(shell: Shell, trusted: VerifierKey | undefined): Promise<ExitCode> {
  return withInstallation(shell, async (installation) => {
    const places = auditPlaces(installation);
    const result = await verifyInstallation({ database: installation.host.database, ...places });
    const { faults, unreadable, key, size, signedSize, checkpoints, byOtherKeys } = result;
    const otherKey =
      trusted !== undefined && (key === undefined || formatVerifierKey(key) !== formatVerifierKey(trusted));
    const words = [
      ...faults.map(({ text }) => text),
      ...unreadable.map((text) => `Not read: ${text}`),
      ...(otherKey ? ['The key here is not the one that is trusted.'] : []),
    ];
    tell(shell, words);
    if (words.length > 0) return EXIT.failed;
    shell.print(
      [
        `Verified: all ${size} entries; ${signedSize} of them are signed, in ${checkpoints} checkpoints.`,
        key === undefined
          ? 'Nothing has been signed yet.'
          : `Key ${fingerprintOf(key)}: ${formatVerifierKey(key)}`,
        byOtherKeys === 0
          ? ''
          : `${byOtherKeys} more checkpoints are by an earlier key, and prove nothing by this one.`,
        UNSEEN,
      ]
        .filter((line) => line !== '')
        .join('\n'),
    );
    return EXIT.done;
  });
}

function tell(shell: Shell, faults: readonly string[]): void {
  if (faults.length === 0) return;
  shell.complain(['NOT VERIFIED', ...faults.slice(0, MOST_TOLD).map((text) => `  ${text}`)].join('\n'));
  if (faults.length > MOST_TOLD) shell.complain(`  and ${faults.length - MOST_TOLD} more`);
}
