import type { InventoryAsset } from '../../src/lib/domain/assets/asset';

interface CsafParts {
  id?: string;
  title?: string;
  version?: string;
  vendor?: string;
  product?: string;
  /** Text of a branch `product_version_range`. */
  range?: string;
  cve?: string;
  cwe?: { id: string; name: string };
  text?: string;
  remediation?: { category: string; details: string };
  vector?: string;
  score?: number;
  /** Address among the vulnerability's references. */
  reference?: string;
}

const RELEASED = '2025-05-20T06:00:00.000Z';

/** A small CSAF 2.0 document that is valid to the letter: one product, one vulnerability. */
export function aCsaf({
  id = 'ICSA-25-140-03',
  title = 'Danfoss AK-SM 8xxA Series',
  version = '1',
  vendor = 'Danfoss',
  product = 'AK-SM 8xxA Series',
  range = '<R4.2',
  cve = 'CVE-2025-41450',
  cwe = { id: 'CWE-287', name: 'Improper Authentication' },
  text = 'A password that is made of date and time.',
  remediation = { category: 'mitigation', details: 'Release R4.2 fixes this. Install it.' },
  vector = 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:L/A:H',
  score = 8.2,
  reference,
}: CsafParts = {}): Record<string, unknown> {
  const revisions = Array.from({ length: Number(version) || 1 }, (_, i) => ({
    date: RELEASED,
    number: String(i + 1),
    summary: i === 0 ? 'Initial Publication' : 'Update',
  }));
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      distribution: { tlp: { label: 'WHITE' } },
      lang: 'en',
      notes: [{ category: 'legal_disclaimer', text: 'Provided as is.', title: 'Legal Notice' }],
      publisher: { category: 'coordinator', name: 'CISA', namespace: 'https://www.cisa.gov/' },
      references: [
        {
          category: 'self',
          summary: 'Web version',
          url: `https://www.cisa.gov/news-events/ics-advisories/${id.toLowerCase()}`,
        },
      ],
      title,
      tracking: {
        current_release_date: RELEASED,
        id,
        initial_release_date: RELEASED,
        revision_history: revisions,
        status: 'final',
        version,
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: vendor,
          branches: [
            {
              category: 'product_name',
              name: product,
              branches: [
                {
                  category: 'product_version_range',
                  name: range,
                  product: { name: `${vendor} ${product}: ${range}`, product_id: 'P-1' },
                },
              ],
            },
          ],
        },
      ],
    },
    vulnerabilities: [
      {
        cve,
        cwe,
        notes: [{ category: 'summary', text, title: 'Vulnerability Summary' }],
        product_status: { known_affected: ['P-1'] },
        ...(reference === undefined
          ? {}
          : { references: [{ category: 'external', summary: 'Calculator', url: reference }] }),
        remediations: [{ ...remediation, product_ids: ['P-1'] }],
        scores: [
          {
            cvss_v3: {
              baseScore: score,
              baseSeverity: score >= 9 ? 'CRITICAL' : score >= 7 ? 'HIGH' : 'MEDIUM',
              vectorString: vector,
              version: /^CVSS:(\d\.\d)/.exec(vector)?.[1],
            },
            products: ['P-1'],
          },
        ],
      },
    ],
  };
}

type Affected = Record<string, unknown>;

interface CveParts {
  cve?: string;
  assigner?: string;
  updated?: string;
  affected?: readonly Affected[];
  /** What CISA's container adds. */
  adp?: { affected?: readonly Affected[]; ssvc?: Record<string, string> };
  cwe?: string;
  vector?: string;
  solution?: string;
}

/** What a CVE record says of a product's versions. */
export const affects = (product: string, ...versions: object[]): Affected => ({
  vendor: 'Danfoss',
  product,
  versions: versions.map((version) => ({ status: 'affected', ...version })),
});

/** A CVE record of format 5.1. */
export function aCveRecord({
  cve = 'CVE-2025-41450',
  assigner = 'Danfoss',
  updated = '2025-05-08T09:00:00.000Z',
  affected = [affects('AK-SM 8xxA Series', { version: '4.2' })],
  adp,
  cwe = 'CWE-287',
  vector,
  solution,
}: CveParts = {}): Record<string, unknown> {
  const provider = (shortName: string) => ({ orgId: 'd7ff35af-cf88-454c-bab9-af60602f10f8', shortName });
  return {
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: {
      cveId: cve,
      assignerOrgId: 'd7ff35af-cf88-454c-bab9-af60602f10f8',
      assignerShortName: assigner,
      state: 'PUBLISHED',
      datePublished: '2025-05-08T09:00:00.000Z',
      dateUpdated: updated,
    },
    containers: {
      cna: {
        providerMetadata: provider(assigner),
        title: 'Authentication bypass',
        descriptions: [{ lang: 'en', value: 'A password that is made of date and time.' }],
        affected,
        problemTypes: [{ descriptions: [{ lang: 'en', cweId: cwe, description: cwe, type: 'CWE' }] }],
        ...(vector === undefined
          ? {}
          : {
              metrics: [
                { [vector.startsWith('CVSS:4') ? 'cvssV4_0' : 'cvssV3_1']: { vectorString: vector } },
              ],
            }),
        ...(solution === undefined ? {} : { solutions: [{ lang: 'en', value: solution }] }),
      },
      ...(adp === undefined
        ? {}
        : {
            adp: [
              {
                providerMetadata: provider('CISA-ADP'),
                ...(adp.affected === undefined ? {} : { affected: adp.affected }),
                ...(adp.ssvc === undefined
                  ? {}
                  : {
                      metrics: [
                        {
                          other: {
                            type: 'ssvc',
                            content: {
                              options: Object.entries(adp.ssvc).map(([name, value]) => ({ [name]: value })),
                            },
                          },
                        },
                      ],
                    }),
              },
            ],
          }),
    },
  };
}

/** Something of the inventory that runs one version of a product. */
export const anAsset = (
  product: string,
  version?: string,
  more: Partial<InventoryAsset> = {},
): InventoryAsset => ({
  id: `device:${product.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
  kind: 'device',
  name: product,
  zone: null,
  site: null,
  vendor: 'Danfoss',
  product,
  versions: version === undefined ? [] : [{ part: 'firmware', version }],
  support: 'unknown',
  ...more,
});
