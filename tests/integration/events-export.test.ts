import { afterAll, beforeAll, expect, it } from 'vitest';
import { siteId, zoneId } from '../../src/lib/domain/ids';
import { insertSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { SMALL_PLANT, type Entered } from '../support/access';
import { httpBench, type HttpBench } from '../support/http-bench';
import { aSecurityEvent } from '../support/security-events';

let bench: HttpBench;
let manager: Entered;

beforeAll(async () => {
  bench = await httpBench(SMALL_PLANT);
  await bench.person('boss', 'manager@zone:pumps');
  manager = await bench.enter('boss');
  const at = bench.clock.now();
  const site = siteId.parse('aarhus');
  const pumps = { at, site, zone: zoneId.parse('pumps') };
  const fields = { src: '198.51.100.23' };
  await bench.test.db.transaction((tx) =>
    insertSecurityEvents(tx, [
      aSecurityEvent({ ...pumps, type: 'net.port_scan.xmas', text: '=cmd, "x"', fields }),
      aSecurityEvent({ ...pumps, type: 'unknown', key: 'cron' }),
      aSecurityEvent({ at, site, zone: zoneId.parse('fans'), type: 'auth.ssh_failed' }),
    ]),
  );
});
afterAll(() => bench.test.close());

const file = async (format: string, cookie = manager.cookie) => {
  const response = await bench.ask(`/api/v1/events?format=${format}`, { cookie });
  return { response, text: await response.text() };
};

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('a spreadsheet has what the caller may see, and no text that would be a formula', async () => {
  const { response, text } = await file('csv');
  expect(response.headers.get('content-disposition')).toMatch(/security-events-[\d-]+\.csv/);
  expect(text.trim().split('\r\n')).toHaveLength(3);
  expect(text).toContain(`"'=cmd, ""x"""`);
  expect(text).not.toContain('auth.ssh_failed');
});

it('lines of JSON have every event as the API shows it', async () => {
  const { text } = await file('jsonl');
  expect(lines(text).map(({ type }) => type)).toEqual(['unknown', 'net.port_scan.xmas']);
});

it('lines of OCSF have every event that the catalogue knows', async () => {
  const { response, text } = await file('ocsf');
  expect(response.headers.get('content-disposition')).toMatch(/\.ocsf\.jsonl"/);
  expect(lines(text)).toMatchObject([
    {
      class_uid: 4001,
      type_uid: 400_106,
      severity_id: 3,
      message: '=cmd, "x"',
      src_endpoint: { ip: '198.51.100.23' },
      unmapped: { zone: 'pumps' },
    },
  ]);
});

it('there is no file of another kind, and none for strangers', async () => {
  expect((await file('xml')).response.status).toBe(422);
  expect((await file('ocsf', '')).response.status).toBe(401);
});
