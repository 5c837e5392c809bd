import { describe, expect, it } from 'vitest';
import { aCsaf, aCveRecord, affects } from '../../../../tests/support/advisories';
import { severityOf } from './advisory';
import { readCsaf } from './csaf';
import { cveFault, readCveRecord } from './cve-record';
import { baseScoreOf, vectorInLink } from './cvss';
import { readVersionEntry } from './cve-versions';
import { namesFix } from './fix-in-text';
import { csafLimit, textLimit } from './limits';

describe('a CSAF document', () => {
  const V4 = 'CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:P/VC:H/VI:L/VA:H/SC:H/SI:L/SA:H';
  const advisory = readCsaf(aCsaf({ reference: `https://www.first.org/cvss/calculator/4.0#${V4}` }));
  const [vulnerability] = advisory.vulnerabilities;

  it('is read with what it keeps at many places', () => {
    expect(advisory).toMatchObject({
      document: 'ICSA-25-140-03',
      publisher: 'CISA',
      revision: '1',
      notices: ['TLP:WHITE', 'Provided as is.'],
      products: [{ vendor: 'Danfoss', names: ['AK-SM 8xxA Series'], versions: ['<R4.2'] }],
    });
    expect(vulnerability).toMatchObject({ id: 'CVE-2025-41450', cwes: ['CWE-287'] });
    expect(vulnerability?.statements).toEqual([
      { source: 'CISA', product: 0, status: 'affected', remediations: [0] },
    ]);
  });

  it('shows scores of CVSS 3.1 and 4.0, the latter out of a link, and never mixes them', () => {
    expect(vulnerability?.scores.map(({ version, stated, computed }) => [version, stated, computed])).toEqual(
      [
        ['3.1', 8.2, 8.2],
        ['4.0', undefined, 7.3],
      ],
    );
    expect(severityOf(vulnerability?.scores ?? [])).toEqual({ score: 8.2, version: '3.1' });
    expect(vectorInLink('https://example.org/#javascript:alert(1)')).toBeUndefined();
  });

  it('names a fix although it calls it a mitigation', () => {
    expect(vulnerability?.remediations[0]).toMatchObject({ kind: 'mitigation', namesFix: true });
  });

  it('gives every version, model number, group and relationship its place', () => {
    const json = aCsaf();
    json['product_tree'] = {
      full_product_names: [
        {
          name: 'Board X',
          product_id: 'X',
          product_identification_helper: { model_numbers: ['134F1234', '13*'] },
        },
      ],
      branches: [
        {
          category: 'vendor',
          name: 'Danfoss',
          branches: [
            {
              category: 'product_family',
              name: 'VLT',
              branches: [
                {
                  category: 'product_name',
                  name: 'FC 302',
                  product: { name: 'Danfoss VLT FC 302', product_id: 'F' },
                },
              ],
            },
          ],
        },
      ],
      relationships: [
        {
          category: 'installed_on',
          product_reference: 'X',
          relates_to_product_reference: 'F',
          full_product_name: { name: 'X on F', product_id: 'XF' },
        },
      ],
      product_groups: [{ group_id: 'G', product_ids: ['F', 'X'] }],
    };
    json['vulnerabilities'] = [
      {
        cve: 'CVE-2000-0001',
        product_status: { known_affected: ['F', 'XF'], known_not_affected: ['X'] },
        remediations: [{ category: 'none_available', details: 'Nothing yet.', group_ids: ['G'] }],
      },
    ];
    const { products, vulnerabilities } = readCsaf(json);
    expect(products).toEqual([
      { vendor: 'Danfoss', names: ['FC 302', 'VLT FC 302'], versions: ['vers:all/*'] },
      { vendor: '', names: ['Board X', '134F1234'], versions: ['vers:all/*'] },
      {
        vendor: 'Danfoss',
        names: ['FC 302', 'VLT FC 302', 'Board X', '134F1234'],
        versions: ['vers:all/*'],
      },
    ]);
    expect(
      vulnerabilities[0]?.statements.map(({ product, status, remediations }) => [
        product,
        status,
        remediations,
      ]),
    ).toEqual([
      [0, 'affected', [0]],
      [2, 'affected', []],
      [1, 'not-affected', [0]],
    ]);
  });

  it.each([null, 7, 'x', [], {}, { document: 3 }, { product_tree: { branches: [null, { branches: 5 }] } }])(
    'that is none (%j) is read as nothing and breaks nothing',
    (json) => {
      expect(readCsaf(json).vulnerabilities).toEqual([]);
    },
  );

  it('keeps script in its texts as text', () => {
    const { title } = readCsaf(aCsaf({ title: '<script>alert(1)</script>' }));
    expect(title).toBe('<script>alert(1)</script>');
    const odd = aCsaf() as { document: { references: { url: string }[] } };
    odd.document.references[0]!.url = 'javascript:alert(1)';
    expect(readCsaf(odd).url).toBeUndefined();
  });
});

describe('a CVE record', () => {
  it('is read with what CISA added', () => {
    const record = readCveRecord(
      aCveRecord({
        cve: 'CVE-2026-15203',
        affected: [
          affects('iC7-Automation SP', { version: '0', lessThanOrEqual: '2025.3.3', versionType: 'custom' }),
        ],
        cwe: 'CWE-1191',
        vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:L/SI:L/SA:L',
        adp: { ssvc: { Exploitation: 'none', Automatable: 'yes', 'Technical Impact': 'total' } },
      }),
    );
    expect(record.products).toEqual([
      { vendor: 'Danfoss', names: ['iC7-Automation SP'], versions: ['<=2025.3.3'] },
    ]);
    expect(record.vulnerabilities[0]).toMatchObject({
      cwes: ['CWE-1191'],
      scores: [{ version: '4.0', computed: 9.3 }],
      ssvc: { exploitation: 'none', automatable: true, technicalImpact: 'total', source: 'CISA-ADP (ADP)' },
    });
  });

  it.each([
    [{ version: '0', lessThan: '4.3.1', versionType: 'cpe' }, ['<4.3.1']],
    [{ version: '2.0', lessThanOrEqual: '2.5' }, ['>=2.0|<=2.5']],
    [{ version: '2.0', lessThan: '*' }, ['>=2.0']],
    [{ version: '4.2' }, ['4.2']],
    [{ version: '*' }, ['vers:all/*']],
    [{ version: '< 3.3' }, ['< 3.3']],
    [{ version: '< 2.2.0.12', lessThanOrEqual: '2.2.0.12' }, ['< 2.2.0.12', '<=2.2.0.12']],
    [{ version: '3.0', lessThan: '5', changes: [{ at: '3.4', status: 'unaffected' }] }, ['>=3.0|<3.4']],
    [
      {
        version: '3.0',
        lessThan: '5',
        changes: [
          { at: '3.4', status: 'unaffected' },
          { at: '4.0', status: 'affected' },
        ],
      },
      ['>=3.0|<3.4|>=4.0|<5'],
    ],
  ])('says of versions %j: %j', (entry, readings) => {
    expect(readVersionEntry({ status: 'affected', ...entry }).readings).toEqual(readings);
  });

  it('is refused in words when it is none', () => {
    expect(cveFault(aCveRecord())).toBeUndefined();
    expect(cveFault({})).toMatch(/dataType/);
    expect(cveFault({ ...aCveRecord(), dataVersion: '4.0' })).toMatch(/only 5/);
    expect(cveFault({ ...aCveRecord(), containers: {} })).toMatch(/containers.cna/);
  });

  it('that was rejected speaks of nothing', () => {
    const json = aCveRecord() as { cveMetadata: { state: string } };
    json.cveMetadata.state = 'REJECTED';
    expect(readCveRecord(json)).toMatchObject({ status: 'rejected', vulnerabilities: [] });
  });
});

describe('base scores are computed from vectors', () => {
  it.each([
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:C/C:H/I:H/A:H', 9.0],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10.0],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:N/A:N', 7.7],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N', 5.3],
    ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
    ['CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:C/C:H/I:L/A:H', 8.2],
    ['CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:P/VC:H/VI:L/VA:H/SC:H/SI:L/SA:H', 7.3],
    ['CVSS:4.0/AV:N/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 8.7],
    ['CVSS:4.0/AV:N/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:H/SC:N/SI:N/SA:H', 6.8],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:L/SI:L/SA:L', 9.3],
    ['AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5],
  ])('%s: %d', (vector, score) => {
    expect(baseScoreOf(vector)).toBe(score);
  });

  it.each(['', 'CVSS:3.1/AV:N', 'CVSS:9.9/AV:N', 'x'.repeat(10_000), '<script>'])('“%s” has none', (text) => {
    expect(baseScoreOf(text)).toBeUndefined();
  });
});

describe('whether a text names a fix', () => {
  it.each([
    'Danfoss created release R4.2 to address this vulnerability.',
    'Advantech recommends users update to Version 6.2.7 or later.',
    'Delta fixed this vulnerability and released a new patch.',
    'ABB Mint Workbench: Update to Build 5868 or later',
    'Drives AOP: v4.13.41 or later',
    'Update to version 10.001',
  ])('%s: yes', (text) => {
    expect(namesFix(text)).toBe(true);
  });

  it.each([
    'Protect network access to port 161/udp of affected devices.',
    'Use VPN for protecting network communication between cells.',
    'Run all software as user, not as an administrator.',
    'No fix is planned for version 2.2.0.12.',
    'For more information, please see the security advisory SA-2021-01-01',
    '',
  ])('%s: no', (text) => {
    expect(namesFix(text)).toBe(false);
  });
});

describe('what is more than is read here', () => {
  it.each([
    ['deep', `${'['.repeat(100_000)}1${']'.repeat(100_000)}`],
    ['endless', `"${'x'.repeat(5_000_000)}"`],
    ['of very many values', `[${'1,'.repeat(400_000)}1]`],
  ])('text that is %s is turned away unread', (_what, text) => {
    expect(textLimit(text)).toMatch(/^It /);
  });

  it('brackets in texts go no deeper', () => {
    expect(textLimit(JSON.stringify({ a: '['.repeat(1_000), b: '\\"[[' }))).toBeUndefined();
  });

  const related = (...pairs: [string, string][]) => ({
    product_tree: {
      relationships: pairs.map(([own, of]) => ({
        category: 'installed_on',
        full_product_name: { name: own, product_id: own },
        product_reference: of,
        relates_to_product_reference: of,
      })),
    },
  });

  it('products that are made of themselves are named', () => {
    expect(csafLimit(related(['A', 'B'], ['B', 'C'], ['C', 'A']))).toMatch(/made of itself/);
    expect(csafLimit(related(['A', 'A']))).toMatch(/“A” is made of itself/);
    expect(csafLimit(related(['A', 'C'], ['B', 'C'], ['D', 'A']))).toBeUndefined();
  });

  it('a long chain of relationships is walked without end of stack', () => {
    const chain = Array.from({ length: 5_000 }, (_, i): [string, string] => [`p${i}`, `p${i + 1}`]);
    expect(csafLimit(related(...chain))).toBeUndefined();
  });

  it('very many products, vulnerabilities and statements are counted before anything else', () => {
    const many = (n: number) => Array.from({ length: n }, (_, i) => ({ name: `${i}`, product_id: `${i}` }));
    expect(csafLimit({ product_tree: { full_product_names: many(20_000) } })).toMatch(/products/);
    expect(csafLimit({ vulnerabilities: many(2_000) })).toMatch(/vulnerabilities/);
    const ids = Array.from({ length: 60_000 }, () => 'P-1');
    expect(csafLimit({ vulnerabilities: [{ product_status: { fixed: ids, known_affected: ids } }] })).toMatch(
      /statements/,
    );
  });
});
