import { z } from 'zod';
import { INSTALLATION } from '../../lib/domain/access/subject';
import { gatewayId } from '../../lib/domain/ids';
import { DAY_MS } from '../../lib/domain/time';
import { defineCommand } from '../../lib/server/access/command';
import { placeZones } from '../../lib/server/posture/placed-zones';
import { recompute } from '../../lib/server/posture/recompute';
import { insertAttestations, hasAttestations } from '../../lib/server/storage/attestation-store';
import { hasEvidence } from '../../lib/server/storage/evidence-store';
import { insertPosturePoints } from '../../lib/server/storage/posture-point-store';
import type { Installation } from '../installation';
import { recordPast } from './past-answers';
import { wordsOfPast } from './past-words';

const days = z.number().min(0).max(366);

/** What the gateways of a demo said in its past, and when nobody heard them; days before now. */
const past = z.object({
  days,
  reports: z.array(
    z.object({
      daysAgo: days,
      gateway: gatewayId,
      entity: z.string(),
      body: z.record(z.string(), z.unknown()),
    }),
  ),
  silences: z.array(z.object({ gateway: gatewayId, from: days, until: days })),
});
export type Past = z.output<typeof past>;

/**
 * Gives a demo a past: evidence, what people signed, and the posture that the live rules make of both. Everything in
 * it begins with SIM.
 */
const givePast = defineCommand({
  name: 'demo.past',
  action: 'gateway.manage',
  schema: past,
  subject: () => INSTALLATION,
  async run(tx, story, { now, plant }) {
    const zones = placeZones(plant);
    const period = { from: now - story.days * DAY_MS, to: now };
    await recordPast(tx, story, zones, now);
    const words = await wordsOfPast(tx, zones, now);
    await insertAttestations(tx, words);
    let points = 0;
    for await (const rows of recompute(tx, zones.byId.values(), period)) {
      await insertPosturePoints(tx, rows);
      points += rows.length;
    }
    const reason = 'simulated past of a demo';
    const facts = { days: story.days, reports: story.reports.length, signed: words.length, points };
    return { result: points, audit: [{ object: { type: 'installation', id: 'demo' }, reason, facts }] };
  },
});

/** Once, and never into a demo that has a past of its own; returns how many points came of it. */
export async function writePast(
  { act, host, store }: Installation,
  story: unknown,
): Promise<number | undefined> {
  if (store.installation.kind !== 'demo') return undefined;
  const hasPast = await host.database.read(
    async (tx) => (await hasEvidence(tx)) || (await hasAttestations(tx)),
  );
  return hasPast ? undefined : act(givePast, story);
}
