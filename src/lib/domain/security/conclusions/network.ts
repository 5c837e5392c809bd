import { MINUTE_MS } from '../../time';
import { EVENT_TYPES, type EventTypeId } from '../catalogue';
import type { Finding } from '../finding';
import { keyOf } from '../key';
import { recentOf, type Situation } from '../situation';
import { textIn, type Judgement, type JudgementRule } from './rule';

/** A lone FIN is also what is left of a connection the firewall has forgotten: so many in a minute are a scan. */
const FIN_PACKETS = 5;
const FIN_PORTS = 3;

/** From outside somebody looks, and that is looked at; from inside somebody is in the drive network already. */
function scan({ fields }: Finding, { isInside, isOwnScanner }: Situation): Judgement | undefined {
  const src = textIn(fields, 'src');
  if (isOwnScanner(src)) {
    return { severity: 'info', isExplained: true, because: `${src} is the plant’s own scanner` };
  }
  return isInside(src)
    ? { severity: 'high', because: `${src} is within the plant’s own network` }
    : undefined;
}

function finScan(finding: Finding, situation: Situation): Judgement | undefined {
  const isScan = recentOf(situation, ['net.port_scan.fin'], textIn(finding.fields, 'src'))
    .filter((row) => row.lastSeenAt > situation.at - MINUTE_MS)
    .some((row) => row.count >= FIN_PACKETS || (row.distinct ?? 0) >= FIN_PORTS);
  return isScan
    ? scan(finding, situation)
    : { severity: 'info', isExplained: true, because: 'a single FIN can be the rest of an old connection' };
}

/** Many ports of one source in a minute, each dropped for itself, are one scan. */
function drop({ fields }: Finding, situation: Situation): Judgement | undefined {
  const src = textIn(fields, 'src');
  if (src === '' || textIn(fields, 'dpt') === '') return undefined;
  const ports = new Set(
    recentOf(situation, ['net.firewall_drop'], src).map((row) => textIn(row.fields, 'dpt')),
  );
  const { threshold = Infinity } = EVENT_TYPES['net.port_scan.generic'].aggregate;
  if (ports.size < threshold) return undefined;
  const found = { src, ports: ports.size };
  return {
    also: [
      {
        type: 'net.port_scan.generic',
        fields: found,
        text: `${src} tried ${ports.size} ports within a minute`,
        key: keyOf('net.port_scan.generic', found),
        source: 'zonewatch',
        ends: false,
      },
    ],
  };
}

/** Scans and what adds up to one. */
export const NETWORK_RULES = {
  'net.port_scan.syn_fin': scan,
  'net.port_scan.syn_rst': scan,
  'net.port_scan.xmas': scan,
  'net.port_scan.null': scan,
  'net.port_scan.fin': finScan,
  'net.port_scan.generic': scan,
  'net.firewall_drop': drop,
} as const satisfies Partial<Record<EventTypeId, JudgementRule>>;
