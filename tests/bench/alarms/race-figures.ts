import type { Durable } from '../../../src/lib/protocol/down';
import { signInNewPeople } from '../kit/people';
import { startProduct } from '../kit/product';
import { plantOf } from '../kit/running';
import type { BenchContext, Figure } from '../kit/scenario';
import { apiClient, untilThere } from './client';
import { openIncident } from './incident';
import { startOnlookers } from './onlookers';

const PEOPLE = 50;
const DRIVES = 100;
const SEEN_WITHIN_MS = 10_000;

/** Fifty people acknowledge one incident at the same moment: who wins, and when everybody sees the name. */
export async function raceFigures({ say, signal }: BenchContext): Promise<Figure[]> {
  const product = await startProduct(plantOf(DRIVES));
  try {
    const people = Array.from({ length: PEOPLE }, () => 'responder@plant');
    const cookies = await signInNewPeople(product, people);
    /** When each was told the name of who acknowledged, and which. */
    const seen = new Map<number, { at: number; by: string }>();
    const onlookers = await startOnlookers(product.url, cookies, (person, entry) => {
      const by = acknowledgedBy(entry);
      if (by !== undefined && !seen.has(person)) seen.set(person, { at: performance.now(), by });
    });
    try {
      const incident = await openIncident(apiClient(product.url, cookies[0]!));
      say(`${PEOPLE} people acknowledge one incident`);
      const begun = performance.now();
      const tries = await Promise.allSettled(
        cookies.map((cookie) =>
          apiClient(product.url, cookie).post(`incidents/${incident.id}/acknowledge`, { note: 'mine' }),
        ),
      );
      await untilThere('everybody sees the name', async () => seen.size === PEOPLE || undefined, {
        withinMs: SEEN_WITHIN_MS,
        signal,
        everyMs: 10,
      });
      const last = Math.max(...[...seen.values()].map(({ at }) => at));
      return [
        {
          name: `${PEOPLE} acknowledge at once: who won`,
          value: tries.filter(({ status }) => status === 'fulfilled').length,
          unit: '',
          limit: { most: 1 },
          detail: `${new Set([...seen.values()].map(({ by }) => by)).size} name seen`,
        },
        {
          name: `${PEOPLE} acknowledge at once: first try -> everybody sees the name`,
          value: last - begun,
          unit: 'ms',
          limit: { most: 500 },
        },
      ];
    } finally {
      onlookers.stop();
    }
  } finally {
    await product.stop();
  }
}

const acknowledgedBy = ({ event }: Durable): string | undefined =>
  event.type === 'incident.changed' ? event.incident.acknowledged?.by : undefined;
