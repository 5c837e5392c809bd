import { describe, expect, it } from 'vitest';
import { aCsaf, aCveRecord, affects, anAsset } from '../../../../tests/support/advisories';
import { readCsaf } from './csaf';
import { readCveRecord } from './cve-record';
import { MatchIndex } from './match-index';

/** What is found on an asset when these are all the advisories there are. */
function foundOn(asset: ReturnType<typeof anAsset>, ...documents: ReturnType<typeof readCsaf>[]) {
  const index = new MatchIndex();
  documents.forEach((document, number) => index.add(number, document));
  return index.of(asset);
}
const verdict = (asset: ReturnType<typeof anAsset>, ...documents: ReturnType<typeof readCsaf>[]) =>
  foundOn(asset, ...documents)[0]?.verdict;

const CSAF = readCsaf(aCsaf());

describe('sources that contradict each other', () => {
  it('on AK-SM 800A 4.2: the record says that it is affected, the advisory that it is the fix', () => {
    const record = readCveRecord(aCveRecord());
    const [found] = foundOn(anAsset('AK-SM 800A', '4.2'), record, CSAF);
    expect(found?.verdict).toBe('disputed');
    expect(found?.sayings.map(({ source, says }) => [source, says])).toEqual([
      ['Danfoss (CNA)', 'affected'],
      ['CISA', 'outside'],
    ]);
    expect(found?.reason).toMatch(/Danfoss \(CNA\): 4\.2.*CISA: <R4\.2/);
    // What one of the two does not list is no word against the other.
    expect(verdict(anAsset('AK-SM 800A', '4.1'), record, CSAF)).toBe('affected');
    expect(verdict(anAsset('AK-SM 800A', '4.3'), record, CSAF)).toBeUndefined();
  });

  it('on CVE-2023-25915: the assigner says below 3.3, CISA says up to 3.3', () => {
    const record = readCveRecord(
      aCveRecord({
        cve: 'CVE-2023-25915',
        assigner: 'DIVD',
        affected: [affects('AK-SM800A', { version: '0', lessThan: '3.3' })],
        adp: { affected: [affects('ak-sm_800a', { version: '0', lessThanOrEqual: '3.3' })] },
      }),
    );
    expect(verdict(anAsset('AK-SM 800A', '3.3'), record)).toBe('disputed');
    expect(verdict(anAsset('AK-SM 800A', '3.2'), record)).toBe('affected');
    expect(verdict(anAsset('AK-SM 800A', '3.4'), record)).toBeUndefined();
  });

  it('within one entry, on CVE-2023-25912: its text says below 2.2.0.12, its field up to it', () => {
    const record = readCveRecord(
      aCveRecord({
        cve: 'CVE-2023-25912',
        assigner: 'DIVD',
        affected: [
          affects('AK-EM100', {
            version: '< 2.2.0.12',
            lessThanOrEqual: '2.2.0.12',
            versionType: '2.x.y.z',
          }),
        ],
      }),
    );
    expect(verdict(anAsset('AK-EM 100', '2.2.0.12'), record)).toBe('disputed');
    expect(verdict(anAsset('AK-EM 100', '2.2.0.11'), record)).toBe('affected');
    expect(verdict(anAsset('AK-EM 100', '2.2.0.13'), record)).toBeUndefined();
  });

  it.each(['AK-SM 8xxA Series', 'AK-SM8xxA Series', 'AK-SM800A'])(
    'on how the product is written, as %s: one family all the same',
    (product) => {
      const [found] = foundOn(anAsset('AK-SM 800A', '4.1'), readCsaf(aCsaf({ product })));
      expect(found).toMatchObject({ verdict: 'affected', certainty: 'likely' });
    },
  );
});

describe('a match', () => {
  it('says why, and what was assumed', () => {
    const [found] = foundOn(anAsset('AK-SM 800A', '4.1'), CSAF);
    expect(found).toMatchObject({ vulnerability: 'CVE-2025-41450', verdict: 'affected', score: 90 });
    expect(found?.reason).toBe(
      '“AK-SM 800A” is one of “AK-SM 8xxA Series”; 4.1 is among “CISA: <R4.2” (the leading R was left out)',
    );
  });

  it('is never out when the version is not known, or the range is prose', () => {
    expect(foundOn(anAsset('AK-SM 800A'), CSAF)[0]).toMatchObject({
      verdict: 'no-version',
      certainty: 'possible',
    });
    const prose = readCsaf(aCsaf({ range: 'All versions < V4.4 HF26' }));
    expect(foundOn(anAsset('AK-SM 800A', '4.1'), prose)[0]).toMatchObject({
      verdict: 'needs-a-look',
      certainty: 'possible',
    });
  });

  it('of every version takes an unknown one, too', () => {
    expect(verdict(anAsset('AK-SM 800A'), readCsaf(aCsaf({ range: 'vers:all/*' })))).toBe('affected');
  });

  it('does not reach another maker’s product of the same name', () => {
    expect(verdict(anAsset('AK-SM 800A', '4.1', { vendor: 'Siemens' }), CSAF)).toBeUndefined();
  });

  it('finds the brand in a name that stands under another maker', () => {
    const resold = readCsaf(
      aCsaf({ vendor: 'IBC Solar', product: 'Danfoss TLX Pro+', range: 'vers:all/*', cve: 'CVE-2015-6469' }),
    );
    expect(verdict(anAsset('TLX Pro+'), resold)).toBe('affected');
    expect(verdict(anAsset('TLX Pro+', '1.0', { vendor: 'Siemens' }), resold)).toBeUndefined();
  });

  it('is only possible where the maker is not known, the names begin alike or an alias says so', () => {
    const gateway = anAsset('RUT model routers', '00.07.03', { vendor: '' });
    const rut = readCsaf(
      aCsaf({ vendor: 'Teltonika', product: 'RUT model routers', range: '>=00.07.00|<=00.07.03.4' }),
    );
    expect(foundOn(gateway, rut)[0]).toMatchObject({ verdict: 'affected', certainty: 'possible' });
    const eaton = readCsaf(aCsaf({ vendor: 'Eaton', product: '9000X', range: 'vers:all/*' }));
    expect(foundOn(anAsset('VACON NX'), eaton)[0]).toMatchObject({ certainty: 'possible' });
    expect(foundOn(anAsset('VACON NX'), eaton)[0]?.reason).toContain('not verified');
  });

  it('compares components by their own versions', () => {
    const gateway = anAsset('TRB500', '1.0', {
      versions: [
        { part: 'firmware', version: '1.0' },
        { part: 'OpenSSL', version: '3.0.1' },
      ],
    });
    const library = readCsaf(
      aCsaf({ vendor: 'OpenSSL', product: 'OpenSSL', range: 'vers:generic/>=3.0.0|<3.0.7' }),
    );
    expect(foundOn(gateway, library)[0]?.installed).toMatchObject({ product: 'OpenSSL', version: '3.0.1' });
  });

  it('of one product name with several ranges keeps to the range of each vulnerability', () => {
    const two = aCsaf({ product: 'RMS', range: '<4.10.0', cve: 'CVE-2023-32346' }) as {
      product_tree: { branches: { branches: { branches: object[] }[] }[] };
      vulnerabilities: object[];
    };
    two.product_tree.branches[0]!.branches[0]!.branches.push({
      category: 'product_version_range',
      name: '<4.14.0',
      product: { name: 'RMS: <4.14.0', product_id: 'P-2' },
    });
    two.vulnerabilities.push({ cve: 'CVE-2023-2586', product_status: { known_affected: ['P-2'] } });
    const found = foundOn(anAsset('RMS', '4.12'), readCsaf(two));
    expect(found.map(({ vulnerability }) => vulnerability)).toEqual(['CVE-2023-2586']);
  });

  it('holds by default where a record says that all is affected but what it lists', () => {
    const record = readCveRecord(
      aCveRecord({
        affected: [
          {
            vendor: 'Danfoss',
            product: 'AK-SM 800A',
            defaultStatus: 'affected',
            versions: [{ version: '4.3.1', lessThan: '*', status: 'unaffected' }],
          },
        ],
      }),
    );
    expect(verdict(anAsset('AK-SM 800A', '4.2'), record)).toBe('affected');
    expect(verdict(anAsset('AK-SM 800A', '4.3.1'), record)).toBeUndefined();
    expect(verdict(anAsset('AK-SM 800A', '5.0'), record)).toBeUndefined();
  });
});

describe('a newer revision', () => {
  const basis = (document: Record<string, unknown>) =>
    foundOn(anAsset('AK-SM 800A', '4.1'), readCsaf(document))[0]?.basis;

  it('asks for nothing again while versions and remedies are the same', () => {
    expect(basis(aCsaf({ version: '2', title: 'Danfoss AK-SM 8xxA Series (Update A)' }))).toBe(
      basis(aCsaf()),
    );
  });

  it('asks again when there is another remedy, or other versions are meant', () => {
    const remediation = { category: 'vendor_fix', details: 'Install R4.3.1.' };
    expect(basis(aCsaf({ version: '2', remediation }))).not.toBe(basis(aCsaf()));
    expect(basis(aCsaf({ version: '2', range: '<R4.3' }))).not.toBe(basis(aCsaf()));
  });

  it('takes the place of the one before', () => {
    const index = new MatchIndex();
    index.add(1, CSAF);
    index.add(1, readCsaf(aCsaf({ version: '2', range: '<R4.0' })));
    expect(index.of(anAsset('AK-SM 800A', '4.1'))).toEqual([]);
    expect(index.size).toBe(1);
  });
});
