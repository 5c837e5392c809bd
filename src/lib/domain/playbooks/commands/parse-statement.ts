import { VARIABLE_NAME } from './command-types';
import { readClaim } from './parse-claim';
import { MOST_STATEMENTS, type Statement } from './statement';
import { TokenReader } from './token-reader';
import { StatementFault, tokensOf } from './tokens';

export type ParsedStatement =
  | { readonly statement: Statement }
  /** What is wrong, and at which character from 0. */
  | { readonly fault: string; readonly at: number };

/** Reads one statement; see statement.ts for the grammar. Never throws. */
export function parseStatement(text: string): ParsedStatement {
  try {
    const reader = new TokenReader(tokensOf(text), text.length);
    const claim = readClaim(reader);
    const holdsFor = reader.takes('for') ? reader.time() : undefined;
    const into = reader.takes('into')
      ? reader.word('a variable such as __found__', (word) => VARIABLE_NAME.test(word))
      : undefined;
    reader.finish();
    return { statement: { claim, holdsFor, into } };
  } catch (error) {
    if (error instanceof StatementFault) return { fault: error.message, at: error.at };
    throw error;
  }
}

export interface CheckLine {
  readonly text: string;
  readonly statement: Statement;
}

/**
 * Reads the statements of a check, one per line; empty lines are passed over. Never throws. A fault is one
 * sentence with its line, for people.
 */
export function parseCheck(
  text: string,
): { readonly lines: readonly CheckLine[] } | { readonly fault: string } {
  const written = text.split(/\r?\n/).map((line) => line.trim());
  const lines: CheckLine[] = [];
  for (const [i, line] of written.entries()) {
    if (line === '') continue;
    if (lines.length === MOST_STATEMENTS) return { fault: `has more than ${MOST_STATEMENTS} statements` };
    const parsed = parseStatement(line);
    if ('fault' in parsed) {
      return { fault: `line ${i + 1}, character ${parsed.at + 1}: ${parsed.fault}` };
    }
    lines.push({ text: line, statement: parsed.statement });
  }
  return lines.length === 0 ? { fault: 'has no statement' } : { lines };
}
