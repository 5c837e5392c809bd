import { FIRMWARE, type InventoryAsset } from '../../../src/lib/domain/assets/asset';

export const ADVISORIES = 2_000;
export const ASSETS = 20_000;
/** Makers, products of each, and versions that are installed. */
const MAKERS = 20;
const PRODUCTS = 50;
const VERSIONS = 40;
/** As CISA's advisories on industrial products have it: 15,900 products and 7,907 vulnerabilities in 2,379. */
const PRODUCTS_OF_ONE = 7;
const VULNERABILITIES_OF_ONE = 3;

const maker = (n: number): string => `Maker ${n % MAKERS}`;
const product = (n: number): string =>
  `Drive ${String.fromCharCode(65 + (n % 26))}${100 + (n % PRODUCTS)} Series`;
/** Of hundred ranges, so many as in that corpus: all versions, one bound, two, a list, prose. */
const range = (n: number): string => {
  const version = `${1 + (n % 5)}.${n % 10}`;
  const kind = n % 100;
  if (kind < 45) return 'vers:all/*';
  if (kind < 77) return `<${version}`;
  if (kind < 86) return `>=0.1|<=${version}`;
  if (kind < 93) return `${version}.1|${version}.2`;
  return `All versions < V${version} SP${n % 4}`;
};

/** A CSAF 2.0 document of the size that such advisories have; the same for the same number. */
export function advisoryOf(n: number): object {
  const ids = Array.from({ length: PRODUCTS_OF_ONE }, (_, i) => `CSAFPID-${i}`);
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      publisher: { category: 'coordinator', name: 'Bench', namespace: 'https://example.org/' },
      title: `Advisory ${n}`,
      tracking: {
        id: `BENCH-${n}`,
        version: '1',
        status: 'final',
        initial_release_date: '2025-01-01T00:00:00Z',
        current_release_date: '2025-01-01T00:00:00Z',
      },
      notes: [{ category: 'general', text: 'Words that are read past. '.repeat(200) }],
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: maker(n),
          branches: ids.map((product_id, i) => ({
            category: 'product_name',
            name: product(n * PRODUCTS_OF_ONE + i),
            branches: [
              {
                category: 'product_version_range',
                name: range(n + 13 * i),
                product: { name: `${n} ${i}`, product_id },
              },
            ],
          })),
        },
      ],
    },
    vulnerabilities: Array.from({ length: VULNERABILITIES_OF_ONE }, (_, v) => ({
      cve: `CVE-2025-${10_000 + n * VULNERABILITIES_OF_ONE + v}`,
      cwe: { id: 'CWE-287', name: 'Improper Authentication' },
      notes: [{ category: 'summary', text: 'What can be done with it. '.repeat(20) }],
      product_status: { known_affected: ids },
      remediations: [{ category: 'mitigation', details: `Update to version ${n}.${v}.`, product_ids: ids }],
      scores: [
        {
          cvss_v3: { baseScore: 8.2, vectorString: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:L/A:H' },
          products: ids,
        },
      ],
    })),
  };
}

/** Assets of all these makers and products, a tenth of them without a known version. */
export const assetsOf = (count: number): InventoryAsset[] =>
  Array.from({ length: count }, (_, n): InventoryAsset => ({
    id: `drive:d-${n}`,
    kind: 'drive',
    name: `Drive ${n}`,
    zone: null,
    site: null,
    vendor: maker(Math.floor(n / PRODUCTS)),
    product: product(n),
    versions:
      n % 10 === 0
        ? []
        : [{ part: FIRMWARE, version: `${1 + (n % 5)}.${Math.floor(n / 5) % (VERSIONS / 5)}` }],
    support: 'unknown',
  }));
