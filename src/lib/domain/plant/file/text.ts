import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { InputIssue } from '../../errors';

/** Larger than any plant needs: 20,000 drives take about 2 MiB. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 32;

export type Path = readonly (string | number)[];

/** A YAML or JSON text as plain values, and the way back from a path to its place in the text. */
export interface PlainText {
  value: unknown;
  issues: readonly InputIssue[];
  /** An issue at a path, with line and column from 1; of the nearest parent when the path does not exist. */
  issueAt(path: Path, message: string): InputIssue;
}

/**
 * Fields whose value is text even when it looks like a number: 1.10 as a firmware version is not 1.1, and a
 * serial number keeps its leading zeros.
 */
const TEXT_FIELDS: ReadonlySet<string> = new Set(
  'id name model firmware serial line entity type protocol interval endOfService'.split(' '),
);

/**
 * Reads YAML or JSON without trusting it: every key once, no anchors or aliases (they let a small text
 * become a huge one), limited depth and size, and only plain values.
 */
export function readPlainText(text: string): PlainText {
  if (new TextEncoder().encode(text).length > MAX_FILE_BYTES) {
    return unreadable('is larger than 8 MiB');
  }
  const lines = new LineCounter();
  // Duplicate keys are found below in linear time; the parser's own check is quadratic.
  const document = parseDocument(jsonTabsAsSpaces(text), {
    lineCounter: lines,
    uniqueKeys: false,
    prettyErrors: false,
  });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const reported = [...document.errors, ...document.warnings];
  if (reported.length > 0) {
    return {
      ...unreadable(''),
      issues: reported.map((e) => ({ path: '', message: firstLine(e.message), ...place(e.pos[0]) })),
    };
  }
  const found: InputIssue[] = [];
  const report = (path: Path, offset: number, message: string) =>
    found.push({ path: path.join('.'), message, ...place(offset) });
  const value = toPlain(document.contents, [], report);
  return {
    value,
    issues: found,
    issueAt: (path, message) => ({ path: path.join('.'), message, ...place(offsetOf(document, path)) }),
  };
}

const unreadable = (message: string): PlainText => ({
  value: undefined,
  issues: [{ path: '', message }],
  issueAt: (path, at) => ({ path: path.join('.'), message: at }),
});

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message;

/** JSON may be indented by tabs, YAML may not. No tab lies within a JSON string, so columns stay right. */
function jsonTabsAsSpaces(text: string): string {
  if (!/^\s*\{/.test(text) || !text.includes('\t')) return text;
  try {
    JSON.parse(text);
    return text.replaceAll('\t', ' ');
  } catch {
    return text;
  }
}

type Report = (path: Path, offset: number, message: string) => void;
const start = (node: { range?: readonly number[] | null | undefined }): number => node.range?.[0] ?? 0;

function toPlain(node: unknown, path: Path, report: Report): unknown {
  if (node === null || node === undefined) return null;
  if (path.length > MAX_DEPTH) return report(path, isNode(node) ? start(node) : 0, 'is nested too deeply');
  if (isSeq(node)) return node.items.map((item, i) => toPlain(item, [...path, i], report));
  if (isMap(node)) {
    const entries = new Map<string, unknown>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? (key.source ?? String(key.value)) : undefined;
      if (name === undefined || !isScalar(key)) {
        report(path, start(node), 'has a key that is no plain name');
      } else if (entries.has(name)) {
        report([...path, name], start(key), 'is written twice');
      } else {
        entries.set(name, toPlain(value, [...path, name], report));
      }
    }
    return Object.fromEntries(entries);
  }
  if (isAlias(node)) {
    return report(path, start(node), 'is an alias (*); put what drives share into driveTypes instead');
  }
  if (!isScalar(node)) return report(path, 0, 'cannot be read');
  const field = path.at(-1);
  const isText = typeof field === 'string' && TEXT_FIELDS.has(field);
  const isPlainWord = node.type === 'PLAIN' && typeof node.value !== 'string' && node.value !== null;
  return isText && isPlainWord ? (node.source ?? node.value) : node.value;
}

/** Where a path begins: its key when it ends in one, else its value, else the nearest parent's. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => isScalar(key) && (key.source ?? String(key.value)) === String(step),
      );
      if (pair === undefined) return offset;
      offset = isScalar(pair.key) ? start(pair.key) : offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (!isMap(node) && !isSeq(node) && !isScalar(node)) return offset;
      offset = start(node);
    } else return offset;
  }
  return offset;
}
