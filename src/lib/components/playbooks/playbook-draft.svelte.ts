import type { ActionStep, Identifier, Playbook, Variable } from '$lib/domain/playbooks/cacao/model';
import { outlineOf } from './outline';

/** A text of a playbook that people may change without touching its structure. */
export interface DraftText {
  /** JSON pointer of where it stands. */
  path: string;
  label: string;
  value: string;
  isLong: boolean;
}

/**
 * A new version of a playbook while it is written. The JSON text is what counts; the fields show its texts and
 * variables for as long as it can be read, and change it in place.
 */
export class PlaybookDraft {
  text = $state('');
  /** The text as an object; undefined while it is no JSON. */
  readonly parsed: Playbook | undefined = $derived.by(() => read(this.text));
  readonly texts: readonly DraftText[] = $derived(this.parsed === undefined ? [] : textsOf(this.parsed));
  readonly variables: readonly (readonly [name: string, variable: Variable])[] = $derived(
    Object.entries(this.parsed?.playbook_variables ?? {}),
  );

  /** @param modified time of the new version: `(id, modified)` names it (CACAO 2.0, 3.1) */
  constructor(playbook: Playbook, modified: string) {
    const { signatures: _, ...unsigned } = playbook;
    this.text = written({ ...unsigned, modified });
  }

  /** Puts a text where a JSON pointer says; an empty optional text is taken away. */
  set(path: string, value: string | null): void {
    const { parsed } = this;
    if (parsed === undefined) return;
    const copy = structuredClone(parsed);
    const parts = path
      .slice(1)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    const last = parts.pop();
    let at: unknown = copy;
    for (const part of parts) at = isRecord(at) ? at[part] : undefined;
    if (!isRecord(at) || last === undefined) return;
    if (value === '' && last === 'description') Reflect.deleteProperty(at, last);
    else at[last] = value;
    this.text = written(copy);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Only what the fields need: the server judges the rest. */
const hasWorkflow = (value: unknown): value is Playbook => isRecord(value) && isRecord(value['workflow']);

const written = (playbook: object): string => JSON.stringify(playbook, null, 2);

function read(text: string): Playbook | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return hasWorkflow(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textsOf(playbook: Playbook): DraftText[] {
  const own = [
    { path: '/name', label: 'Name', value: playbook.name, isLong: false },
    { path: '/description', label: 'Description', value: playbook.description ?? '', isLong: true },
  ];
  return [...own, ...rowsOf(playbook).flatMap(({ key, number, step }) => stepTexts(key, number, step))];
}

/** A text that is being written may be no workable playbook for a moment. */
function rowsOf(playbook: Playbook) {
  try {
    return outlineOf(playbook);
  } catch {
    return [];
  }
}

function stepTexts(
  key: Identifier,
  number: number,
  step: { type: string; name?: string; description?: string },
): DraftText[] {
  const at = `/workflow/${key}`;
  const by = 'commands' in step ? (step as ActionStep).commands : [];
  return [
    { path: `${at}/name`, label: `Step ${number}: name`, value: step.name ?? '', isLong: false },
    {
      path: `${at}/description`,
      label: `Step ${number}: description`,
      value: step.description ?? '',
      isLong: true,
    },
    ...by.flatMap(({ type, command }, i) =>
      type === 'manual' && command !== undefined
        ? [
            {
              path: `${at}/commands/${i}/command`,
              label: `Step ${number}: to be done by hand`,
              value: command,
              isLong: true,
            },
          ]
        : [],
    ),
  ];
}
