import { inflateSync } from 'node:zlib';

/** Glyphs of one font as text. */
type Glyphs = ReadonlyMap<number, string>;

/**
 * The text of a PDF as a browser writes it: every string that its pages show, in their order, joined without spaces.
 * Fonts name their glyphs by number and say in a table of their own which characters these are.
 */
export function pdfText(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const fonts = fontsOf(objects);
  const pages = [...objects.values()].filter(({ text }) => text.includes(' Tf') && /\bBT\b/.test(text));
  return pages.map(({ text }) => shownIn(text, fonts)).join('');
}

interface PdfObject {
  head: string;
  /** Of a stream, unpacked; '' else. */
  text: string;
}

function objectsOf(pdf: Buffer): Map<number, PdfObject> {
  const whole = pdf.toString('latin1');
  const found = new Map<number, PdfObject>();
  for (const { 1: number, index } of whole.matchAll(/(?:^|\n)(\d+) 0 obj\b/g)) {
    const end = whole.indexOf('endobj', index);
    const begin = whole.indexOf('stream', index);
    const isStream = begin !== -1 && begin < end;
    const head = whole.slice(index, isStream ? begin : end);
    found.set(Number(number), { head, text: isStream ? unpacked(pdf, whole, begin, head) : '' });
  }
  return found;
}

function unpacked(pdf: Buffer, whole: string, begin: number, head: string): string {
  const from = whole.indexOf('\n', begin) + 1;
  const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
  const bytes = pdf.subarray(from, from + length);
  if (!head.includes('/FlateDecode')) return bytes.toString('latin1');
  try {
    return inflateSync(bytes).toString('latin1');
  } catch {
    return '';
  }
}

/** By the names that pages give them. */
function fontsOf(objects: ReadonlyMap<number, PdfObject>): ReadonlyMap<string, Glyphs> {
  const fonts = new Map<string, Glyphs>();
  for (const { head } of objects.values()) {
    const named = /\/Font\s*<<([^>]*)>>/.exec(head)?.[1] ?? '';
    for (const [, name = '', number] of named.matchAll(/\/(\w+) (\d+) 0 R/g)) {
      const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(Number(number))?.head ?? '')?.[1];
      fonts.set(name, glyphsOf(objects.get(Number(table))?.text ?? ''));
    }
  }
  return fonts;
}

const hex = (digits: string): number => Number.parseInt(digits, 16);
const characters = (digits: string): string =>
  (digits.match(/.{4}/g) ?? []).map((unit) => String.fromCharCode(hex(unit))).join('');

function glyphsOf(table: string): Glyphs {
  const glyphs = new Map<number, string>();
  for (const [, rows = ''] of table.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', text = ''] of rows.matchAll(/<(\w+)>\s*<(\w+)>/g))
      glyphs.set(hex(glyph), characters(text));
  for (const [, rows = ''] of table.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of rows.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let glyph = hex(from); glyph <= hex(to); glyph += 1)
        glyphs.set(glyph, String.fromCharCode(hex(text) + glyph - hex(from)));
  return glyphs;
}

/** Strings of a page: of two bytes a glyph in hexadecimal digits, under the font that was named last. */
function shownIn(page: string, fonts: ReadonlyMap<string, Glyphs>): string {
  let glyphs: Glyphs = new Map();
  let shown = '';
  for (const [, font, digits] of page.matchAll(/\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>/g)) {
    if (font !== undefined) glyphs = fonts.get(font) ?? new Map();
    else shown += (digits?.match(/.{4}/g) ?? []).map((glyph) => glyphs.get(hex(glyph)) ?? '').join('');
  }
  return shown;
}
