import type { Actor } from '../../domain/access/roles';
import { audienceOf } from '../../domain/access/visibility';
import { disagreementsOf } from '../../domain/advisories/disagreements';
import { DomainError } from '../../domain/errors';
import type { Plant } from '../../domain/plant/model';
import { DOUBTS } from '../../domain/posture/doubts';
import type { Instant } from '../../domain/time';
import type { AdvisoryDetail, AdvisoryView, MatchView, VulnerabilityView } from '../../protocol/advisories';
import {
  selectAdvisories,
  selectAdvisory,
  selectSpeaking,
  type AdvisoryHead,
  type AdvisoryRow,
} from '../storage/advisory-store';
import type { Database, Tx } from '../storage/database';
import {
  countByVulnerability,
  selectDecisions,
  selectMatches,
  type MatchReach,
} from '../storage/match-store';
import { presentAdvisory, presentMatch } from './present';

const MOST_MATCHES = 300;
const MOST_DECISIONS = 500;

/** Who looks, at which plant, and when. */
export interface Reader {
  actor: Actor;
  plant: Plant;
  now: Instant;
}

const reachOf = ({ actor, plant }: Reader): MatchReach => audienceOf(actor, plant);

/** A page of advisories with the matches that the reader may see, the last imported first. */
export const listAdvisories = (
  database: Database,
  page: { before?: number | undefined; text?: string | undefined; limit: number },
  reader: Reader,
): Promise<AdvisoryView[]> =>
  database.read(async (tx) => {
    const heads = await selectAdvisories(tx, page);
    return withCounts(tx, heads, reader);
  });

async function withCounts(tx: Tx, heads: readonly AdvisoryHead[], reader: Reader): Promise<AdvisoryView[]> {
  const ids = [...new Set(heads.flatMap(({ vulnerabilities }) => vulnerabilities))];
  const counts = ids.length === 0 ? [] : await countByVulnerability(tx, reachOf(reader), ids, reader.now);
  const of = new Map(counts.map((count) => [count.vulnerability, count]));
  return heads.map((head) => {
    const own = head.vulnerabilities.flatMap((id) => of.get(id) ?? []);
    return presentAdvisory(head, {
      open: own.reduce((sum, { open }) => sum + open, 0),
      all: own.reduce((sum, { all }) => sum + all, 0),
    });
  });
}

/** An advisory with what every source says of each of its vulnerabilities; throws `not-found`. */
export const readAdvisoryDetail = (database: Database, id: number, reader: Reader): Promise<AdvisoryDetail> =>
  database.read(async (tx) => {
    const row = await selectAdvisory(tx, id);
    if (row === undefined) throw new DomainError('not-found', 'There is no such advisory.');
    const { content, body: _body, remarks, ...head } = row;
    const [advisory] = await withCounts(tx, [head], reader);
    if (advisory === undefined) throw new DomainError('not-found');
    const matches =
      row.vulnerabilities.length === 0
        ? []
        : await selectMatches(
            tx,
            reachOf(reader),
            { view: 'all', vulnerabilities: row.vulnerabilities },
            reader.now,
            MOST_MATCHES,
          );
    const shown = matches.map((match) => presentMatch(match, reader.now, id));
    const decisions =
      shown.length === 0
        ? []
        : await selectDecisions(
            tx,
            shown.map((match) => match.id),
            MOST_DECISIONS,
          );
    const speaking = await selectSpeaking(tx, row.vulnerabilities);
    return {
      advisory,
      remarks: [...remarks],
      notices: [...content.notices],
      vulnerabilities: sideBySide(row, speaking, shown),
      decisions: decisions.map(({ id: _id, ...decision }) => decision),
    };
  });

type Speaking = Awaited<ReturnType<typeof selectSpeaking>>[number];

/** Each vulnerability of the advisory with all that speak of it, this revision first even when it is not the newest. */
function sideBySide(
  row: AdvisoryRow,
  speaking: readonly Speaking[],
  matches: readonly MatchView[],
): VulnerabilityView[] {
  const others = speaking.filter(
    ({ publisher, document }) => publisher !== row.publisher || document !== row.document,
  );
  return row.content.vulnerabilities.map((own) => {
    const said = [row, ...others].flatMap((one) =>
      one.content.vulnerabilities
        .filter((vulnerability) => vulnerability.id === own.id)
        .map((vulnerability) => ({ one, vulnerability })),
    );
    const sources = said.flatMap(({ one, vulnerability }) =>
      vulnerability.statements.flatMap(({ source, product, status, isDefault }) => {
        const meant = one.content.products[product];
        if (meant === undefined) return [];
        return [
          {
            advisory: one.id,
            document: one.document,
            revision: one.revision,
            source,
            product: [meant.vendor, meant.names[0] ?? ''].filter(Boolean).join(' '),
            status,
            versions: isDefault ? ['every other version'] : [...meant.versions],
          },
        ];
      }),
    );
    const scores = said.flatMap(({ vulnerability }) => vulnerability.scores);
    const remediations = said.flatMap(({ vulnerability }) => vulnerability.remediations);
    const ssvc = said.flatMap(({ vulnerability }) => vulnerability.ssvc ?? [])[0];
    return {
      id: own.id,
      title: own.title,
      text: own.text,
      weaknesses: own.cwes.map((cwe) => ({ cwe, doubts: [...(DOUBTS[cwe] ?? [])] })),
      sources,
      scores: scores.map(({ stated, computed, ...score }) => ({
        ...score,
        stated: stated ?? null,
        computed: computed ?? null,
      })),
      remediations: remediations.map(({ url, ...remedy }) => ({ ...remedy, url: url ?? null })),
      ssvc:
        ssvc === undefined
          ? null
          : {
              source: ssvc.source,
              exploitation: ssvc.exploitation ?? null,
              automatable: ssvc.automatable ?? null,
              technicalImpact: ssvc.technicalImpact ?? null,
            },
      disagreements: disagreementsOf(sources, scores, remediations),
      matches: matches.filter(({ vulnerability }) => vulnerability === own.id),
    };
  });
}
