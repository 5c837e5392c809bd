import { expect, it } from 'vitest';
import { readChrony, readTimesyncd } from './chrony';

it('chrony that finds no time says why', () => {
  expect(readChrony("Can't synchronise: no selectable sources (2 unreachable sources)")).toMatchObject({
    type: 'time.unsynced',
    ends: false,
    fields: { why: 'no selectable sources (2 unreachable sources)' },
  });
  expect(readChrony("Can't synchronise: no majority")).toMatchObject({ type: 'time.unsynced' });
});

it('a source that is selected ends that', () => {
  expect(readChrony('Selected source 192.0.2.123 (ntp1.example.org)')).toMatchObject({
    type: 'time.unsynced',
    ends: true,
    text: 'Clock synchronised: 192.0.2.123',
  });
});

it('one step is told once, by how much', () => {
  expect(readChrony('System clock wrong by -1.837291 seconds')).toBe('nothing');
  expect(readChrony('System clock was stepped by -1.837291 seconds')).toMatchObject({
    type: 'time.stepped',
    fields: { seconds: -1.837291 },
  });
  expect(readChrony('Forward time jump detected!')).toMatchObject({ fields: { direction: 'forward' } });
  expect(readChrony('System clock was stepped by many seconds')).toBe('unknown');
});

it('a source that disagrees is named', () => {
  expect(readChrony('Detected falseticker 192.0.2.124 (ntp2.example.org)')).toMatchObject({
    type: 'time.falseticker',
    key: '192.0.2.124',
  });
});

it('what else chrony tells is nothing, or unknown', () => {
  expect(readChrony('Source 192.0.2.123 offline')).toBe('nothing');
  expect(readChrony('Fatal error : x')).toBe('unknown');
});

it('timesyncd loses and finds its server, and steps', () => {
  expect(readTimesyncd('Timed out waiting for reply from 192.0.2.123:123 (ntp1.example.org).')).toMatchObject(
    {
      type: 'time.unsynced',
      ends: false,
    },
  );
  expect(readTimesyncd('Contacted time server 192.0.2.124:123 (ntp2.example.org).')).toMatchObject({
    ends: true,
  });
  expect(readTimesyncd('Initial clock synchronization to Fri 2026-11-20 11:00:40.123456 UTC.')).toMatchObject(
    { ends: true },
  );
  expect(readTimesyncd('System time changed. Resyncing.')).toMatchObject({ type: 'time.stepped' });
  expect(readTimesyncd('Invalid response from server. Disconnecting.')).toBe('nothing');
  expect(readTimesyncd('x')).toBe('unknown');
});
