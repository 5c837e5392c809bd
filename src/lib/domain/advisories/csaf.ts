import type {
  AdvisedProduct,
  Advisory,
  Remediation,
  RemediationKind,
  SaidStatus,
  Score,
  Statement,
  Vulnerability,
} from './advisory';
import { groupsOf, idsNamedBy, productsOf } from './csaf-products';
import { scoreOf, vectorInLink } from './cvss';
import { namesFix } from './fix-in-text';
import { instantIn, linkIn, objectIn, objectsIn, textIn, textsIn, type JsonObject } from './json';

const STATUSES: Readonly<Record<string, SaidStatus>> = {
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not-affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  under_investigation: 'under-investigation',
};
const KINDS: Readonly<Record<string, RemediationKind>> = {
  vendor_fix: 'vendor-fix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  none_available: 'none-available',
  no_fix_planned: 'no-fix-planned',
};
const LONGEST_TEXT = 4_000;
const MOST_REMEDIATIONS = 100;

/**
 * Reads a CSAF 2.0 document that was checked before: every vulnerability with what is said of which product. Takes
 * what there is and throws nothing; what is missing is missing in the result.
 */
export function readCsaf(json: unknown): Advisory {
  const document = objectIn(objectIn(json)['document']);
  const tracking = objectIn(document['tracking']);
  const tree = objectIn(objectIn(json)['product_tree']);
  const publisher = textIn(objectIn(document['publisher'])['name']) ?? 'unknown publisher';
  const id = textIn(tracking['id']) ?? '';
  const byId = productsOf(tree);
  const products = [...byId.values()];
  const context: Context = {
    document: id,
    publisher,
    indexOf: new Map([...byId.keys()].map((product, index) => [product, index])),
    groups: groupsOf(tree),
  };
  return {
    format: 'csaf',
    document: id,
    publisher,
    title: textIn(document['title']) ?? id,
    revision: textIn(tracking['version']) ?? '',
    status: statusOf(tracking['status']),
    publishedAt: instantIn(tracking['initial_release_date']),
    updatedAt: instantIn(tracking['current_release_date']),
    url: pageOf(document),
    notices: noticesOf(document),
    products: products.map((product): AdvisedProduct => product),
    vulnerabilities: objectsIn(objectIn(json)['vulnerabilities']).map((vulnerability, index) =>
      vulnerabilityOf(vulnerability, index, context),
    ),
  };
}

interface Context {
  document: string;
  publisher: string;
  indexOf: ReadonlyMap<string, number>;
  groups: ReadonlyMap<string, readonly string[]>;
}

const statusOf = (status: unknown): Advisory['status'] =>
  status === 'draft' || status === 'interim' ? status : 'final';

/** The page for people among the document's own addresses. */
const pageOf = (document: JsonObject): string | undefined =>
  objectsIn(document['references'])
    .filter(({ category }) => category === 'self')
    .flatMap(({ url }) => linkIn(url) ?? [])
    .sort((a, b) => Number(a.endsWith('.json')) - Number(b.endsWith('.json')))[0];

function noticesOf(document: JsonObject): string[] {
  const distribution = objectIn(document['distribution']);
  const label = textIn(objectIn(distribution['tlp'])['label']);
  const legal = objectsIn(document['notes'])
    .filter(({ category }) => category === 'legal_disclaimer')
    .flatMap(({ text }) => textIn(text, LONGEST_TEXT) ?? []);
  return [
    label === undefined ? undefined : `TLP:${label}`,
    textIn(distribution['text'], LONGEST_TEXT),
    ...legal,
  ].flatMap((notice) => notice ?? []);
}

function vulnerabilityOf(given: JsonObject, index: number, context: Context): Vulnerability {
  const id =
    textIn(given['cve'])?.toUpperCase() ??
    textIn(objectsIn(given['ids'])[0]?.['text']) ??
    `${context.document}#${index + 1}`;
  const cwe = objectIn(given['cwe']);
  const text = objectsIn(given['notes'])
    .filter(({ category }) => ['summary', 'description', 'details'].includes(String(category)))
    .flatMap((note) => textIn(note['text'], LONGEST_TEXT) ?? [])
    .concat(exploitationOf(given))
    .join('\n');
  const { remediations, speaksOf } = remediationsOf(given, context);
  return {
    id,
    title: textIn(given['title']) ?? textIn(cwe['name']) ?? id,
    text: text.slice(0, LONGEST_TEXT),
    cwes: textsIn([cwe['id']]).map((one) => one.toUpperCase()),
    statements: statementsOf(given, speaksOf, context),
    remediations,
    scores: scoresOf(given, context.publisher),
    ssvc: undefined,
  };
}

const exploitationOf = (given: JsonObject): string[] =>
  objectsIn(given['threats'])
    .filter(({ category }) => category === 'exploit_status')
    .flatMap(({ details }) => textIn(details, LONGEST_TEXT) ?? []);

function remediationsOf(
  given: JsonObject,
  { publisher, groups }: Context,
): { remediations: Remediation[]; speaksOf: (ReadonlySet<string> | undefined)[] } {
  const remediations: Remediation[] = [];
  const speaksOf: (ReadonlySet<string> | undefined)[] = [];
  for (const one of objectsIn(given['remediations']).slice(0, MOST_REMEDIATIONS)) {
    const text = textIn(one['details'], LONGEST_TEXT) ?? '';
    remediations.push({
      kind: KINDS[String(one['category'])] ?? 'mitigation',
      text,
      url: linkIn(one['url']),
      source: publisher,
      namesFix: namesFix(text),
    });
    speaksOf.push(idsNamedBy(one, groups));
  }
  return { remediations, speaksOf };
}

function statementsOf(
  given: JsonObject,
  speaksOf: readonly (ReadonlySet<string> | undefined)[],
  { publisher, indexOf }: Context,
): Statement[] {
  const said = new Map<string, Statement>();
  for (const [list, ids] of Object.entries(objectIn(given['product_status']))) {
    const status = STATUSES[list];
    if (status === undefined) continue;
    for (const id of textsIn(ids)) {
      const product = indexOf.get(id);
      if (product === undefined) continue;
      const remediations = speaksOf.flatMap((of, index) => (of === undefined || of.has(id) ? [index] : []));
      said.set(`${status} ${id}`, { source: publisher, product, status, remediations });
    }
  }
  return [...said.values()];
}

/** Scores as stated, and CVSS 4.0 out of the addresses of calculators, each vector once. */
function scoresOf(given: JsonObject, publisher: string): Score[] {
  const scores = objectsIn(given['scores']).flatMap((score) =>
    ['cvss_v3', 'cvss_v2'].flatMap((name) => {
      const { vectorString, baseScore } = objectIn(score[name]);
      const vector = textIn(vectorString);
      return vector === undefined ? [] : [scoreOf(vector, baseScore, publisher)];
    }),
  );
  const hidden = objectsIn(given['references']).flatMap(({ url }) => {
    const vector = vectorInLink(textIn(url, 2_000) ?? '');
    return vector === undefined ? [] : [scoreOf(vector, undefined, publisher)];
  });
  return [...new Map([...scores, ...hidden].map((score) => [score.vector, score])).values()];
}
