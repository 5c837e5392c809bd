import type { EventTypeId } from '../catalogue';
import type { Reading } from '../finding';
import { finding, type FoundFields } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { wholeNumber, Words } from './words';

/** What is read of a firewall's line: each key the first time it stands there, and the TCP flags. */
interface Packet {
  prefix: string;
  values: ReadonlyMap<string, string>;
  flags: ReadonlySet<string>;
}

const KEYS = new Set(['IN', 'OUT', 'SRC', 'DST', 'PROTO', 'SPT', 'DPT', 'URGP']);
const FLAGS = new Set(['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN']);

/** Prefixes that our own firewall rules give their lines, and what those rules are for. */
const PREFIXES: Readonly<Record<string, EventTypeId>> = {
  'sec:syn-flood': 'net.syn_flood',
  'sec:icmp-flood': 'net.icmp_flood',
  'sec:ssh-limit': 'net.ssh_flood',
  'sec:http-limit': 'net.http_flood',
  'sec:egress': 'net.unexpected_outbound',
};

/** Destination ports a gateway may use: HTTPS, MQTT over TLS, NTP, DNS. Listeners have a list of their own. */
const ALLOWED_DESTINATIONS = new Set(['443', '8883', '123', '53']);

/** Words of a prefix that says the packet was let through. */
const PASSED = /ALLOW|ACCEPT|AUDIT/i;

/** A line that iptables' or nftables' LOG target has made. */
export function readNetfilter(text: string): Reading {
  const packet = tokens(text);
  const { values, prefix } = packet;
  // A line cut short or broken has lost one of these; what it was cannot be known.
  if (!values.has('IN') || !values.get('SRC') || !values.get('DST') || !values.get('PROTO')) return 'unknown';
  const rule = PREFIXES[upToSpace(prefix)];
  if (rule !== undefined) return told(rule, packet);
  const scan = scanType(packet);
  if (scan !== undefined) return told(scan, packet);
  if (PASSED.test(prefix)) return 'nothing';
  return told(isUnexpectedOutbound(packet) ? 'net.unexpected_outbound' : 'net.firewall_drop', packet);
}

function tokens(text: string): Packet {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const words = new Words(text);
  const before: string[] = [];
  for (let word = words.next(); word !== ''; word = words.next()) {
    const equals = word.indexOf('=');
    const key = equals === -1 ? '' : word.slice(0, equals);
    if (KEYS.has(key)) {
      if (!values.has(key)) values.set(key, word.slice(equals + 1));
    } else if (values.size === 0) {
      if (before.length < 8) before.push(word);
    } else if (FLAGS.has(word)) {
      // Whole words only: every TCP line ends in `URGP=0`.
      flags.add(word);
    }
  }
  return { prefix: prefixOf(before), values, flags };
}

/** The words before the first key, without the kernel's own `[ 5123.100001]`. */
function prefixOf(words: readonly string[]): string {
  const start = words.findIndex((word) => /[A-Za-z]/.test(word));
  return start === -1 ? '' : words.slice(start).join(' ');
}

const upToSpace = (text: string): string => text.split(' ', 1)[0] ?? '';

/**
 * The kind of scan that the flags of a TCP packet are; none of these combinations is proper TCP, except a lone
 * FIN. Only with `URGP=` are the flags known to be all there: a line cut before it would look like no flags at all.
 */
function scanType({ values, flags }: Packet): EventTypeId | undefined {
  if (values.get('PROTO') !== 'TCP' || !values.has('URGP')) return undefined;
  const has = (...names: string[]) => names.every((flag) => flags.has(flag));
  if (has('FIN', 'PSH', 'URG')) return 'net.port_scan.xmas';
  if (has('SYN', 'FIN')) return 'net.port_scan.syn_fin';
  if (has('SYN', 'RST')) return 'net.port_scan.syn_rst';
  if (flags.size === 0) return 'net.port_scan.null';
  return flags.size === 1 && has('FIN') ? 'net.port_scan.fin' : undefined;
}

/** Sent by the gateway itself (no interface it came in by), to a port no gateway of ours has business with. */
const isUnexpectedOutbound = ({ values }: Packet): boolean =>
  values.get('IN') === '' &&
  (values.get('OUT') ?? '') !== '' &&
  values.has('DPT') &&
  !ALLOWED_DESTINATIONS.has(values.get('DPT') ?? '');

function told(type: EventTypeId, packet: Packet): Reading {
  const fields = fieldsOf(packet);
  const to = `${fields['dst']}${fields['dpt'] === undefined ? '' : ` port ${fields['dpt']}`}`;
  return finding(
    'netfilter',
    type,
    TEXTS[type]?.(`${fields['src']}`, to) ?? `${fields['src']} to ${to}`,
    fields,
  );
}

const TEXTS: Partial<Record<EventTypeId, (src: string, to: string) => string>> = {
  // The source of a flood is mostly forged: it is kept among the fields, and nobody is blamed by it.
  'net.syn_flood': (_, to) => `SYN flood against ${to}`,
  'net.icmp_flood': (_, to) => `Ping flood against ${to}`,
  'net.ssh_flood': (src, to) => `SSH connections above the limit from ${src} to ${to}`,
  'net.http_flood': (src, to) => `Web connections above the limit from ${src} to ${to}`,
  'net.unexpected_outbound': (src, to) => `${src} connects to ${to}, which is not allowed`,
  'net.firewall_drop': (src, to) => `Dropped: ${src} to ${to}`,
  'net.port_scan.xmas': (src, to) => `X-mas scan from ${src} of ${to}`,
  'net.port_scan.syn_fin': (src, to) => `SYN-FIN scan from ${src} of ${to}`,
  'net.port_scan.syn_rst': (src, to) => `SYN-RST scan from ${src} of ${to}`,
  'net.port_scan.null': (src, to) => `NULL scan from ${src} of ${to}`,
  'net.port_scan.fin': (src, to) => `FIN scan from ${src} of ${to}`,
};

function fieldsOf({ prefix, values, flags }: Packet): FoundFields {
  const text = (key: string): string | undefined => {
    const value = values.get(key);
    return value === undefined || value === '' ? undefined : visibleText(value, MAX_NAME);
  };
  return {
    src: text('SRC'),
    dst: text('DST'),
    proto: text('PROTO')?.toLowerCase(),
    spt: wholeNumber(values.get('SPT')),
    dpt: wholeNumber(values.get('DPT')),
    in: text('IN'),
    out: text('OUT'),
    flags: [...flags].join(' '),
    rule: visibleText(prefix, MAX_NAME),
  };
}
