import { describe, expect, it } from 'vitest';
import type { EventTypeId } from '../catalogue';
import { readNetfilter } from './netfilter';

const packet = (flags: string, prefix = 'sec:scan ', ports = 'SPT=41234 DPT=22') =>
  `${prefix}IN=eth1 OUT= MAC=02:00:5e:10:00:01 SRC=198.51.100.23 DST=192.0.2.10 LEN=40 TOS=0x00 TTL=52 ID=0 ` +
  `PROTO=TCP ${ports} WINDOW=1024 RES=0x00 ${flags}URGP=0 `;

describe('the flags of a packet', () => {
  it.each([
    ['URG PSH FIN ', 'net.port_scan.xmas'],
    ['URG PSH SYN FIN ', 'net.port_scan.xmas'],
    ['SYN FIN ', 'net.port_scan.syn_fin'],
    ['RST SYN ', 'net.port_scan.syn_rst'],
    ['', 'net.port_scan.null'],
    ['FIN ', 'net.port_scan.fin'],
    ['SYN ', 'net.firewall_drop'],
    ['ACK FIN ', 'net.firewall_drop'],
    ['ACK PSH ', 'net.firewall_drop'],
  ] satisfies [string, EventTypeId][])('%o are told as %s', (flags, type) => {
    expect(readNetfilter(packet(flags))).toMatchObject({ type, fields: { src: '198.51.100.23', dpt: 22 } });
  });

  it('are whole words: the URGP=0 at the end of every line makes no X-mas scan', () => {
    expect(readNetfilter(packet('PSH FIN '))).toMatchObject({ type: 'net.firewall_drop' });
  });

  it('are not believed to be missing when the line was cut', () => {
    const cut = packet('').split(' WINDOW')[0] ?? '';
    expect(readNetfilter(cut)).toMatchObject({ type: 'net.firewall_drop' });
  });
});

describe('a rule of ours says what it is for', () => {
  it.each([
    ['sec:syn-flood ', 'net.syn_flood', '22'],
    ['sec:icmp-flood ', 'net.icmp_flood', ''],
    ['sec:ssh-limit ', 'net.ssh_flood', '198.51.100.23'],
    ['sec:http-limit ', 'net.http_flood', '198.51.100.23'],
    ['sec:drop ', 'net.firewall_drop', '198.51.100.23 22 tcp'],
  ] satisfies [string, EventTypeId, string][])('%s', (prefix, type, key) => {
    expect(readNetfilter(packet('SYN ', prefix))).toMatchObject({ type, key });
  });

  it('and nobody is blamed for a flood by its forged source', () => {
    const reading = readNetfilter(packet('SYN ', 'sec:syn-flood '));
    expect(reading).toMatchObject({ text: 'SYN flood against 192.0.2.10 port 22' });
  });
});

describe('what leaves the gateway', () => {
  const out = (port: number, prefix = '') =>
    `${prefix}IN= OUT=wwan0 SRC=192.0.2.10 DST=203.0.113.200 LEN=60 PROTO=TCP SPT=40000 DPT=${port} WINDOW=64240 RES=0x00 SYN URGP=0`;

  it('is unexpected unless its port is one a gateway uses', () => {
    expect(readNetfilter(out(4444))).toMatchObject({
      type: 'net.unexpected_outbound',
      key: '203.0.113.200 4444',
    });
    for (const port of [443, 8883, 123, 53])
      expect(readNetfilter(out(port))).toMatchObject({ type: 'net.firewall_drop' });
  });

  it('is unexpected whatever its port when the rule for it says so', () => {
    expect(readNetfilter(out(443, 'sec:egress '))).toMatchObject({ type: 'net.unexpected_outbound' });
  });
});

it('IPv6, UDP and lines of ulogd are read as well', () => {
  expect(
    readNetfilter(
      'sec:drop IN=eth1.2 OUT= SRC=2001:0db8:0000:0000:0000:0000:0000:0066 DST=2001:db8::10 LEN=80 TC=0 HOPLIMIT=58 FLOWLBL=0 PROTO=UDP SPT=50000 DPT=161 LEN=40',
    ),
  ).toMatchObject({ type: 'net.firewall_drop', fields: { proto: 'udp', dpt: 161, in: 'eth1.2' } });
  expect(
    readNetfilter('IN=eth0 SRC=198.51.100.23 DST=192.0.2.10 PROTO=TCP SPT=1 DPT=2 SYN URGP=0'),
  ).toMatchObject({
    type: 'net.firewall_drop',
  });
});

it('what was let through is nothing, unless it is a scan', () => {
  expect(readNetfilter(packet('SYN ', '[UFW AUDIT] '))).toBe('nothing');
  expect(readNetfilter(packet('SYN FIN ', '[UFW AUDIT] '))).toMatchObject({ type: 'net.port_scan.syn_fin' });
});

it('a broken line is unknown', () => {
  expect(readNetfilter(packet('SYN ').replace('IN=', 'XX='))).toBe('unknown');
  expect(readNetfilter('IN=eth0 OUT= SRC=198.51.100.23')).toBe('unknown');
  expect(readNetfilter('')).toBe('unknown');
});

it('of an ICMP error the outer packet counts, not the one within', () => {
  const line =
    'IN=eth0 OUT= SRC=192.0.2.1 DST=192.0.2.10 PROTO=ICMP TYPE=3 CODE=3 [SRC=203.0.113.9 DST=198.51.100.1 PROTO=UDP SPT=1 DPT=2 ]';
  expect(readNetfilter(line)).toMatchObject({ fields: { src: '192.0.2.1', proto: 'icmp' } });
});
