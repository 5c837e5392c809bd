import { expect, it } from 'vitest';
import { gatewayId } from '../../domain/ids';
import { DAY_MS } from '../../domain/time';
import type { SecurityEventRow } from '../storage/security-event-store';
import { certificateReports, stepOf } from './certificate-watch';

const NOW = Date.UTC(2026, 10, 20, 9);
const GATEWAY = gatewayId.parse('gw-1');

const open = (type: string, days: number) =>
  ({ type, gateway: GATEWAY, key: 'gw-1', fields: { days } }) as unknown as SecurityEventRow;
const said = (days: number, known: readonly SecurityEventRow[] = []) =>
  certificateReports([{ gateway: GATEWAY, notAfter: NOW + days * DAY_MS }], known, NOW).map(
    ({ type, body }) => `${type}${(body as { ends: boolean }).ends ? ' ends' : ''}`,
  );

it('speaks of a certificate at 60, 30 and 7 days, each time once', () => {
  expect([61, 60, 31, 30, 8, 7, 0].map(stepOf)).toEqual([undefined, 60, 60, 30, 30, 7, 7]);
  expect(said(61)).toEqual([]);
  expect(said(59)).toEqual(['cert.expiring']);
  expect(said(45, [open('cert.expiring', 59)])).toEqual([]);
  expect(said(29, [open('cert.expiring', 59)])).toEqual(['cert.expiring']);
});

it('says when it has run out, instead of that it will', () => {
  expect(said(-1, [open('cert.expiring', 3)])).toEqual(['cert.expiring ends', 'cert.expired']);
  expect(said(-2, [open('cert.expired', -1)])).toEqual([]);
});

it('says when it was renewed, and only where something was to be said before', () => {
  expect(said(300, [open('cert.expiring', 3)])).toEqual(['cert.renewed']);
  expect(said(300, [open('cert.expired', -3)])).toEqual(['cert.renewed']);
  expect(said(20, [open('cert.expired', -3)])).toEqual(['cert.expired ends', 'cert.expiring']);
  expect(said(300)).toEqual([]);
});
