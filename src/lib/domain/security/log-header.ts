import { Words } from './parsers/words';

/** A line without its header: who wrote it, and what. */
export interface LogMessage {
  /** Without path and process number; '' when the line has no header that says so. */
  program: string;
  text: string;
}

const MONTHS = new Set('Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' '));
const DAYS = new Set('Mon Tue Wed Thu Fri Sat Sun'.split(' '));

/**
 * Takes the header of a line off: BSD syslog (`Nov 20 09:10:01 host prog[1]: `, without year or zone), the same
 * with an ISO time, RFC 5424, OpenWrt's logread (`Fri Nov 20 09:12:40 2026 authpriv.warn prog[1]: `) and
 * fail2ban's own (`2026-11-20 09:12:50,388 prog  [1]: `). Times are not read: what they leave out could only be
 * guessed, and the order of events is that of their arrival. A line without header may still begin with a tag
 * (`sshd[1]: `); it is believed to be one when it `isProgram`, as messages have colons of their own.
 */
export function splitHeader(line: string, isProgram: (name: string) => boolean): LogMessage {
  const words = new Words(withoutPriority(line));
  const first = words.next();
  if (DAYS.has(first)) {
    if (MONTHS.has(words.next()) && isDay(words.next()) && isClock(words.next()) && isYear(words.next())) {
      // Facility and level, such as `authpriv.warn`.
      if (words.next().includes('.')) return tagged(words.rest());
    }
  } else if (MONTHS.has(first)) {
    // Day, time, host.
    if (isDay(words.next()) && isClock(words.next()) && words.next() !== '') return tagged(words.rest());
  } else if (first === '1' && line.startsWith('<')) {
    return afterRfc5424(words);
  } else if (isIsoTime(first)) {
    if (words.next() !== '') return tagged(words.rest());
  } else if (isDate(first) && isClock(words.next())) {
    return spacedTag(words.rest());
  }
  const bare = tagged(line);
  return isProgram(bare.program) ? bare : { program: '', text: line };
}

/** `<34>`: facility and severity, which say nothing that can be relied on. */
function withoutPriority(line: string): string {
  if (!line.startsWith('<')) return line;
  const end = line.indexOf('>');
  return end > 1 && end <= 4 ? line.slice(end + 1) : line;
}

/** Time, host, app name, process, message id, structured data, text. */
function afterRfc5424(words: Words): LogMessage {
  words.next();
  words.next();
  const program = words.next();
  words.next();
  words.next();
  const rest = words.rest();
  const text = rest.startsWith('-') ? rest.slice(1) : rest.slice(endOfStructuredData(rest));
  return { program: programName(program), text: text.trimStart() };
}

/** End of `[id key="value"]…`; a quote within a value is escaped by a backslash. */
function endOfStructuredData(text: string): number {
  let isQuoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (c === '\\' && isQuoted) i += 1;
    else if (c === '"') isQuoted = !isQuoted;
    else if (c === ']' && !isQuoted && text[i + 1] !== '[') return i + 1;
  }
  return 0;
}

/** Longest tag that is believed to be one; a message may have a colon of its own. */
const MAX_TAG = 64;

/** `prog[123]: message` or `prog: message`. */
function tagged(text: string): LogMessage {
  const colon = text.indexOf(': ');
  const end = colon === -1 && text.endsWith(':') ? text.length - 1 : colon;
  if (end <= 0 || end > MAX_TAG) return { program: '', text };
  const tag = text.slice(0, end);
  return isTag(tag) ? { program: programName(tag), text: text.slice(end + 2) } : { program: '', text };
}

/** As `tagged`, where spaces may stand between the name and its process: `fail2ban.actions        [733]: `. */
function spacedTag(text: string): LogMessage {
  const plain = tagged(text);
  if (plain.program !== '') return plain;
  const words = new Words(text);
  const name = words.next();
  const process = words.next();
  return process.startsWith('[') && process.endsWith(']:') && isTag(name)
    ? { program: programName(name), text: words.rest() }
    : plain;
}

const isTag = (tag: string): boolean => /^[A-Za-z/(][\w./@()-]{0,63}(?:\[[\w.-]{1,20}\])?$/.test(tag);

/** `/usr/sbin/sshd[12]` is `sshd`; `(systemd)` is `systemd`. */
export function programName(written: string): string {
  const bracket = written.indexOf('[');
  const path = bracket === -1 ? written : written.slice(0, bracket);
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/[()]/g, '')
    .slice(0, MAX_TAG)
    .toLowerCase();
}

const isDay = (word: string): boolean => /^\d{1,2}$/.test(word);
const isYear = (word: string): boolean => /^\d{4}$/.test(word);
const isDate = (word: string): boolean => /^\d{4}-\d\d-\d\d$/.test(word);
const isClock = (word: string): boolean => /^\d\d:\d\d:\d\d(?:[.,]\d{1,9})?$/.test(word);
const isIsoTime = (word: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S{0,20}$/.test(word);
