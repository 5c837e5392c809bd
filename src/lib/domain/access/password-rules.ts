import { COMMON_WORDS, LOOKALIKES } from './common-words';

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/** Letters that must be left once everything guessable is taken out. */
const ENOUGH_LEFT = 5;

const LONGEST_FIRST = [...COMMON_WORDS].sort((a, b) => b.length - a.length);

/**
 * Why a password is too weak, in words for the person who chose it, or `undefined` when it will do. Length
 * and what others would try first count; there is no rule about kinds of characters (NIST SP 800-63B).
 *
 * @param own the person's sign-in name and display name, which must not make up the password either
 */
export function passwordWeakness(password: string, own: readonly string[] = []): string | undefined {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH.min) return `Use at least ${PASSWORD_LENGTH.min} characters.`;
  if (length > PASSWORD_LENGTH.max) return `Use at most ${PASSWORD_LENGTH.max} characters.`;
  if (leftover(password.toLowerCase(), own).length >= ENOUGH_LEFT) return undefined;
  return 'This is among the first that would be guessed: common words, names, rows of keys or repeats. Use several unrelated words.';
}

/** What remains after own names, common words (also with digits for letters), rows and repeats are gone. */
function leftover(text: string, own: readonly string[]): string {
  const names = own
    .flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((part) => part.length > 2);
  const letters = [...text];
  const readings = [text, letters.map((letter) => LOOKALIKES[letter] ?? letter).join('')];
  const kept = [...text].map(() => true);
  for (const word of [...names, ...LONGEST_FIRST]) {
    for (const reading of readings) {
      for (let at = reading.indexOf(word); at >= 0; at = reading.indexOf(word, at + 1)) {
        kept.fill(false, [...reading.slice(0, at)].length, [...reading.slice(0, at + word.length)].length);
      }
    }
  }
  const rest = letters.map((letter, i) => (kept[i] ? letter : ' ')).join('');
  return withoutRepeats(withoutRows(rest).replace(/[^\p{L}\p{N}]+/gu, ''));
}

/** Takes out runs of three and more neighbours in the character set, such as 12345, cba or 2222. */
function withoutRows(text: string): string {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const kept: string[] = [];
  for (let i = 0; i < codes.length;) {
    const step = (codes[i + 1] ?? NaN) - (codes[i] ?? NaN);
    let end = i + 1;
    while (Math.abs(step) <= 1 && (codes[end] ?? NaN) - (codes[end - 1] ?? NaN) === step) end += 1;
    if (end - i >= 3) i = end;
    else kept.push(String.fromCodePoint(codes[i++] ?? 0));
  }
  return kept.join('');
}

/** A text that is one short part over and over counts as that part once. */
function withoutRepeats(text: string): string {
  for (let period = 1; period <= text.length / 2; period++) {
    const part = text.slice(0, period);
    if (part.repeat(Math.ceil(text.length / period)).slice(0, text.length) === text) return part;
  }
  return text;
}
