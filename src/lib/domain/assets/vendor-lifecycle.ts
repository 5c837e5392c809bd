import type { Milestone, ProductLife } from './lifecycle';

const NOTICE = 'https://www.danfoss.com/en/about-danfoss/articles/dcs/tech-insider-october-2025';
const ENDOFLIFE = 'https://endoflife.date/debian';
const NODE = 'https://github.com/nodejs/Release';
const POSTGRESQL = 'https://www.postgresql.org/support/versioning';

const of = (kind: Milestone['kind'], at: string | undefined, source: string): Milestone => ({
  kind,
  at,
  source,
});
const concluded = (kind: Milestone['kind'], at: string, source: string): Milestone => ({
  ...of(kind, at, source),
  isDerived: true,
});

const SERVICE_ENDED: Milestone = {
  ...of('end-of-service', '2025-10', NOTICE),
  remark: 'The month of the vendor’s notice, which names no day.',
};

function ended(
  product: string,
  aliases: readonly string[],
  endOfLife?: string,
  replacement?: string,
): ProductLife {
  const dated =
    endOfLife === undefined
      ? []
      : [of('end-of-life', endOfLife, NOTICE), concluded('end-of-security-support', endOfLife, NOTICE)];
  return {
    vendor: 'Danfoss',
    product,
    aliases,
    milestones: [...dated, SERVICE_ENDED],
    replacement,
    note:
      endOfLife === undefined ? 'Named in the notice; no date of its end of life was published.' : undefined,
  };
}

const runtime = (name: string, line: string, endOfLife: string, source: string): ProductLife => ({
  vendor: name,
  product: `${name} ${line}`,
  aliases: [],
  milestones: [of('end-of-life', endOfLife, source)],
  replacement: undefined,
  note: undefined,
  release: { of: name, line },
});

/**
 * What vendors have published of products that stand beside drives (reference: vulnerabilities-lifecycle, 1.3 and
 * 1.4). No dates are public for VLT, VACON and iC drives: their rows are the plant’s to enter, never ours to invent.
 */
export const VENDOR_LIFECYCLE: readonly ProductLife[] = [
  ended('AK-SM 800', ['AK SM 800'], '2021-05', 'AK-SM 800A'),
  ended('AK-SM 350', ['AK SM 350']),
  ended('AK-SM 720', ['AK SM 720']),
  ended('PI 100/200/300', ['PI 100', 'PI 200', 'PI 300']),
  ended('AKM', []),
  // A series of gateways: their numbers have two or three digits.
  ended('AKA', ['AKA xx', 'AKA xxx']),
  ended('AK-SC 255', ['AK SC 255', 'SC255'], '2016'),
  ended('AK-SC 355', ['AK SC 355', 'SC355'], '2016'),
  ended('AK-EM 100', ['EM 100', 'AK EM 100'], '2013', 'AK-SM 800A with Alsense Cloud'),
  ended('AK-CS', ['AK CS']),
  ended('EM 800', []),
  {
    vendor: 'Danfoss',
    product: 'AK-SM 800A',
    aliases: ['AK SM 800A', 'AK-SM 8xxA'],
    milestones: [of('general-availability', undefined, 'https://www.cve.org/CVERecord?id=CVE-2025-41451')],
    replacement: undefined,
    note: 'Run 4.3.1 or newer: it holds the fixes of 3.3 and 4.2 too.',
  },
  {
    vendor: 'Debian',
    product: 'Debian 12',
    aliases: ['Debian GNU/Linux 12 (bookworm)', 'bookworm'],
    milestones: [
      of('end-of-security-support', '2026-07-11', ENDOFLIFE),
      of('end-of-life', '2028-06-30', ENDOFLIFE),
    ],
    release: { of: 'Debian', line: '12' },
    replacement: 'Debian 13',
    note: 'Since then long-term support only: fewer packages, by volunteers and paid work.',
  },
  {
    vendor: 'Debian',
    product: 'Debian 13',
    aliases: ['Debian GNU/Linux 13 (trixie)', 'trixie'],
    milestones: [
      of('end-of-security-support', '2028-08-09', ENDOFLIFE),
      of('end-of-life', '2030-06-30', ENDOFLIFE),
    ],
    release: { of: 'Debian', line: '13' },
    replacement: undefined,
    note: undefined,
  },
  {
    vendor: 'OpenWrt',
    product: 'OpenWrt 24.10',
    aliases: [],
    milestones: [of('end-of-life', '2026-09-05', 'https://endoflife.date/openwrt')],
    release: { of: 'OpenWrt', line: '24.10' },
    replacement: 'OpenWrt 25.12',
    note: undefined,
  },
  // What this program itself runs on.
  runtime('Node.js', '20', '2026-04-30', NODE),
  runtime('Node.js', '22', '2027-04-30', NODE),
  runtime('Node.js', '24', '2028-04-30', NODE),
  runtime('PostgreSQL', '15', '2027-11', POSTGRESQL),
  runtime('PostgreSQL', '16', '2028-11', POSTGRESQL),
  runtime('PostgreSQL', '17', '2029-11', POSTGRESQL),
  runtime('PostgreSQL', '18', '2030-11', POSTGRESQL),
];
