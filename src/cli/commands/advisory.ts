import { CsafChecker } from '../../lib/server/advisories/csaf-check';
import { importAdvisory } from '../../lib/server/advisories/import-advisory';
import { readArguments } from '../arguments';
import { complaint } from '../complaint';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';
import { counted, table } from '../table';
import { readNamedFile } from './plant-check';

const MOST_FILES = 5_000;

const OUTCOMES = {
  new: 'taken in',
  revised: 'newer revision taken in',
  unchanged: 'held already',
  older: 'older than what is held',
} as const;

/** Advisories by file; a running server holds the inventory against what is new within a minute. */
export const advisoryImport: CliCommand = {
  name: 'advisory import',
  usage: 'FILE...',
  summary: 'take in security advisories: CSAF 2.0 documents and CVE records',
  async run(args, shell) {
    const files = readArguments(args, { least: 1, most: MOST_FILES }).positionals;
    const checker = new CsafChecker();
    try {
      return await withInstallation(shell, async ({ act }) => {
        const rows: string[][] = [];
        let refused = 0;
        for (const file of files) {
          try {
            const text = await readNamedFile(file, shell);
            const { outcome, advisory } = await act(importAdvisory(checker), { text });
            rows.push([advisory.document, advisory.revision, OUTCOMES[outcome], advisory.title]);
          } catch (error) {
            refused += 1;
            shell.complain(`${file}: ${complaint(error)}`);
          }
        }
        if (rows.length > 0)
          shell.print(
            table(
              ['ADVISORY', 'REVISION', 'OUTCOME', 'TITLE'],
              rows.map((row) => row.map(plain)),
            ),
          );
        shell.print(`${counted(files.length, 'file')}, ${refused} refused.`);
        return refused === 0 ? EXIT.done : EXIT.failed;
      });
    } finally {
      await checker.close();
    }
  },
};

/** Titles come from whoever wrote them: nothing in them may control the terminal. */
const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 80);
