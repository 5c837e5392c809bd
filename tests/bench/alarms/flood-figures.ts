import { randomUUID } from 'node:crypto';
import type { AlarmView } from '../../../src/lib/protocol/alarms';
import type { IncidentView } from '../../../src/lib/protocol/incidents';
import { openPage } from '../kit/browser';
import { median } from '../kit/figures';
import { pause, type BenchContext, type Figure } from '../kit/scenario';
import { cardTime, watchCards } from './card-watch';
import { apiClient, untilThere, type ApiClient } from './client';
import { onAlarmStage } from './plant';
import { startFrameCount } from './frame-count';
import { alarmSizes } from './sizes';
import type { SpokenAlarm } from './speaker';

const ALARMS = 1_000;
const SEEN_WITHIN_MS = 30_000;
/** Frames are counted for so long from the first alarm on. */
const COUNTED_MS = 5_000;
/** So long after it, incidents are counted. */
const SETTLED_MS = 10_000;

/** A thousand alarms of one gateway within a second, while somebody has the alarm list open. */
export const floodFigures = (context: BenchContext): Promise<Figure[]> =>
  onAlarmStage({ drives: alarmSizes(context).drives, isLoaded: true }, context, async (stage) => {
    const responder = apiClient(stage.product.url, await stage.product.signIn('responder'));
    const before = new Set((await incidents(responder)).map(({ id }) => id));
    context.say(`${ALARMS} alarms of ${stage.speakerGateway.id} with the alarm list open`);
    const page = await openPage({ target: stage.product, person: 'operator', path: '/alarms' });
    const list = await openPage({ target: stage.product, person: 'responder', path: '/incidents' });
    try {
      const frames = await startFrameCount(page.page);
      await watchCards(list.page);
      const mark = randomUUID().slice(0, 8);
      const from = Date.now();
      await stage.speaker.raiseAll(floodOf(mark));
      const saidMs = Date.now() - from;
      const paintedAt = await untilThere('an incident on the screen', () => cardTime(list.page), {
        withinMs: SEEN_WITHIN_MS,
        signal: context.signal,
        everyMs: 20,
      });
      const found = await untilThere(
        `${ALARMS} alarms`,
        async () => {
          const count = await countMarked(responder, stage.speakerGateway.id, mark);
          return count >= ALARMS ? count : undefined;
        },
        { withinMs: SEEN_WITHIN_MS, signal: context.signal, everyMs: 200 },
      );
      const perSecond = await frames.perSecond(COUNTED_MS);
      // One that opens late is one too many as well.
      await pause(SETTLED_MS, context.signal);
      const cards = (await incidents(responder)).filter(({ id }) => !before.has(id)).length;
      return [
        {
          name: 'flood of 1,000: incident cards',
          value: cards,
          unit: '',
          limit: { most: 1 },
        },
        {
          name: 'flood of 1,000: first alarm -> incident painted',
          value: paintedAt - from,
          unit: 'ms',
          limit: { most: 2_000 },
          detail: `all acknowledged by the broker after ${saidMs} ms`,
        },
        { name: 'flood of 1,000: alarms lost', value: ALARMS - found, unit: '', limit: { most: 0 } },
        {
          name: 'flood of 1,000: frames of the page',
          value: Math.min(...perSecond),
          unit: '1/s',
          limit: { least: 30 },
          detail: `least of ${perSecond.length} seconds, median ${median(perSecond)}`,
        },
      ];
    } finally {
      await page.close();
      await list.close();
    }
  });

/** Different alarms of one cause, service by service; the text tells them from all others. */
const floodOf = (mark: string): SpokenAlarm[] =>
  Array.from({ length: ALARMS }, (_, i) => ({
    service: `meter-${String(i).padStart(4, '0')}`,
    type: 'cert_expired',
    severity: 'major',
    text: `flood ${mark} ${i}`,
    subject: `CN=meter-${String(i).padStart(4, '0')}`,
  }));

const incidents = async (person: ApiClient): Promise<IncidentView[]> =>
  (await person.get<{ items: IncidentView[] }>('incidents?state=open&limit=200')).items;

async function countMarked(person: ApiClient, gateway: string, mark: string): Promise<number> {
  let count = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: AlarmView[]; next: string | null } = await person.get(
      `alarms?state=open&gateway=${gateway}&limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    count += page.items.filter(({ text }) => text.includes(mark)).length;
    cursor = page.next;
  }
  return count;
}
