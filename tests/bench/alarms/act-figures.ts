import type { AlarmView } from '../../../src/lib/protocol/alarms';
import { percentile, written } from '../kit/figures';
import { signInNewPeople } from '../kit/people';
import { startProduct, type Product } from '../kit/product';
import { plantOf } from '../kit/running';
import type { BenchContext, Figure } from '../kit/scenario';
import { apiClient, type ApiClient } from './client';
import { openIncident } from './incident';
import { startOnlookers } from './onlookers';
import { raiseMany } from './open-alarms';
import { alarmSizes, type AlarmSizes } from './sizes';

/** How long each act took, in ms, by kind. */
type Took = Record<'acknowledge' | 'shelve' | 'assign' | 'bulk', number[]>;

/**
 * What people do in a plant with ten thousand open alarms, and with a hundred thousand, while fifty are
 * connected: each act from the request to its answer.
 */
export async function actFigures(context: BenchContext): Promise<Figure[]> {
  const sizes = alarmSizes(context);
  const plant = plantOf(sizes.silentDrives);
  context.say(`starting the server with ${sizes.silentDrives} silent drives`);
  const product = await startProduct(plant);
  try {
    const cookies = await signInNewPeople(
      product,
      Array.from({ length: sizes.people }, () => 'responder@plant'),
    );
    const onlookers = await startOnlookers(product.url, cookies);
    try {
      const took: Took[] = [];
      for (const size of sizes.open) {
        await raiseMany({ product, plant, count: size }, context);
        context.say(`acting with ${size} open alarms and ${sizes.people} people connected`);
        took.push(await act(product, cookies[0]!, sizes, context));
      }
      const [few, many] = took;
      return figuresOf(few!, many!, sizes, onlookers.entries());
    } finally {
      onlookers.stop();
    }
  } finally {
    await product.stop();
  }
}

async function act(
  product: Product,
  cookie: string,
  { acts, bulks, people }: AlarmSizes,
  { signal }: BenchContext,
): Promise<Took> {
  const person = apiClient(product.url, cookie);
  const took: Took = { acknowledge: [], shelve: [], assign: [], bulk: [] };
  const fresh = freshAlarms(person);
  for (let i = 0; i < acts && !signal.aborted; i += 1) {
    const [alarm, other] = await fresh(2);
    const path = (verb: string, of: AlarmView) => `alarms/${of.id}/${verb}`;
    took.acknowledge.push((await person.post(path('acknowledge', alarm!), { note: 'seen' })).tookMs);
    const shelf = { mode: 'timed', minutes: 30, reason: 'measured' };
    took.shelve.push((await person.post(path('shelve', other!), shelf)).tookMs);
  }
  const incident = await openIncident(person);
  for (let i = 0; i < acts && !signal.aborted; i += 1) {
    const assignee = `watcher-${1 + (i % people)}`;
    const body = { assignee, processOwner: null, reason: 'measured' };
    took.assign.push((await person.post(`incidents/${incident.id}/assign`, body)).tookMs);
  }
  for (let i = 0; i < bulks && !signal.aborted; i += 1) {
    const ids = (await fresh(100)).map(({ id }) => id);
    const { answer, tookMs } = await person.post<{ done: number[] }>('alarms/acknowledge', {
      ids,
      note: 'seen',
    });
    if (answer.done.length !== ids.length)
      throw new Error(`${answer.done.length} of ${ids.length} acknowledged`);
    took.bulk.push(tookMs);
  }
  return took;
}

/** Hands out alarms that nobody has touched yet, read page by page beside what is measured. */
function freshAlarms(person: ApiClient): (count: number) => Promise<AlarmView[]> {
  const ready: AlarmView[] = [];
  let cursor: string | null = '';
  return async (count) => {
    while (ready.length < count && cursor !== null) {
      const page: { items: AlarmView[]; next: string | null } = await person.get(
        `alarms?state=open&limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      ready.push(...page.items.filter(({ state, priority }) => state === 'unacknowledged' && priority !== 1));
      cursor = page.next;
    }
    return ready.splice(0, count);
  };
}

function figuresOf(few: Took, many: Took, { open, people }: AlarmSizes, entries: number): Figure[] {
  const [least, tenfold] = open.map((size) => size.toLocaleString('en'));
  const p99 = (values: readonly number[]) => percentile(values, 99);
  const most = (values: readonly number[]) => Math.max(...values);
  const acts = (['acknowledge', 'shelve', 'assign'] as const).flatMap((kind): Figure[] => {
    const [small, large] = [p99(few[kind]), p99(many[kind])];
    return [
      {
        name: `${kind} with ${least} open alarms, p99`,
        value: small,
        unit: 'ms',
        limit: { most: 150 },
        detail: `${few[kind].length} acts, p50 ${written(percentile(few[kind], 50))}, most ${written(most(few[kind]))}`,
      },
      {
        name: `${kind} with ${tenfold} to ${least}, p99`,
        value: large / small,
        unit: 'times',
        limit: { most: 2 },
        detail: `${written(large)} ms; p50 ${written(percentile(many[kind], 50))}`,
      },
    ];
  });
  return [
    ...acts,
    {
      name: `bulk of 100 with ${least} open alarms, most`,
      value: most(few.bulk),
      unit: 'ms',
      limit: { most: 500 },
      detail: `${few.bulk.length} bulks, p50 ${written(percentile(few.bulk, 50))}`,
    },
    {
      name: `bulk of 100 with ${tenfold} to ${least}, most`,
      value: most(many.bulk) / most(few.bulk),
      unit: 'times',
      limit: { most: 2 },
      detail: `${written(most(many.bulk))} ms`,
    },
    { name: `durable entries that came to the ${people}`, value: entries, unit: '', limit: { least: 1 } },
  ];
}
