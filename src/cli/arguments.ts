import { parseArgs } from 'node:util';
import { UsageError } from './shell';

type OptionKinds = Readonly<Record<string, 'text' | 'flag'>>;

interface ReadArguments {
  positionals: readonly string[];
  text(option: string): string | undefined;
  flag(option: string): boolean;
}

/**
 * Reads what follows a command: between `least` and `most` words, and options by name. Throws `UsageError`
 * for anything else, so that a misspelt option is never silently ignored.
 */
export function readArguments(
  args: readonly string[],
  { least, most, options = {} }: { least: number; most: number; options?: OptionKinds },
): ReadArguments {
  const kinds = Object.fromEntries(
    Object.entries(options).map(([name, kind]) => [
      name,
      { type: kind === 'flag' ? 'boolean' : 'string' } as const,
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: kinds, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { positionals, values } = parsed;
  if (positionals.length < least) throw new UsageError('Something is missing.');
  if (positionals.length > most) throw new UsageError(`"${positionals[most]}" is one word too many.`);
  return {
    positionals,
    text: (option) => (typeof values[option] === 'string' ? values[option] : undefined),
    flag: (option) => values[option] === true,
  };
}
