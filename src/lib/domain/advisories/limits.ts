import { listIn, objectIn, objectsIn, textIn, type JsonObject } from './json';

/** Documents of real publishers stay far below; the largest of CISA's has half a megabyte. */
export const MOST_ADVISORY_CHARACTERS = 4 * 1_024 * 1_024;
/** Thirty branches below each other, as the schema has it at most, take 60. */
const MOST_DEPTH = 80;
const MOST_VALUES = 300_000;
const MOST_PRODUCTS = 10_000;
const MOST_VULNERABILITIES = 1_000;
const MOST_RELATIONSHIPS = 5_000;
const MOST_GROUPS = 1_000;
/** Products times vulnerabilities, as they stand in status lists. */
const MOST_STATEMENTS = 100_000;
/** The validator library holds every statement against every product: beyond this it takes longer than a second. */
const MOST_COMPARISONS = 200_000_000;

/**
 * Whether a text is more than is read here, in words; undefined when it is not. Looks at characters alone, so that
 * what is deep or endless is turned away before any parser or schema sees it.
 */
export function textLimit(text: string): string | undefined {
  if (text.length > MOST_ADVISORY_CHARACTERS)
    return `It has more than ${MOST_ADVISORY_CHARACTERS / 1_048_576} MiB of text.`;
  let depth = 0;
  let values = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charCodeAt(i);
    if (isInString) {
      if (sign === BACKSLASH) i += 1;
      else if (sign === QUOTE) isInString = false;
    } else if (sign === QUOTE) isInString = true;
    else if (sign === BRACE || sign === BRACKET) {
      depth += 1;
      if (depth > MOST_DEPTH) return `It goes deeper than ${MOST_DEPTH} levels.`;
    } else if (sign === END_BRACE || sign === END_BRACKET) depth -= 1;
    else if (sign === COMMA) {
      values += 1;
      if (values > MOST_VALUES) return `It has more than ${MOST_VALUES} values.`;
    }
  }
  return undefined;
}

const [QUOTE, BACKSLASH, BRACE, END_BRACE, BRACKET, END_BRACKET, COMMA] = [...'"\\{}[],'].map((sign) =>
  sign.charCodeAt(0),
);

/** Whether a CSAF document would take too long to check, or never ends: counts, and products made of themselves. */
export function csafLimit(json: unknown): string | undefined {
  const document = objectIn(json);
  const tree = objectIn(document['product_tree']);
  const vulnerabilities = objectsIn(document['vulnerabilities']);
  const relationships = objectsIn(tree['relationships']);
  const [products, statements] = [productsBelow(tree), statementsOf(vulnerabilities)];
  const counts: [number, number, string][] = [
    [vulnerabilities.length, MOST_VULNERABILITIES, 'vulnerabilities'],
    [relationships.length, MOST_RELATIONSHIPS, 'relationships'],
    [listIn(tree['product_groups']).length, MOST_GROUPS, 'product groups'],
    [products, MOST_PRODUCTS, 'products'],
    [statements, MOST_STATEMENTS, 'statements of products and vulnerabilities'],
    [products * statements, MOST_COMPARISONS, 'products times statements'],
  ];
  for (const [count, most, what] of counts)
    if (count > most) return `It has ${count} ${what}; ${most} are read at most.`;
  const own = productInCircle(relationships);
  return own === undefined ? undefined : `Product “${own}” is made of itself.`;
}

function productsBelow(tree: JsonObject): number {
  let count = listIn(tree['full_product_names']).length;
  const waiting = objectsIn(tree['branches']);
  for (let branch = waiting.pop(); branch !== undefined; branch = waiting.pop()) {
    if (branch['product'] !== undefined) count += 1;
    if (count > MOST_PRODUCTS) break;
    waiting.push(...objectsIn(branch['branches']));
  }
  return count;
}

function statementsOf(vulnerabilities: readonly JsonObject[]): number {
  let count = 0;
  for (const vulnerability of vulnerabilities) {
    for (const ids of Object.values(objectIn(vulnerability['product_status']))) count += listIn(ids).length;
    for (const part of ['remediations', 'scores', 'flags', 'threats'])
      for (const one of objectsIn(vulnerability[part]))
        count += listIn(one['product_ids'] ?? one['products']).length;
  }
  return count;
}

/** The first product whose relationships lead back to itself. */
function productInCircle(relationships: readonly JsonObject[]): string | undefined {
  const parts = new Map<string, string[]>();
  for (const relationship of relationships) {
    const own = textIn(objectIn(relationship['full_product_name'])['product_id']);
    if (own === undefined) continue;
    const of = [relationship['product_reference'], relationship['relates_to_product_reference']].flatMap(
      (id) => textIn(id) ?? [],
    );
    parts.set(own, [...(parts.get(own) ?? []), ...of]);
  }
  const settled = new Set<string>();
  for (const start of parts.keys()) {
    const trail: string[] = [start];
    const open = new Set<string>();
    while (trail.length > 0) {
      const product = trail.at(-1) ?? start;
      if (settled.has(product)) trail.pop();
      else if (open.has(product)) {
        open.delete(product);
        settled.add(product);
        trail.pop();
      } else {
        open.add(product);
        for (const part of parts.get(product) ?? []) {
          if (open.has(part)) return part;
          if (!settled.has(part)) trail.push(part);
        }
      }
    }
  }
  return undefined;
}
