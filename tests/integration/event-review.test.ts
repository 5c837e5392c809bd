import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatewayId, siteId, zoneId, type SecurityEventId } from '../../src/lib/domain/ids';
import { MINUTE_MS } from '../../src/lib/domain/time';
import { perform } from '../../src/lib/server/access/perform';
import { reviewEvent } from '../../src/lib/server/detection/review';
import { unreviewEvent } from '../../src/lib/server/detection/unreview';
import { insertSecurityEvents } from '../../src/lib/server/storage/security-event-store';
import { accessBench, type AccessBench } from '../support/access';

let bench: AccessBench;
let event: SecurityEventId;

beforeAll(async () => {
  bench = await accessBench();
  await bench.person('kim', 'operator@plant');
  await bench.person('lea', 'operator@plant');
  await bench.person('mill', 'operator@zone:mill');
});
afterAll(() => bench.test.close());
beforeEach(async () => {
  const at = bench.clock.now();
  const [id] = await bench.test.db.transaction((tx) =>
    insertSecurityEvents(tx, [
      {
        type: 'net.port_scan.fin',
        kind: 'moment',
        severity: 'medium',
        response: 'review',
        gateway: gatewayId.parse('gw-1'),
        drive: null,
        site: siteId.parse('aarhus'),
        zone: zoneId.parse('pumps'),
        key: String(Math.random()),
        source: 'netfilter',
        text: 'FIN scan',
        fields: {},
        samples: [],
        seenValues: null,
        count: 3,
        firstSeenAt: at,
        lastSeenAt: at,
        sourceTime: null,
        historical: false,
        origin: null,
        joinsUntil: at,
        quietAt: null,
        clearedAt: null,
        clearedBy: null,
      },
    ]),
  );
  event = id!;
});

const does = async (who: string, command: typeof reviewEvent | typeof unreviewEvent) => {
  const { meta, now } = await bench.enter(who);
  return perform(bench.host, (await now()).actor, command, { id: event, note: 'a scanner of ours' }, meta);
};

describe('a review', () => {
  it('is somebody’s, once, and can be taken back by them for a minute', async () => {
    expect((await does('kim', reviewEvent)).reviewed).toMatchObject({ by: 'kim' });
    await expect(does('lea', reviewEvent)).rejects.toMatchObject({ code: 'conflict' });
    expect((await does('kim', unreviewEvent)).reviewed).toBeNull();
    const acts = (await bench.auditLines()).filter((line) => line.includes(' event.'));
    expect(acts.slice(-2)).toEqual([
      `kim event.review event:${event} done`,
      `kim event.unreview event:${event} done`,
    ]);
  });

  it('is not taken back by somebody else, nor after the minute', async () => {
    await does('kim', reviewEvent);
    await expect(does('lea', unreviewEvent)).rejects.toMatchObject({ code: 'conflict' });
    await bench.clock.advance(MINUTE_MS + 1);
    await expect(does('kim', unreviewEvent)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of another zone is as if there were no such event', async () => {
    await expect(does('mill', unreviewEvent)).rejects.toMatchObject({ code: 'not-found' });
  });
});
