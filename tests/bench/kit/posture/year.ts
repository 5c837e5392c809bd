import { EVIDENCE, EVIDENCE_KEYS, type EvidenceKey } from '../../../../src/lib/domain/posture/evidence';
import { HEARD } from '../../../../src/lib/domain/posture/history/zone-history';
import { REQUIREMENTS } from '../../../../src/lib/domain/posture/requirements';
import type { AssetClass } from '../../../../src/lib/domain/posture/components';
import { DAY_MS, type Instant } from '../../../../src/lib/domain/time';
import type { PlacedZone } from '../../../../src/lib/server/posture/placed-zones';
import { assetsOfZone } from '../../../../src/lib/server/posture/zone-history';
import { insertAttestations } from '../../../../src/lib/server/storage/attestation-store';
import type { Database } from '../../../../src/lib/server/storage/database';

const YEAR_MS = 365 * DAY_MS;
/** How often the answer to a question changes in a year, by who answers it. */
const CHANGES: Readonly<Record<AssetClass, number>> = { drive: 3, gateway: 12, network: 12, platform: 12 };
/** How often a gateway falls silent in a year. */
const SILENCES = 26;
const SILENT_MS = 4 * 3_600_000;
/** Each eighth answer is a fail. */
const FAIL_EVERY = 8;

interface Span {
  asset: string;
  key: EvidenceKey;
  verdict: 'pass' | 'fail';
  firstAt: Instant;
  lastAt: Instant;
  isNewest: boolean;
}

/** A year of answers of a zone, ending at `now`: regular, but no two assets change at the same moment. */
export function* yearOf(placed: PlacedZone, now: Instant): Generator<Span> {
  for (const { id, class: of } of assetsOfZone(placed)) {
    for (const key of EVIDENCE_KEYS) {
      if (!EVIDENCE[key].of.includes(of) || EVIDENCE[key].freshForMs === 0) continue;
      yield* spansOf(id, key, CHANGES[of] + 1, now);
    }
    if (of === 'gateway') yield* silencesOf(id, now);
  }
}

function* spansOf(asset: string, key: EvidenceKey, count: number, now: Instant): Generator<Span> {
  const chance = scatter(`${asset} ${key}`);
  const length = YEAR_MS / count;
  const from = now - YEAR_MS - Math.floor(chance * length);
  for (let i = 0; i <= count; i += 1) {
    const firstAt = Math.round(from + i * length);
    if (firstAt > now) return;
    const isNewest = firstAt + length > now;
    const verdict = Math.floor(chance * 1_000 + i) % FAIL_EVERY === 0 ? 'fail' : 'pass';
    yield {
      asset,
      key,
      verdict,
      firstAt,
      isNewest,
      lastAt: isNewest ? now : Math.round(firstAt + length) - 1,
    };
  }
}

function* silencesOf(asset: string, now: Instant): Generator<Span> {
  const every = YEAR_MS / SILENCES;
  const first = now - YEAR_MS + Math.floor(scatter(asset) * (every - SILENT_MS));
  let heardFrom = now - YEAR_MS;
  for (let i = 0; i < SILENCES; i += 1) {
    const at = Math.round(first + i * every);
    yield { asset, key: HEARD, verdict: 'pass', firstAt: heardFrom, lastAt: at - 1, isNewest: false };
    heardFrom = at + SILENT_MS;
    yield { asset, key: HEARD, verdict: 'fail', firstAt: at, lastAt: heardFrom - 1, isNewest: false };
  }
  yield { asset, key: HEARD, verdict: 'pass', firstAt: heardFrom, lastAt: now, isNewest: true };
}

/** From 0 to below 1, the same each time for the same text. */
function scatter(text: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return (hash >>> 0) / 4_294_967_296;
}

const BATCH_ROWS = 20_000;

/** Writes a year of evidence and statements of zones down; resolves to how many answers that are. */
export async function fillYear(db: Database, zones: Iterable<PlacedZone>, now: Instant): Promise<number> {
  let count = 0;
  let batch: Span[] = [];
  const write = async () => {
    const rows = batch;
    batch = [];
    await db.transaction((tx) =>
      tx.client.query(
        `insert into evidence (asset, key, verdict, found, first_at, last_at, is_newest)
         select a, k, v, 'measured', to_timestamp(f / 1000.0), to_timestamp(l / 1000.0), n
         from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::boolean[])
           as g (a, k, v, f, l, n)`,
        [
          rows.map(({ asset }) => asset),
          rows.map(({ key }) => key),
          rows.map(({ verdict }) => verdict),
          rows.map(({ firstAt }) => firstAt),
          rows.map(({ lastAt }) => lastAt),
          rows.map(({ isNewest }) => isNewest),
        ],
      ),
    );
  };
  for (const placed of zones) {
    for (const span of yearOf(placed, now)) {
      batch.push(span);
      count += 1;
    }
    if (batch.length >= BATCH_ROWS) await write();
    await db.transaction((tx) => insertAttestations(tx, statementsOf(placed, now)));
  }
  await write();
  return count;
}

/** What people signed in a year: every requirement, each a week after the one before, for half a year. */
export const statementsOf = ({ zone }: PlacedZone, now: Instant) =>
  REQUIREMENTS.map(({ id }, i) => ({
    ...{
      kind: 'statement' as const,
      zone: zone.id,
      requirement: id,
      statement: 'Measured.',
      signedBy: 'rita',
    },
    signedAt: now - YEAR_MS + i * 2 * DAY_MS,
    expiresAt: now - YEAR_MS / 2 + i * 2 * DAY_MS,
  }));
