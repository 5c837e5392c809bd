import type { ZoneId } from '../../lib/domain/ids';
import type { RecordKind } from '../../lib/domain/posture/attestation/kinds';
import type { AttestationRecord } from '../../lib/domain/posture/attestation/record';
import { factsAt } from '../../lib/domain/posture/history/facts-at';
import { judgeZone } from '../../lib/domain/posture/judge-zone';
import { REQUIREMENTS, type RequirementId } from '../../lib/domain/posture/requirements';
import { DAY_MS, type Instant } from '../../lib/domain/time';
import type { PlacedZone, PlacedZones } from '../../lib/server/posture/placed-zones';
import { answeringAssets, assetsOfZone, zoneHistory } from '../../lib/server/posture/zone-history';
import type { NewAttestation } from '../../lib/server/storage/attestation-store';
import type { Tx } from '../../lib/server/storage/database';
import { readEvidenceBetween } from '../../lib/server/storage/evidence-store';

/** Up to which level somebody went through a zone and signed what only people can know; `of` ten statements. */
const WALKED: Readonly<Record<string, { upTo: number; of: number }>> = {
  'ship-loading': { upTo: 2, of: 10 },
  processing: { upTo: 1, of: 10 },
  conveying: { upTo: 1, of: 10 },
  utilities: { upTo: 1, of: 10 },
  treatment: { upTo: 2, of: 8 },
  distribution: { upTo: 1, of: 6 },
};

/** Measures that stand in for what no setting can mend. */
const MEASURES: readonly { zone: string; requirement: RequirementId; statement: string; daysAgo: number }[] =
  [
    {
      zone: 'ship-loading',
      requirement: 'SR 1.2',
      statement:
        'SIM: each drive is alone on its own line to the gateway, in a locked cabinet on the quay. Tried with a second master on the line: it got no answer.',
      daysAgo: 31,
    },
  ];

const ACCEPTED = ['firmware', 'encryption', 'certificates', 'access', 'network', 'recovery'] as const;
const accepted = (
  kind: 'factory-acceptance' | 'site-acceptance',
  ...open: (typeof ACCEPTED)[number][]
): AttestationRecord => ({
  kind,
  checks: ACCEPTED.map((check) => ({ check, result: open.includes(check) ? 'not-done' : 'passed' })),
});

interface PastRecord {
  zone: string;
  record: AttestationRecord;
  statement: string;
  daysAgo: number;
  /** Days from now until the next one is due. */
  next: number;
}

/** What an integrator and an owner did in the demo's past, and when they have to do it again. */
const RECORDS: readonly PastRecord[] = [
  {
    ...{ zone: 'ship-loading', daysAgo: 420, next: 3_200, record: accepted('factory-acceptance') },
    statement: 'SIM: loader and boom were accepted at the works of their maker before they were shipped.',
  },
  {
    ...{ zone: 'ship-loading', daysAgo: 380, next: 3_200, record: accepted('site-acceptance') },
    statement: 'SIM: accepted on the quay, with drives, gateway and accounts as they are in use.',
  },
  {
    ...{ zone: 'processing', daysAgo: 300, next: 3_200, record: accepted('site-acceptance', 'recovery') },
    statement:
      'SIM: accepted with the new filling line; bringing it back from its backup is still to be tried.',
  },
  {
    ...{ zone: 'ship-loading', daysAgo: 70, next: 110 },
    record: { kind: 'access-review', accounts: 14, changed: 2, removed: 3 },
    statement:
      'SIM: gone through with the shift leaders; three accounts of last season’s crew were taken away.',
  },
  {
    ...{ zone: 'processing', daysAgo: 170, next: 12 },
    record: { kind: 'access-review', accounts: 21, changed: 1, removed: 0 },
    statement: 'SIM: gone through with the dairy’s shift leaders.',
  },
  {
    ...{ zone: 'treatment', daysAgo: 76, next: -11 },
    record: { kind: 'access-review', accounts: 9, changed: 0, removed: 1 },
    statement: 'SIM: gone through after the contractor had left.',
  },
  {
    ...{ zone: 'ship-loading', daysAgo: 24, next: 150 },
    record: {
      kind: 'patch-test',
      ...{ product: 'iC7-Automation', version: '3.4.2', result: 'passed', rollback: 'came-back' },
    },
    statement:
      'SIM: tried on the spare drive, loaded for two hours, and taken back to 3.4.1 and forward again.',
  },
  {
    ...{ zone: 'conveying', daysAgo: 19, next: 70 },
    record: {
      kind: 'patch-test',
      ...{ product: 'gateway image', version: '2.4.1', result: 'passed', rollback: 'not-tried' },
    },
    statement: 'SIM: tried on one gateway for a week; there was no time to go back.',
  },
  {
    ...{ zone: 'ship-loading', daysAgo: 200, next: 530 },
    record: { kind: 're-certification', standard: 'IEC 62443-2-4', body: 'SIM certification body' },
    statement: 'SIM: the integrator’s certificate, seen and filed.',
  },
];

const REASONS: Readonly<Record<string, string>> = {
  'raw-water': 'SIM: without intake the reservoirs last for nine hours; simple means reach the cabinet.',
  treatment: 'SIM: a wrong dose reaches people; whoever does it knows the plant.',
  distribution: 'SIM: pressure of the whole town; somebody skilled may want it gone.',
  processing: 'SIM: a batch is lost, nobody is hurt; simple means suffice.',
  'cold-store': 'SIM: ammonia is behind safety of its own; the goods are not.',
  utilities: 'SIM: comfort only; accidents are the worst that is expected.',
  conveying: 'SIM: people walk beside the belts; safety circuits stand apart.',
  'ship-loading': 'SIM: a ship at the quay waits at its owner’s expense; people work below the boom.',
};

/** Everything that was signed in a demo's past. */
export async function wordsOfPast(tx: Tx, zones: PlacedZones, now: Instant): Promise<NewAttestation[]> {
  const words: NewAttestation[] = [];
  for (const placed of zones.byId.values()) {
    words.push(...assessment(placed, now));
    const walked = WALKED[placed.zone.id];
    if (walked === undefined) continue;
    const open = (await unsigned(tx, placed, now)).filter(({ gate }) => gate <= walked.upTo);
    const days = (i: number) => 84 - Math.round((60 * i) / Math.max(1, open.length - 1));
    open.forEach(({ id, title }, i) => {
      if (i % 10 < walked.of) words.push(statement(placed.zone.id, id, title, now, days(i)));
    });
  }
  const isHere = ({ zone }: { zone: string }) => zones.byId.has(zone as ZoneId);
  return [
    ...words,
    ...MEASURES.filter(isHere).map(({ zone, requirement, statement: text, daysAgo }): NewAttestation => ({
      ...signed('responder', now, daysAgo + 2, 300),
      ...{ kind: 'compensation', zone: zone as ZoneId, requirement, statement: text },
      ...second('owner', now, daysAgo),
    })),
    ...RECORDS.filter(isHere).map(({ zone, record, statement: text, daysAgo, next }): NewAttestation => ({
      ...signed('responder', now, daysAgo, next),
      ...{ kind: record.kind satisfies RecordKind, zone: zone as ZoneId, record, statement: text },
    })),
  ].sort((a, b) => a.signedAt - b.signedAt);
}

/** Requirements that wait for somebody's word and nothing else. */
async function unsigned(tx: Tx, placed: PlacedZone, now: Instant) {
  const assets = assetsOfZone(placed);
  const rows = await readEvidenceBetween(tx, answeringAssets(assets), now, now);
  const judged = judgeZone(factsAt(zoneHistory(placed, assets, rows, []), now), now);
  return REQUIREMENTS.filter(({ id }) => judged.get(id)?.because.some(({ kind }) => kind === 'unattested'));
}

const statement = (
  zone: ZoneId,
  requirement: RequirementId,
  title: string,
  now: Instant,
  daysAgo: number,
): NewAttestation => ({
  ...signed('responder', now, daysAgo, 365 - daysAgo),
  ...{ kind: 'statement', zone, requirement },
  statement: `SIM: ${title}. Looked at on the walk through the zone, and filed with its security plan.`,
});

/** One for each zone, of its own targets; where level 3 is asked for, the owner has signed it too. */
function assessment({ zone }: PlacedZone, now: Instant): NewAttestation[] {
  const reason = REASONS[zone.id];
  const targetLevels = zone.targetLevels.map((level) => level as 0 | 1 | 2 | 3 | 4);
  if (reason === undefined) return [];
  const daysAgo = 86;
  return [
    {
      ...signed('responder', now, daysAgo, 365 - daysAgo),
      ...{ kind: 'risk-assessment', zone: zone.id, statement: reason, remindDays: 60 },
      record: { kind: 'risk-assessment', targetLevels },
      ...(targetLevels.some((level) => level >= 3) && zone.id !== 'treatment'
        ? second('owner', now, daysAgo - 2)
        : {}),
    },
  ];
}

const signed = (by: string, now: Instant, daysAgo: number, next: number) => ({
  signedBy: by,
  signedAt: now - daysAgo * DAY_MS,
  expiresAt: now + next * DAY_MS,
});

const second = (by: string, now: Instant, daysAgo: number) => ({
  countersignedBy: by,
  countersignedAt: now - daysAgo * DAY_MS,
});
