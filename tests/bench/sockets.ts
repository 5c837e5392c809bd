import type { View } from '../../src/lib/protocol/views';
import type { BenchPlant } from './kit/bench-plant';
import { runBare, serverFigures } from './kit/beside';
import { gatherEvidence, socketsAliveFigures, type Evidence } from './kit/evidence';
import { medianOf, worstOf } from './kit/figures';
import { signInNewPeople } from './kit/people';
import { watchMemory } from './kit/resident-memory';
import { plantOf, withRunning } from './kit/running';
import { pause, type BenchContext, type Figure, type Scenario } from './kit/scenario';
import { slope, type Reading } from './kit/trend';
import { driveView, gatewayView, siteViews } from './kit/views';
import type { WatchersResult } from './kit/watchers/messages';
import { startWatchers, type Watchers } from './kit/watchers/watchers';

const DRIVES = 2_000;
const SOCKETS = 500;
/** So that nobody has more windows open than a person may (32). */
const PEOPLE = 20;
/** A socket that reads again has caught up by then, and nothing is kept from it any more. */
const CAUGHT_UP_MS = 5_000;
/** The server's own memory has found its size by then. */
const SETTLE_MS = 20_000;

/** What a person may see: the whole plant, one site, or one zone of it. */
interface Scope {
  grant: string;
  site: string | undefined;
  zone: string | undefined;
}

/** Many people with different rights, on different pages. */
export const scenario: Scenario = {
  name: 'sockets',
  title: `${SOCKETS} sockets of ${PEOPLE} people with different scopes, 2,000 drives at 1 Hz; beside it the bare pipeline`,
  async run(context) {
    const { pairs, memory, evidence } = await ours(context);
    const bare = await runBare(plantOf(DRIVES), SOCKETS, context);
    return [
      ...figures(pairs, memory),
      // Of the windows in which all read.
      evidence.keptBack(),
      ...evidence.loadFigures(),
      ...serverFigures(evidence.shares, bare),
    ];
  },
};

const ours = (context: BenchContext) =>
  withRunning({ drives: DRIVES }, context, async (running) => {
    const { plant, product, load } = running;
    const scopes = scopesOf(plant);
    const cookies = await signInNewPeople(
      product,
      scopes.map(({ grant }) => grant),
    );
    const watchers = await startWatchers({
      target: product,
      plant,
      cookies,
      sockets: SOCKETS,
      viewsOf: (i) => viewsOf(i, scopes[i % PEOPLE]!, plant),
      publishedAt: load.publishedAt,
    });
    try {
      await pause(SETTLE_MS, context.signal);
      const memory = watchMemory(product.pids().node);
      const evidence = gatherEvidence(running);
      const pairs = await stallWindows(watchers, evidence, context);
      return { pairs, memory: memory.stop(), evidence };
    } finally {
      await watchers.stop();
    }
  });

/** Half of all see the whole plant, the others one site or one zone each. */
function scopesOf(plant: BenchPlant): Scope[] {
  const sites = [...new Set(plant.gateways.map(({ site }) => site))];
  const zones = [...new Map(plant.gateways.map((gateway) => [gateway.zone, gateway])).values()];
  return Array.from({ length: PEOPLE }, (_, i) => {
    if (i % 2 === 0) return { grant: 'operator@plant', site: undefined, zone: undefined };
    const site = sites[Math.floor(i / 4) % sites.length]!;
    if (i % 4 === 1) return { grant: `operator@site:${site}`, site, zone: undefined };
    const zone = zones[Math.floor(i / 4) % zones.length]!;
    return { grant: `operator@zone:${zone.zone}`, site: zone.site, zone: zone.zone };
  });
}

/** Of ten sockets of a person four show the fleet, three a site, two a drive, one a gateway. */
function viewsOf(socket: number, { site, zone }: Scope, plant: BenchPlant): View[] {
  const kind = Math.floor(socket / PEOPLE) % 10;
  const gateways = plant.gateways.filter(
    (gateway) =>
      (site === undefined || gateway.site === site) && (zone === undefined || gateway.zone === zone),
  );
  const gateway = gateways[socket % gateways.length]!;
  if (kind < 4) return [{ type: 'fleet' }];
  if (kind < 7) return siteViews({ ...plant, gateways: [gateway] });
  if (kind < 9) return [driveView(gateway.drives[socket % gateway.drives.length]!)];
  return [gatewayView(gateway.id)];
}

interface Pair {
  calm: WatchersResult;
  stalled: WatchersResult;
  /** Frames that the one took in while it read, and while it was to read nothing. */
  ownFrames: { calm: number; stalled: number };
}

/** Windows side by side: all take what they are sent, then one reads nothing; another one each time. */
async function stallWindows(
  watchers: Watchers,
  evidence: Evidence,
  { seconds, runs, say, signal }: BenchContext,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  // Sockets that are or were stalled: what they get late is no measure of the others.
  const without: number[] = [];
  const window = async (slow: number) => {
    watchers.reset();
    await pause(seconds * 1_000, signal);
    const others = await watchers.result({ without });
    const own = await watchers.result({ only: [slow] });
    return { others, frames: own.frames };
  };
  for (let run = 0; run < runs; run += 1) {
    // A socket on the fleet, which is sent the most.
    const slow = run * 2;
    without.push(slow);
    say(`windows ${run + 1} of ${runs}: all read`);
    await evidence.begin();
    const calm = await window(slow);
    await evidence.end();
    watchers.stall(slow, true);
    say(`windows ${run + 1} of ${runs}: one reads nothing`);
    const stalled = await window(slow);
    watchers.stall(slow, false);
    await pause(CAUGHT_UP_MS, signal);
    const ownFrames = { calm: calm.frames, stalled: stalled.frames };
    pairs.push({ calm: calm.others, stalled: stalled.others, ownFrames });
  }
  return pairs;
}

function figures(pairs: readonly Pair[], memory: readonly Reading[]): Figure[] {
  const changes = pairs.map((pair) => Math.abs(pair.stalled.p99 / pair.calm.p99 - 1) * 100);
  return [
    {
      name: 'publish -> socket p99',
      unit: 'ms',
      limit: { most: 500 },
      ...medianOf(pairs.map(({ calm }) => calm.p99)),
    },
    { name: 'publish -> socket p50', unit: 'ms', ...medianOf(pairs.map(({ calm }) => calm.p50)) },
    {
      name: 'p99 of the others while one is stalled',
      unit: 'ms',
      ...medianOf(pairs.map(({ stalled }) => stalled.p99)),
    },
    {
      name: 'change of p99 by the stalled one',
      unit: '%',
      limit: { most: 10 },
      ...medianOf(changes),
    },
    {
      name: 'frames taken in by the stalled one',
      unit: '% of before',
      // What was on its way when it stopped reading; more, and it was not stalled.
      limit: { most: 5 },
      ...worstOf(
        pairs.map(({ ownFrames }) => (100 * ownFrames.stalled) / ownFrames.calm),
        'most',
      ),
    },
    {
      name: 'views sent again to the others',
      unit: 'a window',
      // Whoever was kept from frames is sent the whole view when it has caught up; whoever never does, nothing.
      limit: { most: 0 },
      ...worstOf(
        pairs.flatMap(({ calm, stalled }) => [calm.sentAgain, stalled.sentAgain]),
        'most',
      ),
    },
    ...socketsAliveFigures(pairs.flatMap(({ calm, stalled }) => [calm, stalled])),
    {
      name: 'frames',
      unit: 'a window',
      ...medianOf(pairs.map(({ calm }) => calm.frames)),
    },
    {
      name: 'server memory',
      value: slope(memory),
      unit: 'MB/min',
      limit: { most: 1 },
      detail: `resident memory of node, least squares over ${memory.length} s; ${Math.round(memory[0]?.value ?? Number.NaN)} MB first, ${Math.round(memory.at(-1)?.value ?? Number.NaN)} MB last`,
    },
  ];
}
