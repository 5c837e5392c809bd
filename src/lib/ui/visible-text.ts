/** A stretch of text, or one sign that would otherwise be invisible or move what stands around it. */
export interface TextPart {
  text: string;
  isMark: boolean;
}

/**
 * What hides in text: control characters, signs that turn the direction of writing or have no width, halves of
 * pairs, separators of lines that nobody types, and letters without a shape. A tab and a line's end are left to
 * the layout.
 */
const HIDDEN =
  /(?![\t\n\r])\p{Cc}|\r(?!\n)|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\u034f|\u17b4|\u17b5|[\u115f\u1160\u3164\uffa0]/gu;

/** Text of which nothing is hidden: what cannot be seen stands as a mark with its name. */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isMark: false });
    parts.push({ text: nameOf(match[0]), isMark: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMark: false });
  return parts;
}

/** The same in one line, for places where marks cannot be set apart. */
export const visibleText = (text: string): string =>
  visibleParts(text.replace(/\s+/g, ' '))
    .map((part) => part.text)
    .join('');

const NAMES: Readonly<Record<number, string>> = {
  0x00: 'NUL',
  0x07: 'BEL',
  0x08: 'BS',
  0x0d: 'CR',
  0x1b: 'ESC',
  0x7f: 'DEL',
};

function nameOf(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  return NAMES[code] ?? `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
