import type { GatewayId } from '../../lib/domain/ids';
import { DAY_MS, type Instant } from '../../lib/domain/time';
import { AnswerBook, type AssetAnswer } from '../../lib/server/posture/answer-book';
import { ownAnswers } from '../../lib/server/posture/own-answers';
import type { PlacedZones } from '../../lib/server/posture/placed-zones';
import type { SelfFacts } from '../../lib/server/posture/self-answers';
import { answersOfTwins } from '../../lib/server/posture/twin-answers';
import { readAccountFacts } from '../../lib/server/storage/account-facts';
import type { Tx } from '../../lib/server/storage/database';
import { recordAnswers, type EvidenceTwin } from '../../lib/server/storage/evidence-store';
import { readCertificateEnds } from '../../lib/server/storage/certificate-store';
import type { Past } from './past';

/**
 * Writes down what the gateways of a demo would have answered in its past, and what this program would have seen
 * itself, by the same functions as live ones.
 */
export async function recordPast(tx: Tx, past: Past, zones: PlacedZones, now: Instant): Promise<void> {
  const before = (daysAgo: number) => now - Math.round(daysAgo * DAY_MS);
  const book = new AnswerBook();
  const standing = new Map<string, EvidenceTwin>();
  const notAfter = new Map(
    (await readCertificateEnds(tx)).map(({ gateway, notAfter: end }) => [gateway, end]),
  );
  const self = await selfOf(tx);
  for (const at of momentsOf(past, before)) {
    const said = past.reports
      .filter(({ daysAgo }) => before(daysAgo) === at)
      .map(({ gateway, entity, body }): EvidenceTwin => ({ gateway, topicId: entity, body, receivedAt: at }));
    for (const twin of said) standing.set(`${twin.gateway} ${twin.topicId}`, twin);
    const silent = new Set(
      past.silences
        .filter(({ from, until }) => before(from) <= at && at < before(until))
        .map(({ gateway }) => gateway),
    );
    // What was said once is said again and again, as long as somebody hears it.
    const heard = [...standing.values()]
      .filter(({ gateway }) => !silent.has(gateway))
      .map((twin) => ({ ...twin, receivedAt: at }));
    const linkOf = (id: GatewayId) => ({
      link: silent.has(id) ? ('offline' as const) : ('live' as const),
      certificateNotAfter: notAfter.get(id) ?? null,
    });
    const newestLogs = new Map(heard.map(({ gateway }) => [gateway, at]));
    const answers = book.take(answersOfTwins(heard, zones)).due;
    for (const placed of zones.byId.values())
      answers.push(...book.take(ownAnswers(placed, linkOf, { ...self, newestLogs }, book.byAsset, at)).due);
    await recordAnswers(
      tx,
      answers.map((answer) => simulated(answer, past.days)),
    );
    book.written(answers);
  }
}

/** Moments at which anything was said or fell silent, in order, and now. */
function momentsOf({ reports, silences }: Past, before: (daysAgo: number) => Instant): Instant[] {
  const all = [
    ...reports.map(({ daysAgo }) => daysAgo),
    ...silences.flatMap(({ from, until }) => [from, until]),
    0,
  ];
  return [...new Set(all.map(before))].sort((a, b) => a - b);
}

/** Marked as simulated; the same answer again is the same row, as it was given all the time between. */
const simulated = (answer: AssetAnswer, days: number) => ({
  ...answer,
  found: `SIM ${answer.found}`,
  freshForMs: (days + 1) * DAY_MS,
});

/** This program as it was in the demo's past: in order, as far as it can be. */
const selfOf = async (tx: Tx): Promise<SelfFacts> => ({
  auditIntact: true,
  accounts: await readAccountFacts(tx, 0),
  refusedMessages: 0,
  remote: { all: 0, withoutEnd: 0 },
  retired: { all: 0, stillTrusted: [] },
  proofs: { signInHeld: true, strangerRefused: true, alarmsArrive: true },
  newestLogs: new Map(),
  web: 'loopback',
});
