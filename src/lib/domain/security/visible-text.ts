/** Most bytes of a line that are looked at (reference: ingest, section 8). */
export const MAX_LINE_BYTES = 8_192;

/** Most characters of a name that somebody else has chosen: users, hosts, programs. */
export const MAX_NAME = 64;

/** Most characters of any other field. */
export const MAX_FIELD = 200;

/** Most characters of a finding's text. */
export const MAX_TEXT = 400;

/** UTF-8 length of a character; half of a pair is written as U+FFFD. */
const bytesOf = (code: number): number => {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x1_0000 ? 3 : 4;
};

/** The first line of a record, and of that no more than 8 KiB: what comes before any parser. */
export function cutLine(text: string): string {
  let bytes = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.codePointAt(at) ?? 0;
    bytes += bytesOf(code);
    if (code === 0x0a || code === 0x0d || bytes > MAX_LINE_BYTES) return text.slice(0, at);
    at += code < 0x1_0000 ? 1 : 2;
  }
  return text;
}

/** Letters that are not seen, or turn the direction of what follows: a name made of them looks like another. */
const isInvisible = (unit: number): boolean =>
  (unit >= 0x80 && unit <= 0x9f) ||
  unit === 0xad ||
  unit === 0x61c ||
  (unit >= 0x200b && unit <= 0x200f) ||
  (unit >= 0x2028 && unit <= 0x202e) ||
  (unit >= 0x2060 && unit <= 0x206f) ||
  unit === 0xfeff;

function shown(unit: number): string {
  if (unit < 0x20) return String.fromCharCode(0x2400 + unit);
  if (unit === 0x7f) return '\u2421';
  return isInvisible(unit) ? `\\u${unit.toString(16).padStart(4, '0')}` : String.fromCharCode(unit);
}

/**
 * Somebody else's text as text: at most so long, and every character in it visible, so that it can break no
 * line, colour no terminal and hide no letter. Cut first, so that the cost is bounded too.
 */
export function visibleText(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  let result = '';
  for (let i = 0; i < cut.length; i += 1) result += shown(cut.charCodeAt(i));
  return (result.length > most ? result.slice(0, most) : result).toWellFormed();
}
