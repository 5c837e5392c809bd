import type { AdvisedProduct } from './advisory';
import { listIn, objectIn, objectsIn, textIn, textsIn, type JsonObject } from './json';

/** What the branches above a product have said so far. */
interface Above {
  vendor: string;
  family: string;
  name: string;
  versions: string;
  /** Patch level or service pack, which no range can speak of. */
  level: string;
}

const TOP: Above = { vendor: '', family: '', name: '', versions: '', level: '' };
const EVERY_VERSION = 'vers:all/*';
const MOST_NAMES = 50;

/** Every product of a CSAF product tree by its id, whichever of the four places it is named in. */
export function productsOf(tree: JsonObject): Map<string, AdvisedProduct> {
  const products = new Map<string, AdvisedProduct>();
  const waiting: { branch: JsonObject; above: Above }[] = objectsIn(tree['branches']).map((branch) => ({
    branch,
    above: TOP,
  }));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const here = below(next.above, next.branch);
    const product = objectIn(next.branch['product']);
    const id = textIn(product['product_id']);
    if (id !== undefined) products.set(id, productAt(here, product));
    const branches = objectsIn(next.branch['branches']);
    for (const branch of branches) waiting.push({ branch, above: here });
  }
  for (const product of objectsIn(tree['full_product_names'])) {
    const id = textIn(product['product_id']);
    if (id !== undefined) products.set(id, productAt(TOP, product));
  }
  for (const relationship of objectsIn(tree['relationships'])) addRelated(relationship, products);
  return products;
}

/** Ids of the members of each product group. */
export const groupsOf = (tree: JsonObject): Map<string, string[]> =>
  new Map(
    objectsIn(tree['product_groups']).flatMap((group): [string, string[]][] => {
      const id = textIn(group['group_id']);
      return id === undefined ? [] : [[id, textsIn(group['product_ids'])]];
    }),
  );

function below(above: Above, branch: JsonObject): Above {
  const name = textIn(branch['name']) ?? '';
  switch (textIn(branch['category'])) {
    case 'vendor':
      return { ...above, vendor: name };
    case 'product_family':
      return { ...above, family: name };
    case 'product_name':
      return { ...above, name };
    case 'product_version':
    case 'product_version_range':
      return { ...above, versions: name };
    case 'patch_level':
    case 'service_pack':
      return { ...above, level: name };
    default:
      return above;
  }
}

function productAt({ vendor, family, name, versions, level }: Above, product: JsonObject): AdvisedProduct {
  const full = textIn(product['name']) ?? '';
  const own = name === '' ? full : name;
  const models = textsIn(objectIn(product['product_identification_helper'])['model_numbers']);
  const names = [own, family === '' ? '' : `${family} ${own}`, ...models.filter(isWholeModel)];
  return {
    vendor,
    names: [...new Set(names.filter((one) => one !== ''))].slice(0, MOST_NAMES),
    versions: [versions === '' ? EVERY_VERSION : [versions, level].filter(Boolean).join(' ')],
  };
}

/** A model number with `*` or `?` stands for others and is not compared. */
const isWholeModel = (model: string): boolean => !/[*?\\]/.test(model);

/** A product that is another as it is installed on a third: versions of the one, under the names of both. */
function addRelated(relationship: JsonObject, products: Map<string, AdvisedProduct>): void {
  const id = textIn(objectIn(relationship['full_product_name'])['product_id']);
  const of = products.get(textIn(relationship['product_reference']) ?? '');
  const on = products.get(textIn(relationship['relates_to_product_reference']) ?? '');
  if (id === undefined || of === undefined) return;
  products.set(id, {
    vendor: on === undefined || on.vendor === '' ? of.vendor : on.vendor,
    names: [...new Set([...(on?.names ?? []), ...of.names])].slice(0, MOST_NAMES),
    versions: of.versions,
  });
}

/** The products that a part of a vulnerability names, by itself or by group; undefined where it names none. */
export function idsNamedBy(
  part: JsonObject,
  groups: ReadonlyMap<string, readonly string[]>,
): Set<string> | undefined {
  const own = textsIn(part['product_ids']);
  const grouped = textsIn(part['group_ids']).flatMap((group) => groups.get(group) ?? []);
  return listIn(part['product_ids']).length + listIn(part['group_ids']).length === 0
    ? undefined
    : new Set([...own, ...grouped]);
}
