import { z } from 'zod';
import { audienceOf } from '../../../domain/access/visibility';
import type { Actor } from '../../../domain/access/roles';
import { zoneId } from '../../../domain/ids';
import {
  advisoryDetail,
  advisoryView,
  importedAdvisory,
  matchCounts,
  matchView,
  type ImportedAdvisory,
  type MatchView,
} from '../../../protocol/advisories';
import { decideMatch } from '../../advisories/decide';
import { IMPORT_ADVISORY, importAdvisory } from '../../advisories/import-advisory';
import { MATCH_VIEWS, pageOfMatches } from '../../advisories/list-matches';
import { listAdvisories, readAdvisoryDetail } from '../../advisories/read';
import type { App } from '../../app';
import { encodeCursor, numericCursor, paging, searchText } from './cursor';
import { defineMutation } from './mutation';
import { defineOperation } from './operation';
import { listOf } from './shapes';

const params = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
const readerOf = (app: App, actor: Actor) => ({ actor, plant: app.plant(), now: app.clock.now() });

export const listAdvisoriesOf = defineOperation({
  path: '/advisories',
  summary:
    'Advisories by their newest revisions, the last imported first; matches count what the caller may see',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({ ...paging, text: searchText(200) }),
  response: listOf(advisoryView),
  async run({ query: { limit, cursor, text } }, { app, actor }) {
    const before = numericCursor('advisories', cursor);
    const page = { before, limit: limit + 1, ...(text ? { text } : {}) };
    const items = await listAdvisories(app.database, page, readerOf(app, actor));
    const last = items[limit - 1];
    const next = items.length > limit && last !== undefined ? encodeCursor('advisories', last.id) : null;
    return { items: items.slice(0, limit), next };
  },
});

export const readOneAdvisory = defineOperation({
  path: '/advisories/{id}',
  summary:
    'An advisory with what every source says of its vulnerabilities, and the assets that it may be about',
  action: 'plant.view',
  params,
  query: z.object({}),
  response: advisoryDetail,
  run: ({ params: { id } }, { app, actor }) => readAdvisoryDetail(app.database, id, readerOf(app, actor)),
});

export const listMatchesOf = defineOperation({
  path: '/matches',
  summary: 'Vulnerabilities of assets that the caller may see, what is due first at the top',
  action: 'plant.view',
  params: z.object({}),
  query: z.object({
    ...paging,
    view: z.enum(MATCH_VIEWS).default('open'),
    zone: zoneId.optional(),
    asset: searchText(300),
    vulnerability: searchText(100),
  }),
  response: listOf(matchView).extend({ counts: matchCounts }),
  async run({ query: { limit, cursor, ...filter } }, { app, actor }) {
    const reach = audienceOf(actor, app.plant());
    return pageOfMatches(app.database, reach, { ...filter, cursor }, app.clock.now(), limit);
  },
});

/** The body is the document itself, as text: what is no JSON is refused like any other fault. */
const read = async (request: Request) => ({ text: await request.text() });

export const importOneAdvisory = defineMutation({
  path: '/advisories',
  summary:
    'Take in a CSAF 2.0 document or a CVE record; the same again, or an older revision, changes nothing',
  command: { ...IMPORT_ADVISORY, of: (app) => importAdvisory(app.advisories.checker) },
  params: z.object({}),
  body: z.looseObject({}),
  read,
  response: importedAdvisory,
  status: 201,
  answer: (imported: ImportedAdvisory) => imported,
});

export const decideOneMatch = defineMutation({
  path: '/matches/{id}/decide',
  summary: 'Say what becomes of a vulnerability on an asset',
  command: decideMatch,
  params,
  body: decideMatch.schema,
  response: z.object({ match: matchView }),
  answer: (match: MatchView) => ({ match }),
});

/** Every reading operation about advisories and their matches. */
export const ADVISORY_OPERATIONS = [listAdvisoriesOf, readOneAdvisory, listMatchesOf];
/** Everything of them that people change. */
export const ADVISORY_MUTATIONS = [importOneAdvisory, decideOneMatch];
