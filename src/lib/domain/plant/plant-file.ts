import { Document, isPair, isScalar, visit } from 'yaml';
import { z } from 'zod';
import type { InputIssue } from '../errors';
import { checkPlantFile } from './file/check';
import { plantFile, type PlantFile } from './file/schema';
import { readPlainText, type Path } from './file/text';

/** A file that may be imported, or everything that is wrong with it, at most `MAX_ISSUES`. */
export type ParsedPlantFile =
  | { ok: true; file: PlantFile; warnings: readonly InputIssue[] }
  | { ok: false; issues: readonly InputIssue[] };

const MAX_ISSUES = 100;

/** Reads and checks a plant file in YAML or JSON. Issues carry path, line and column; it never throws. */
export function parsePlantFile(text: string): ParsedPlantFile {
  const plain = readPlainText(text);
  if (plain.issues.length > 0) return failed(plain.issues);
  const parsed = plantFile.safeParse(plain.value, { error: wording });
  if (!parsed.success) {
    return failed(
      parsed.error.issues.flatMap(spread).map(({ path, message }) => plain.issueAt(path, message)),
    );
  }
  const { errors, warnings } = checkPlantFile(parsed.data);
  const placed = (findings: typeof errors) =>
    findings.slice(0, MAX_ISSUES).map(({ path, message }) => plain.issueAt(path, message));
  if (errors.length > 0) return failed(placed(errors));
  return { ok: true, file: parsed.data, warnings: placed(warnings) };
}

/** The plant file's JSON Schema (draft 2020-12), for editors and other people's programs. */
export function plantFileJsonSchema(): Record<string, unknown> {
  return { title: 'Zonewatch plant file', ...z.toJSONSchema(plantFile, { io: 'input' }) };
}

/** A plant file as YAML that reads back as the same file; a drive without nested data is one line. */
export function writePlantFile(file: PlantFile): string {
  const document = new Document(file, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_, node) {
      const values = node.items.map((item) => (isPair(item) ? item.value : item));
      if (values.every((value) => isScalar(value))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function failed(issues: readonly InputIssue[]): ParsedPlantFile {
  if (issues.length <= MAX_ISSUES) return { ok: false, issues };
  const rest = { path: '', message: `and ${issues.length - MAX_ISSUES} more` };
  return { ok: false, issues: [...issues.slice(0, MAX_ISSUES), rest] };
}

/** One issue per unknown field, at the field. */
function spread(issue: z.core.$ZodIssue): { path: Path; message: string }[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key], message: 'is no field of a plant file here' }));
}

/** Short sentences that go on after the path; fields with words of their own keep them. */
function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return 'is missing';
      if (issue.expected === 'string') return 'must be text; write it in quotes';
      return `must be ${AS_WORDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return undefined;
  }
}

const unitOf = (origin: string): string => ({ string: ' characters long', array: ' entries' })[origin] ?? '';

const AS_WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a group of fields',
  record: 'a group of fields',
};
