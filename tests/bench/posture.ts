import { connectAsync, type MqttClient } from 'mqtt';
import type { Page } from 'playwright-core';
import { systemClock } from '../../src/lib/server/clock';
import { Bus } from '../../src/lib/server/bus';
import { createLogger } from '../../src/lib/server/log';
import { PlantRegistry } from '../../src/lib/server/registry/service';
import { placeZones } from '../../src/lib/server/posture/placed-zones';
import { recompute } from '../../src/lib/server/posture/recompute';
import type { Database } from '../../src/lib/server/storage/database';
import { driveEvidence, GatewayEvidence } from '../../src/simulator/gateway-evidence';
import { LiveProbe } from '../support/live-probe';
import { until } from '../support/until';
import { benchPlant, type BenchGateway, type BenchPlant } from './kit/bench-plant';
import { openPage } from './kit/browser';
import { complaintsFigure } from './kit/browser-windows';
import { medianOfRuns, percentile } from './kit/figures';
import { openProductDatabase } from './kit/history/product-database';
import { fillYear } from './kit/posture/year';
import { startProduct, type Product } from './kit/product';
import { pause, type BenchContext, type Figure, type Scenario } from './kit/scenario';

const YEAR_MS = 365 * 86_400_000;
const FULL = { zones: 200, drives: 100, changes: 40 };
const SMALL = { zones: 4, drives: 5, changes: 6 };
/** News is looked for this long. */
const NEWS_WITHIN_MS = 10_000;
const TAKEN_IN_WITHIN_MS = 180_000;
/** Between two changes: longer than news is gathered. */
const APART_MS = 700;

/** A port opens and closes at one gateway after the other; and a year of evidence is judged anew. */
export const scenario: Scenario = {
  name: 'posture',
  title: `${FULL.zones} zones, ${FULL.zones * FULL.drives} drives: evidence to the figure on a socket and on a page; a year recomputed`,
  async run(context) {
    const size = context.seconds < 10 ? SMALL : FULL;
    const plant = benchPlant({ gateways: size.zones, drivesPerGateway: size.drives, gatewaysPerZone: 1 });
    const product = await startProduct(plant);
    const lines: MqttClient[] = [];
    try {
      const runs: Figure[][] = [];
      context.say(`${size.zones} gateways connect and tell of ${plant.drives.length} drives`);
      for (const gateway of plant.gateways) lines.push(await tellAll(product, gateway));
      const complaints: number[] = [];
      for (let run = 1; run <= context.runs; run += 1) {
        context.say(`run ${run} of ${context.runs}`);
        const { figures, complained } = await newsOf(product, plant, lines, size.changes, context);
        runs.push(figures);
        complaints.push(complained);
      }
      return [...medianOfRuns(runs), complaintsFigure(complaints), ...(await yearAgain(product, context))];
    } finally {
      await Promise.allSettled(lines.map((line) => line.endAsync(true)));
      await product.stop();
    }
  },
};

const topicOf = (gateway: string, entity: string) => `gw/${gateway}/up/te/${entity}/twin/zonewatch_evidence`;
const publish = (line: MqttClient, gateway: string, entity: string, body: object) =>
  line.publishAsync(topicOf(gateway, entity), JSON.stringify(body), { qos: 1, retain: true });

/** A gateway that tells all that its collector found, of itself and of its drives. */
async function tellAll(product: Product, { id, drives }: BenchGateway): Promise<MqttClient> {
  const { certificatePem, keyPem, caPem } = product.credentials(id);
  const line = await connectAsync(`mqtts://127.0.0.1:${product.mqttPort}`, {
    ...{ clientId: id, cert: certificatePem, key: keyPem, ca: caPem, rejectUnauthorized: true },
    ...{ protocolVersion: 4, reconnectPeriod: 0, checkServerIdentity: () => undefined },
  });
  await publish(line, id, 'device/main//', new GatewayEvidence().report(2));
  const found = driveEvidence({ model: 'Drive', serial: '1', firmware: '1.0' });
  await Promise.all(drives.map((drive) => publish(line, id, `device/${drive}//`, found)));
  return line;
}

interface Seen {
  zone: string;
  possible: number;
  at: number;
}

/** Opens and closes a port at one gateway after the other, and waits for the figure of its zone. */
async function newsOf(
  product: Product,
  { gateways }: BenchPlant,
  lines: readonly MqttClient[],
  changes: number,
  { signal, say }: BenchContext,
): Promise<{ figures: Figure[]; complained: number }> {
  const cookie = await product.signIn('operator');
  const seen: Seen[] = [];
  const probe = new LiveProbe(product.url, cookie);
  probe.socket.on('durable', ({ event }) => {
    if (event.type !== 'posture.changed') return;
    const fr7 = event.levels.levels.find(({ fr }) => fr === 7);
    seen.push({ zone: event.levels.zone, possible: fr7?.possible ?? Number.NaN, at: Date.now() });
  });
  await probe.answered();
  await probe.resume(null);
  const watched = gateways[0];
  const line = lines[0];
  if (watched === undefined || line === undefined) throw new Error('no gateway');
  const page = await openPage({ target: product, person: 'operator', path: `/zones/${watched.zone}` });
  try {
    await until(
      async () => (await knownZones(product, cookie)) === gateways.length,
      TAKEN_IN_WITHIN_MS,
      'every zone to be judged by what its gateway told',
    );
    const told: number[] = [];
    const painted: number[] = [];
    for (let change = 0; change < changes; change += 1) {
      await pause(APART_MS, signal);
      const number = change % 2 === 0 ? 0 : 1 + (change % (gateways.length - 1));
      const at = await toggle(gateways, lines, number, seen, true);
      told.push(at.toldMs);
      if (number === 0) painted.push(await paintedMs(page.page, '0', at.sentAt));
      await pause(APART_MS, signal);
      const back = await toggle(gateways, lines, number, seen, false);
      told.push(back.toldMs);
      if (number === 0) painted.push(await paintedMs(page.page, '0 to 4', back.sentAt));
    }
    if (page.complaints.length > 0) say(`the page complained: ${page.complaints.join(' | ')}`);
    return {
      complained: page.complaints.length,
      figures: [
        {
          ...{ name: 'evidence published -> posture.changed on a socket, p95', unit: 'ms' },
          ...{ value: percentile(told, 95), limit: { most: 1_000 } },
          detail: `of ${told.length}, most ${Math.max(...told).toFixed(0)}`,
        },
        {
          ...{ name: 'evidence published -> FR 7 painted on the zone’s page, p95', unit: 'ms' },
          ...{ value: percentile(painted, 95), limit: { most: 1_000 } },
          detail: `of ${painted.length}, most ${Math.max(...painted).toFixed(0)}`,
        },
      ],
    };
  } finally {
    probe.close();
    await page.close();
  }
}

async function toggle(
  gateways: readonly BenchGateway[],
  lines: readonly MqttClient[],
  number: number,
  seen: Seen[],
  isOpen: boolean,
): Promise<{ toldMs: number; sentAt: number }> {
  const gateway = gateways[number];
  const line = lines[number];
  if (gateway === undefined || line === undefined) throw new Error(`no gateway ${number}`);
  const evidence = new GatewayEvidence();
  if (isOpen) evidence.open(5_900);
  const sentAt = Date.now();
  const from = seen.length;
  const wanted = isOpen ? 0 : 4;
  void publish(line, gateway.id, 'device/main//', evidence.report(2));
  const news = () =>
    seen.slice(from).find(({ zone, possible }) => zone === gateway.zone && possible === wanted);
  await until(() => news() !== undefined, NEWS_WITHIN_MS, `news of ${gateway.zone}`);
  return { sentAt, toldMs: (news()?.at ?? Number.NaN) - sentAt };
}

/** Until the page shows that interval of FR 7; asked at the beginning of each frame. */
async function paintedMs(page: Page, text: string, sentAt: number): Promise<number> {
  const handle = await page.waitForFunction(
    (wanted) => document.querySelector('[data-fr="7"] .figure')?.textContent?.trim() === wanted && Date.now(),
    text,
    { polling: 'raf', timeout: NEWS_WITHIN_MS },
  );
  return Number(await handle.jsonValue()) - sentAt;
}

/** How many zones are judged by what gateways told: FR 7 is no longer all unknown where ports were looked at. */
async function knownZones(product: Product, cookie: string): Promise<number> {
  const response = await fetch(`${product.url}/api/v1/posture`, { headers: { cookie } });
  const { zones } = (await response.json()) as { zones: { levels: { fr: number; possible: number }[] }[] };
  // A drive on a protocol that authenticates nobody caps FR 1.
  return zones.filter(({ levels }) => levels.some(({ fr, possible }) => fr === 1 && possible === 1)).length;
}

/** A year of evidence of every zone, judged anew. */
async function yearAgain(product: Product, { say, runs }: BenchContext): Promise<Figure[]> {
  const db = await openProductDatabase(product);
  try {
    await db.transaction((tx) => tx.client.query('delete from evidence'));
    const zones = [...(await placed(db)).values()];
    say('writing a year of evidence');
    const now = Date.now();
    const rows = await fillYear(db, zones, now);
    await db.client.query('analyze evidence');
    const took: number[] = [];
    let points = 0;
    for (let run = 1; run <= runs; run += 1) {
      say(`recomputing, ${run} of ${runs}`);
      points = 0;
      const began = performance.now();
      await db.read(async (tx) => {
        for await (const some of recompute(tx, zones, { from: now - YEAR_MS, to: now }))
          points += some.length;
      });
      took.push((performance.now() - began) / 1_000);
    }
    const [middle] = medianOfRuns(took.map((value) => [{ name: '', value, unit: 's' }]));
    return [
      {
        ...{ name: 'a year of evidence of every zone recomputed', unit: 's', limit: { most: 30 } },
        ...{ value: middle?.value ?? Number.NaN, detail: middle?.detail ?? '' },
      },
      { name: 'answers in that year', value: rows, unit: '' },
      { name: 'points that came of them', value: points, unit: '' },
    ];
  } finally {
    await db.close();
  }
}

async function placed(db: Database) {
  const registry = new PlantRegistry({
    ...{ database: db, bus: new Bus(), clock: systemClock },
    log: createLogger('silent'),
  });
  await registry.load();
  return placeZones(registry.current()).byId;
}
