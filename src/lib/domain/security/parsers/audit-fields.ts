/** Names whose values the kernel writes as hexadecimal digits when they hold anything but plain letters. */
const ENCODED = new Set(['comm', 'exe', 'name', 'acct', 'key', 'cmd', 'path', 'profile']);

const SPACE = 0x20;
const DOUBLE = 0x22;
const SINGLE = 0x27;

/**
 * Reads `key=value key="value" msg='key=value …'` in one pass; of a name that comes twice the first counts.
 * What stands in single quotes belongs to the same record and is read with it. (One regular expression over
 * such a record needs seconds for a line made for it.)
 */
export function auditFields(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const start = skipped(text, at);
    const equals = endOfName(text, start);
    if (text.charCodeAt(equals) !== 0x3d) {
      at = equals + 1;
      continue;
    }
    const name = text.slice(start, equals);
    const first = text.charCodeAt(equals + 1);
    if (first === SINGLE) {
      at = equals + 2;
      continue;
    }
    const isQuoted = first === DOUBLE;
    const end = isQuoted ? endOfQuote(text, equals + 2) : endOfWord(text, equals + 1);
    const raw = text.slice(equals + (isQuoted ? 2 : 1), end);
    if (!fields.has(name)) fields.set(name, isQuoted || !ENCODED.has(name) ? raw : decoded(raw));
    at = end + 1;
  }
  return fields;
}

function skipped(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === SPACE || text.charCodeAt(at) === SINGLE) at += 1;
  return at;
}

/** Up to `=`, or to the end of a word that has none. */
function endOfName(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== 0x3d && text.charCodeAt(at) !== SPACE) at += 1;
  return at;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) !== SPACE && text.charCodeAt(at) !== SINGLE) at += 1;
  return at;
}

function endOfQuote(text: string, from: number): number {
  const end = text.indexOf('"', from);
  return end === -1 ? text.length : end;
}

/** `62617368` is `bash`. Bytes that are no ASCII stay visible as what they are. */
function decoded(raw: string): string {
  if (raw.length < 2 || raw.length % 2 !== 0 || !/^[0-9A-F]+$/.test(raw)) return raw === '(null)' ? '' : raw;
  let text = '';
  for (let i = 0; i < raw.length; i += 2)
    text += String.fromCharCode(Number.parseInt(raw.slice(i, i + 2), 16));
  return text;
}
