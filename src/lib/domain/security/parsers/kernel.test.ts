import { describe, expect, it } from 'vitest';
import { readKernel } from './kernel';

describe('USB', () => {
  const device = 'usb 1-1.2: New USB device found, idVendor=0781, idProduct=5567, bcdDevice= 1.00';

  it('devices are told with port, vendor and product', () => {
    expect(readKernel(`[ 9000.250000] ${device}`)).toMatchObject({
      type: 'host.usb_insert',
      key: '1-1.2 0781 5567',
    });
  });

  it('devices within the first minute were there before', () => {
    expect(readKernel(`[    2.250000] ${device}`)).toBe('nothing');
    expect(readKernel(device)).toMatchObject({ type: 'host.usb_insert' });
  });

  it('storage is told whenever it is found', () => {
    expect(
      readKernel('[ 9000.300000] usb-storage 1-1.2:1.0: USB Mass Storage device detected'),
    ).toMatchObject({
      type: 'host.removable_storage',
      key: '1-1.2:1.0',
    });
  });

  it('numbers and names beside it are nothing', () => {
    expect(readKernel('[ 9000.1] usb 1-1.2: SerialNumber: 4C53')).toBe('nothing');
    expect(readKernel('[ 9000.1] usb 1-1.2: new high-speed USB device number 5 using xhci_hcd')).toBe(
      'nothing',
    );
    expect(readKernel('[ 9000.1] usb 1-1.2: New USB device found, idVendor=<b>')).toBe('unknown');
  });
});

it('a flood that the kernel answers with cookies is a SYN flood', () => {
  for (const line of [
    'TCP: request_sock_TCP: Possible SYN flooding on port 443. Sending cookies.  Check SNMP counters.',
    '[ 77.1] TCP: request_sock_TCP: Possible SYN flooding on port 0.0.0.0:443. Sending cookies.',
  ]) {
    expect(readKernel(line)).toMatchObject({ type: 'net.syn_flood', key: '443' });
  }
});

it('packets and records of the audit go to those who can read them', () => {
  expect(
    readKernel(
      '[ 5123.1] sec:drop IN=eth1 OUT= SRC=198.51.100.23 DST=192.0.2.10 PROTO=TCP SPT=1 DPT=23 SYN URGP=0',
    ),
  ).toMatchObject({ type: 'net.firewall_drop', fields: { rule: 'sec:drop' } });
  expect(readKernel('[ 1.1] audit: backlog limit exceeded')).toMatchObject({ type: 'host.audit_tamper' });
});

it('what else the kernel says is unknown', () => {
  expect(readKernel('[ 1.1] EXT4-fs error')).toBe('unknown');
  expect(readKernel('')).toBe('unknown');
});
