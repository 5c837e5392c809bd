import { DomainError } from '../lib/domain/errors';

/** An error in the words of the person at the shell: one sentence, then one line per issue with its place. */
export function complaint(error: unknown, file?: string): string {
  if (!(error instanceof DomainError)) return error instanceof Error ? error.message : String(error);
  const issues = error.issues.map(({ path, message, line, column }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    return `  ${[place, path].filter((part) => part !== '').join(' ')}: ${message}`;
  });
  // Some messages already hold their issues, because they are shown without this list too.
  const told =
    error.issues.length > 0 && error.issues.every(({ message }) => error.message.includes(message));
  return told ? error.message : [error.message, ...issues].join('\n');
}
