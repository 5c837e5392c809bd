import type { EventTypeId } from './catalogue';
import type { Finding, FindingField } from './finding';
import { keyOf } from './key';
import type { EventSeverity } from './severity';
import { MAX_FIELD, MAX_TEXT, visibleText } from './visible-text';

/** What a parser has understood, before it is made fit to be kept and shown. */
export interface FoundFields {
  readonly [name: string]: FindingField | undefined;
}

interface Extras {
  severity?: EventSeverity | undefined;
  ends?: boolean;
}

/** A finding with visible, bounded text and the key of its type. Fields that are `undefined` or empty are left out. */
export function finding(
  source: string,
  type: EventTypeId,
  text: string,
  found: FoundFields,
  { severity, ends = false }: Extras = {},
): Finding {
  const fields: Record<string, FindingField> = {};
  for (const [name, value] of Object.entries(found)) {
    const kept = typeof value === 'string' ? visibleText(value, MAX_FIELD) : value;
    if (kept !== undefined && kept !== '' && !(typeof kept === 'number' && !Number.isFinite(kept))) {
      fields[name] = kept;
    }
  }
  return {
    type,
    fields,
    text: visibleText(text, MAX_TEXT),
    ...(severity === undefined ? {} : { severity }),
    key: keyOf(type, fields),
    source,
    ends,
  };
}
