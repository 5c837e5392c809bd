import type { AlarmView } from '../../../src/lib/protocol/alarms';
import type { IncidentView } from '../../../src/lib/protocol/incidents';
import { percentile, written } from '../kit/figures';
import { signInNewPeople } from '../kit/people';
import { startProduct, type Product } from '../kit/product';
import { plantOf } from '../kit/running';
import type { BenchContext, Figure } from '../kit/scenario';
import { apiClient, type ApiClient } from './client';
import { startOnlookers } from './onlookers';
import { raiseMany } from './open-alarms';

const PEOPLE = 50;
/** Drives of the plant: room for all the alarms, none of them publishing. */
const DRIVES = 10_000;
const SIZES = [10_000, 100_000] as const;
/** Acts of each kind, one after the other, as a busy control room does them. */
const ACTS = 200;
const BULKS = 10;

/** How long each act took, in ms, by kind. */
type Took = Record<'acknowledge' | 'shelve' | 'assign' | 'bulk', number[]>;

/**
 * What people do in a plant with ten thousand open alarms, and with a hundred thousand, while fifty are
 * connected: each act from the request to its answer.
 */
export async function actFigures(context: BenchContext): Promise<Figure[]> {
  const plant = plantOf(DRIVES);
  context.say(`starting the server with ${DRIVES} silent drives`);
  const product = await startProduct(plant);
  try {
    const cookies = await signInNewPeople(
      product,
      Array.from({ length: PEOPLE }, () => 'responder@plant'),
    );
    const onlookers = await startOnlookers(product.url, cookies);
    try {
      const took: Took[] = [];
      let open = 0;
      for (const size of SIZES) {
        await raiseMany({ product, plant, count: size }, context);
        open = size;
        context.say(`acting with ${open} open alarms and ${PEOPLE} people connected`);
        took.push(await act(product, cookies[0]!, context));
      }
      const [at10k, at100k] = took;
      return figuresOf(at10k!, at100k!, onlookers.entries());
    } finally {
      onlookers.stop();
    }
  } finally {
    await product.stop();
  }
}

async function act(product: Product, cookie: string, { signal }: BenchContext): Promise<Took> {
  const person = apiClient(product.url, cookie);
  const took: Took = { acknowledge: [], shelve: [], assign: [], bulk: [] };
  const fresh = freshAlarms(person);
  for (let i = 0; i < ACTS && !signal.aborted; i += 1) {
    const [alarm, other] = await fresh(2);
    const path = (verb: string, of: AlarmView) => `alarms/${of.id}/${verb}`;
    took.acknowledge.push((await person.post(path('acknowledge', alarm!), { note: 'seen' })).tookMs);
    const shelf = { mode: 'timed', minutes: 30, reason: 'measured' };
    took.shelve.push((await person.post(path('shelve', other!), shelf)).tookMs);
  }
  const incident = await openIncident(person);
  for (let i = 0; i < ACTS && !signal.aborted; i += 1) {
    const assignee = `watcher-${1 + (i % PEOPLE)}`;
    const body = { assignee, processOwner: null, reason: 'measured' };
    took.assign.push((await person.post(`incidents/${incident.id}/assign`, body)).tookMs);
  }
  for (let i = 0; i < BULKS && !signal.aborted; i += 1) {
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

async function openIncident(person: ApiClient): Promise<IncidentView> {
  const { items } = await person.get<{ items: { id: string }[] }>('sites');
  const { answer } = await person.post<{ incident: IncidentView }>('incidents', {
    site: items[0]!.id,
    zone: null,
    title: 'Measured incident',
    severity: 3,
    reason: 'measured',
    links: [],
  });
  return answer.incident;
}

function figuresOf(at10k: Took, at100k: Took, entries: number): Figure[] {
  const p99 = (values: readonly number[]) => percentile(values, 99);
  const most = (values: readonly number[]) => Math.max(...values);
  const acts = (['acknowledge', 'shelve', 'assign'] as const).flatMap((kind): Figure[] => {
    const [small, large] = [p99(at10k[kind]), p99(at100k[kind])];
    return [
      {
        name: `${kind} with 10,000 open alarms, p99`,
        value: small,
        unit: 'ms',
        limit: { most: 150 },
        detail: `${at10k[kind].length} acts, p50 ${written(percentile(at10k[kind], 50))}, most ${written(most(at10k[kind]))}`,
      },
      {
        name: `${kind} with 100,000 to 10,000, p99`,
        value: large / small,
        unit: 'times',
        limit: { most: 2 },
        detail: `${written(large)} ms; p50 ${written(percentile(at100k[kind], 50))}`,
      },
    ];
  });
  return [
    ...acts,
    {
      name: 'bulk of 100 with 10,000 open alarms, most',
      value: most(at10k.bulk),
      unit: 'ms',
      limit: { most: 500 },
      detail: `${at10k.bulk.length} bulks, p50 ${written(percentile(at10k.bulk, 50))}`,
    },
    {
      name: 'bulk of 100 with 100,000 to 10,000, most',
      value: most(at100k.bulk) / most(at10k.bulk),
      unit: 'times',
      limit: { most: 2 },
      detail: `${written(most(at100k.bulk))} ms`,
    },
    { name: 'durable entries that came to the fifty', value: entries, unit: '', limit: { least: 1 } },
  ];
}
