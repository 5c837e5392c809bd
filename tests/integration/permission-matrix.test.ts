import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTIONS, type Action } from '../../src/lib/domain/access/actions';
import { canSomewhere } from '../../src/lib/domain/access/can';
import { INSTALLATION, zoneSubject, type Subject } from '../../src/lib/domain/access/subject';
import { personId, zoneId } from '../../src/lib/domain/ids';
import type { Zone } from '../../src/lib/domain/plant/model';
import { MUTATIONS, OPERATIONS } from '../../src/lib/server/http/api/openapi';
import { load as loadFrame } from '../../src/routes/(plant)/+layout.server';
import { actions as accountForms, load as loadAccount } from '../../src/routes/(plant)/account/+page.server';
import { load as loadAdvisories } from '../../src/routes/(plant)/advisories/+page.server';
import { load as loadAdvisory } from '../../src/routes/(plant)/advisories/[advisory=advisoryId]/+page.server';
import { load as loadAlarms } from '../../src/routes/(plant)/alarms/+page.server';
import { load as loadAssets } from '../../src/routes/(plant)/assets/+page.server';
import { load as loadAsset } from '../../src/routes/(plant)/assets/[asset=assetId]/+page.server';
import { load as loadLifecycle } from '../../src/routes/(plant)/assets/lifecycle/+page.server';
import { load as loadAudit } from '../../src/routes/(plant)/audit/+page.server';
import { load as loadEntry } from '../../src/routes/(plant)/audit/[seq]/+page.server';
import { load as loadDrive } from '../../src/routes/(plant)/drives/[drive=driveId]/+page.server';
import { load as loadEvents } from '../../src/routes/(plant)/events/+page.server';
import { load as loadEvent } from '../../src/routes/(plant)/events/[event=securityEventId]/+page.server';
import { load as loadGateways } from '../../src/routes/(plant)/gateways/+page.server';
import { load as loadGateway } from '../../src/routes/(plant)/gateways/[gateway=gatewayId]/+page.server';
import { load as loadIncidents } from '../../src/routes/(plant)/incidents/+page.server';
import { load as loadIncident } from '../../src/routes/(plant)/incidents/[incident=incidentId]/+page.server';
import { load as loadPlaybooks } from '../../src/routes/(plant)/playbooks/+page.server';
import { load as loadTrust } from '../../src/routes/(plant)/playbooks/trust/+page.server';
import { load as loadPlaybook } from '../../src/routes/(plant)/playbooks/[playbook=playbookId]/+page.server';
import { actions as peopleForms, load as loadPeople } from '../../src/routes/(plant)/people/+page.server';
import { load as loadRuns } from '../../src/routes/(plant)/runs/+page.server';
import { load as loadRun } from '../../src/routes/(plant)/runs/[run=runId]/+page.server';
import { load as loadQuarantine } from '../../src/routes/(plant)/quarantine/+page.server';
import { load as loadSite } from '../../src/routes/(plant)/sites/[site=siteId]/+page.server';
import { load as loadAttestations } from '../../src/routes/(plant)/attestations/+page.server';
import { load as loadPosture } from '../../src/routes/(plant)/posture/+page.server';
import { load as loadPostureReport } from '../../src/routes/(plant)/posture/report/+page.server';
import { load as loadZones } from '../../src/routes/(plant)/zones/+page.server';
import { load as loadZone } from '../../src/routes/(plant)/zones/[zone=zoneId]/+page.server';
import { actions as tokenForms, load as loadTokens } from '../../src/routes/(plant)/tokens/+page.server';
import { PASSWORD } from '../support/access';
import { aCveRecord } from '../support/advisories';
import {
  mayDo,
  NEXT_DOOR,
  permissionBench,
  PERMISSION_PLANT,
  PERMISSION_PLAYBOOK,
  subjectIn,
  type Asker,
  type PermissionBench,
  type Place,
} from '../support/permission-bench';
import {
  about,
  aboutOne,
  form,
  lists,
  looksAt,
  page,
  posts,
  postsMany,
  reads,
  texts,
  watches,
  type Way,
} from '../support/permission-ways';
import { until } from '../support/until';

type Body = Record<string, unknown>;
interface Placed {
  id?: unknown;
  zone?: unknown;
  gateway?: unknown;
  object?: { zone: string | null };
}

const itemsOf = (body: Body): Placed[] => body['items'] as Placed[];
const inZone = (body: Body, { zone }: Place) => itemsOf(body).some((item) => item.zone === zone);
const own = (_place: Place, { actor }: Asker): Subject => ({ kind: 'own', person: actor.id });
const whole = () => INSTALLATION;
const NEXT_YEAR = Date.now() + 365 * 86_400_000;
/** The first of these zones where somebody may do it; any of them when they may nowhere. */
function firstWhere(zones: readonly Zone[], who: Asker, action: Action): Subject {
  const subjects = zones.map(zoneSubject);
  const found = subjects.find((subject) => mayDo(who, action, subject)) ?? subjects[0];
  if (found === undefined) throw new Error('no zones');
  return found;
}
/** A site is seen by whoever sees any of its zones. */
const seenOfSite = ({ site }: Place, who: Asker): Subject =>
  firstWhere(
    PERMISSION_PLANT.zones.filter((zone) => zone.site === site),
    who,
    'plant.view',
  );
/** What belongs to no zone is for whoever may do it in any. */
const somewhere = (action: Action) => (_place: Place, who: Asker) =>
  firstWhere(PERMISSION_PLANT.zones, who, action);
const library = (way: Way) => aboutOne(somewhere('plant.view'), way);
/** A checkpoint is of the whole log and tells of no entry: for whoever may read any part. */
const anywhere = (_place: Place, who: Asker): Subject =>
  firstWhere(PERMISSION_PLANT.zones, who, 'audit.view');
const guest = ({ guest: name, zone }: Place): Subject => ({
  kind: 'person',
  person: personId.parse(name),
  grants: [{ role: 'operator', scope: { kind: 'zone', zone: zoneId.parse(zone) } }],
});
const answered = (data: Body): Body => (data['answer'] as { value: Body }).value;
const said = (word: string) => () => ({ note: word });

/** An audit entry about each zone, made by the acts before. */
const entries = new Map<string, number>();

/** The run of the place is over: whoever may is told so. */
const onRun = (path: string, body: object): Way => ({ ...posts(path, () => body), conflicts: true });
const drilled = (place: Place): Subject => ({ ...inPlace(place), forOperators: true });
const asksConsent = (place: Place): Subject => ({
  ...inPlace(place),
  step: { effect: 'reversible', requestedBy: 'requester' },
});
function inPlace(place: Place): Subject & { kind: 'zone' } {
  const subject = subjectIn(place);
  if (subject.kind !== 'zone') throw new Error(`${place.zone} is no zone`);
  return subject;
}

/** The spare incident of the place goes on in the other. */
const merges: Way = {
  name: 'POST /incidents/{id}/merge',
  hides: true,
  ask: (on, who, place) =>
    posts('/incidents/{id}/merge', () => ({ into: place.incident, reason: 'one thing' })).ask(on, who, {
      ...place,
      incident: place.spare,
    }),
};
/** Trends of a zone as a file: one of others is not there. */
const exportsTrends: Way = {
  name: 'GET /trends/export',
  async ask({ http }, { cookie }, { zone }) {
    return (await http.ask(`/api/v1/trends/export?zone=${zone}`, { cookie })).status;
  },
};
const hasMark = (report: Body, incident: unknown): boolean =>
  (report['marks'] as { incident: unknown }[]).some((mark) => mark.incident === incident);
const readsEntry: Way = {
  name: 'GET /audit/{seq}/proof',
  async ask({ http }, { cookie }, { zone }) {
    return (await http.ask(`/api/v1/audit/${entries.get(zone)}/proof`, { cookie })).status;
  },
};
/** Statistics of a zone that was asked for by name count what it has, or nothing. */
function standsIn(body: Body): boolean {
  return (body['buckets'] as { count: number }[]).some(({ count }) => count > 0);
}

/**
 * How each action of the table is done, in the order in which it is tried: looking before acting. An action
 * without a way does not compile; `later` names what is not built yet, `elsewhere` where it is tested that no
 * request reaches.
 */
const WAYS = {
  'plant.view': [
    about(
      seenOfSite,
      lists('/sites', (body, { site }) => itemsOf(body).some(({ id }) => id === site)),
    ),
    lists('/zones', (body, { zone }) => itemsOf(body).some(({ id }) => id === zone)),
    lists('/gateways', inZone),
    lists(
      '/conduits',
      (body, { zone }) => (body['items'] as { from: Placed }[]).some(({ from }) => from.zone === zone),
      () => '',
    ),
    lists('/drives', inZone),
    lists('/alarms', inZone),
    lists('/alarms/journal', inZone),
    lists('/alarms/statistics', standsIn, ({ zone }) => `?zone=${zone}`),
    lists('/events', inZone),
    lists(
      '/events/types',
      (body) => itemsOf(body).length > 0,
      ({ zone }) => `?zone=${zone}`,
    ),
    lists('/incidents', inZone),
    reads('/drives/{id}'),
    reads('/drives/{id}/latest'),
    reads('/alarms/{id}'),
    reads('/events/{id}'),
    reads('/incidents/{id}'),
    reads('/gateways/{id}/communication-loss'),
    lists('/posture', (body, place) => inZone({ items: body['zones'] }, place)),
    reads('/zones/{id}/posture'),
    reads('/zones/{id}/posture/history'),
    reads('/zones/{id}/posture/changes'),
    lists('/attestations', inZone, () => ''),
    lists('/matches', inZone),
    library(lists('/advisories', (body) => itemsOf(body).length > 0)),
    library(reads('/advisories/{id}')),
    lists('/assets', (body, { drive }) => itemsOf(body).some(({ id }) => id === `drive:${drive}`)),
    reads('/assets/{id}'),
    library(lists('/lifecycle', (body) => itemsOf(body).length > 0)),
    reads('/gateways/{id}/commands'),
    lists(
      '/playbooks/suggested',
      () => true,
      ({ drive }) => `?drive=${drive}`,
    ),
    lists('/runs', inZone, () => '?state=all'),
    reads('/runs/{id}'),
    reads('/runs/{id}/execution-status'),
    reads('/runs/{id}/communication-loss'),
    library(page('runs', loadRuns)),
    page('runs/[run=runId]', loadRun, { params: ({ run }) => ({ run: String(run) }) }),
    library(lists('/playbooks', (body) => itemsOf(body).some(({ id }) => id === PERMISSION_PLAYBOOK.id))),
    library(reads('/playbooks/{id}')),
    library(reads('/playbooks/{id}/summary')),
    library(reads('/playbooks/{id}/versions')),
    library(lists('/signers', (body) => itemsOf(body).length > 0)),
    library(page('playbooks', loadPlaybooks)),
    library(page('playbooks/trust', loadTrust)),
    library(
      page('playbooks/[playbook=playbookId]', loadPlaybook, {
        params: () => ({ playbook: PERMISSION_PLAYBOOK.id }),
      }),
    ),
    page('advisories', loadAdvisories, {
      has: ({ matches }, place) => inZone((matches as { value: Body }).value, place),
    }),
    library(
      page('advisories/[advisory=advisoryId]', loadAdvisory, {
        params: ({ advisory }) => ({ advisory: String(advisory) }),
      }),
    ),
    page('alarms', loadAlarms, { has: ({ families }, { drive }) => drive in (families as object) }),
    page('assets', loadAssets, {
      has: (data, { drive }) => itemsOf(answered(data)).some(({ id }) => id === `drive:${drive}`),
    }),
    page('assets/[asset=assetId]', loadAsset, { params: ({ drive }) => ({ asset: `drive:${drive}` }) }),
    library(page('assets/lifecycle', loadLifecycle)),
    page('drives/[drive=driveId]', loadDrive, { params: ({ drive }) => ({ drive }) }),
    page('events', loadEvents, { has: (data, place) => inZone(answered(data), place) }),
    page('events/[event=securityEventId]', loadEvent, { params: ({ event }) => ({ event: String(event) }) }),
    page('gateways', loadGateways, {
      has: ({ gateways }, place) => inZone({ items: gateways }, place),
    }),
    page('gateways/[gateway=gatewayId]', loadGateway, { params: ({ gateway }) => ({ gateway }) }),
    page('incidents', loadIncidents, { has: (data, place) => inZone(answered(data), place) }),
    page('incidents/[incident=incidentId]', loadIncident, {
      params: ({ incident }) => ({ incident: String(incident) }),
    }),
    page('sites/[site=siteId]', loadSite, {
      params: ({ site }) => ({ site }),
      has: ({ limits }, { drive }) => drive in (limits as object),
    }),
    page('attestations', loadAttestations, { has: ({ items }, place) => inZone({ items }, place) }),
    page('zones', loadZones, { has: ({ zones }, place) => inZone({ items: zones }, place) }),
    page('zones/[zone=zoneId]', loadZone, { params: ({ zone }) => ({ zone }) }),
    page('frame', loadFrame as never, {
      has: ({ sites }, { zone }) =>
        (sites as { zones: Placed[] }[]).some(({ zones }) => zones.some(({ id }) => id === zone)),
    }),
    about(seenOfSite, watches('site')),
    watches('drive'),
    watches('gateway'),
    looksAt,
  ],
  'report.export': [
    reads('/drives/{id}/history', '?signal=output_frequency_hz'),
    texts('/events', '?format=csv', (text, { gateway }) => text.includes(`,${gateway},`)),
    lists(
      '/trends',
      (body, { incident }) => hasMark(body, incident),
      () => '',
    ),
    lists(
      '/trends/standings',
      () => true,
      ({ zone }) => `?zone=${zone}`,
    ),
    exportsTrends,
    page('posture', loadPosture, { has: (data, { incident }) => hasMark(answered(data), incident) }),
    page('posture/report', loadPostureReport, {
      has: ({ report }, { incident }) => hasMark(report as Body, incident),
    }),
    texts('/assets', '?format=csv', (text, { drive }) => text.includes(`drive:${drive},`)),
  ],

  // Before the acts in zones, whose entries the newest page of the audit log has to hold.
  'vulnerability.decide': [
    posts('/matches/{id}/decide', () => ({ decision: 'confirm', note: 'it runs here' })),
    aboutOne(
      whole,
      posts('/lifecycle', () => ({
        product: 'VACON NXP',
        kind: 'end-of-service',
        at: '2030',
        source: 'a letter',
        reason: 'it says so',
      })),
    ),
    about(whole, { ...posts('/lifecycle/{id}/withdraw', () => ({ reason: 'again' })), conflicts: true }),
  ],

  'alarm.acknowledge': [
    posts('/alarms/{id}/acknowledge', said('seen')),
    postsMany('/alarms/acknowledge', { note: 'seen' }),
    posts('/events/{id}/review', said('seen')),
    posts('/events/{id}/unreview', said('not yet')),
  ],
  'alarm.confirm': [posts('/alarms/{id}/confirm', said('mended'))],
  'alarm.reset': [{ ...posts('/alarms/{id}/reset', said('again')), conflicts: true }],
  'alarm.shelve': [
    posts('/alarms/{id}/shelve', () => ({ mode: 'timed', minutes: 5, reason: 'known' })),
    posts('/alarms/{id}/unshelve'),
    postsMany('/alarms/shelve', { mode: 'timed', minutes: 5, reason: 'known' }),
  ],
  'alarm.silence': { elsewhere: 'the sounder is the browser’s: alarm-sound.svelte.test.ts' },
  'alarm.out-of-service': [
    posts('/alarms/{id}/out-of-service', () => ({ reason: 'works' })),
    posts('/alarms/{id}/return-to-service'),
  ],
  'alarm.suppress': [
    posts('/alarms/{id}/suppress', () => ({ reason: 'by design' })),
    posts('/alarms/{id}/unsuppress'),
  ],

  'incident.open': [
    posts('/incidents', ({ site, zone }) => ({ site, zone, title: 'Odd', severity: 2, reason: 'seen' })),
  ],
  'incident.acknowledge': [
    posts('/incidents/{id}/acknowledge'),
    posts('/incidents/{id}/claim'),
    posts('/incidents/{id}/release'),
  ],
  'incident.comment': [
    posts('/incidents/{id}/comment', () => ({ text: 'looked at it' })),
    posts('/incidents/{id}/pin', ({ drive }) => ({
      chart: { drive, signals: ['output_frequency_hz'], from: 0, to: 1_000 },
    })),
    posts('/incidents/{id}/link', ({ drive }) => ({ links: [{ kind: 'drive', id: drive }], reason: 'near' })),
  ],
  'incident.assign': [posts('/incidents/{id}/assign', () => ({ assignee: null, processOwner: null }))],
  'incident.move': [
    posts('/incidents/{id}/severity', () => ({ severity: 3, reason: 'worse' })),
    posts('/incidents/{id}/transition', () => ({ to: 'triage', reason: 'begun' })),
  ],
  'incident.merge': [merges],
  'incident.close': [
    posts('/incidents/{id}/transition', () => ({ to: 'closed', reason: 'done', verdict: 'unknown' })),
  ],

  'run.start': [
    posts('/playbooks/{id}/runs', ({ gateway }) => ({ mode: 'dry-run', gateway })),
    {
      ...about(
        drilled,
        posts('/playbooks/{id}/runs', ({ gateway }) => ({ mode: 'drill', gateway })),
      ),
      name: 'POST /playbooks/{id}/runs, a drill',
    },
  ],
  'step.complete': [
    onRun('/runs/{id}/steps/{step}/complete', { outcome: 'done' }),
    onRun('/runs/{id}/pause', { reason: 'wait' }),
    onRun('/runs/{id}/resume', { reason: 'go on' }),
    // What is over can still be explained.
    posts('/runs/{id}/note', () => ({ text: 'looked at it' })),
  ],
  'step.approve': [
    about(asksConsent, onRun('/runs/{id}/steps/{step}/approve', { bindsTo: 'x', reason: 'yes' })),
    about(asksConsent, onRun('/runs/{id}/steps/{step}/refuse', { bindsTo: 'x', reason: 'no' })),
  ],
  'run.resolve-unknown': [onRun('/runs/{id}/steps/{step}/resolve', { outcome: 'failed', reason: 'looked' })],
  'run.cancel': [onRun('/runs/{id}/cancel', { reason: 'no more' })],
  'posture.attest': [
    posts('/attestations', ({ zone }) => ({
      zone,
      requirement: 'SR 2.4',
      statement: 'No mobile code is used here.',
      expiresAt: NEXT_YEAR,
    })),
    { ...posts('/attestations/{id}/withdraw', () => ({ reason: 'no more' })), conflicts: true },
  ],
  'posture.countersign': [{ ...posts('/attestations/{id}/countersign'), conflicts: true }],
  'playbook.import': [
    aboutOne(
      somewhere('playbook.import'),
      posts('/playbooks', () => PERMISSION_PLAYBOOK),
    ),
  ],
  'playbook.lint': [
    aboutOne(
      somewhere('playbook.lint'),
      posts('/playbooks/lint', () => PERMISSION_PLAYBOOK),
    ),
  ],
  'playbook.approve': [
    aboutOne(
      somewhere('playbook.approve'),
      posts('/playbooks/{id}/approve', () => ({ version: PERMISSION_PLAYBOOK.modified, reason: 'tried' })),
    ),
  ],
  'advisory.import': [
    aboutOne(
      somewhere('advisory.import'),
      posts('/advisories', () => aCveRecord()),
    ),
  ],

  'audit.view': [
    lists(
      '/audit',
      (body, { zone }) => itemsOf(body).some(({ object }) => object?.zone === zone),
      ({ zone }) => `?zone=${zone}&limit=1`,
    ),
    aboutOne(anywhere, reads('/audit/checkpoint')),
    readsEntry,
    page('audit', loadAudit, {
      has: ({ entries, places }, { zone }) =>
        (places as { zones: Placed[] }).zones.some(({ id }) => id === zone) &&
        (entries as { place: string }[]).some(({ place }) => place === zone),
    }),
    page('audit/[seq]', loadEntry, { params: ({ zone }) => ({ seq: String(entries.get(zone)) }) }),
  ],
  'audit.export': [
    texts('/audit/export', '?action=incident.open', (text, { zone }) =>
      text.includes(String.raw`\"zone\":\"${zone}\"`),
    ),
  ],

  'alarm-definition.change': { later: 'issue 4, Then: definitions edited as a managed change' },
  // Plant files are taken by the shell alone: plant-file.test.ts.
  'plant.import': [
    aboutOne(
      whole,
      posts('/assets', () => ({ text: 'id,name', preview: true })),
    ),
  ],
  'gateway.manage': [
    aboutOne(whole, {
      ...page('gateways', loadGateways, { has: ({ refused }) => refused !== undefined }),
      name: 'page gateways, who was turned away',
    }),
    about(
      whole,
      posts('/gateways/{id}/permit', () => ({ operation: 'restart', reason: 'may restart' })),
    ),
    about(
      whole,
      posts('/gateways/{id}/forbid', () => ({ operation: 'restart', reason: 'no more' })),
    ),
  ],
  'certificate.manage': [
    aboutOne(
      somewhere('certificate.manage'),
      posts('/signers', () => ({ name: 'Next door', publicKey: NEXT_DOOR, reason: 'agreed' })),
    ),
    aboutOne(
      somewhere('certificate.manage'),
      posts('/signers/{id}/revoke', () => ({ reason: 'stolen' })),
    ),
  ],
  'people.view': [
    about(
      guest,
      page('people', loadPeople, {
        has: ({ people }, place) => (people as Placed[]).some(({ id }) => id === place.guest),
      }),
    ),
  ],
  'people.manage': [
    about(
      guest,
      form('people?/roles', peopleForms['roles'], (place) => ({
        person: place.guest,
        grant: `operator@zone:${place.zone}`,
      })),
    ),
    about(
      guest,
      form('people?/endSessions', peopleForms['endSessions'], (place) => ({ person: place.guest })),
    ),
    about(
      guest,
      form('people?/enable', peopleForms['enable'], (place) => ({ person: place.guest })),
    ),
    about(
      guest,
      form('people?/disable', peopleForms['disable'], (place) => ({ person: place.guest })),
    ),
  ],
  'token.manage': [
    aboutOne(whole, page('tokens', loadTokens)),
    aboutOne(
      whole,
      form('tokens?/revoke', tokenForms['revoke'], () => ({ token: '1' })),
    ),
  ],
  'settings.change': { later: 'no setting is changed by a request yet' },
  'quarantine.view': [
    lists('/quarantine', (body, { gateway }) => itemsOf(body).some((item) => item.gateway === gateway)),
    page('quarantine', loadQuarantine, {
      has: ({ messages }, { gateway }) => (messages as Placed[]).some((item) => item.gateway === gateway),
    }),
  ],
  'metrics.view': [
    aboutOne(whole, {
      name: 'GET /metrics from elsewhere',
      ask: async ({ http }, { cookie }) =>
        (await http.ask('/metrics', { cookie, address: '198.51.100.7' })).status,
    }),
  ],

  'account.view': [aboutOne(own, page('account', loadAccount))],
  'account.manage': [
    aboutOne(
      own,
      form('account?/end', accountForms['end'], () => ({ others: 'yes' })),
    ),
  ],
  'session.renew': [
    aboutOne(
      own,
      form('account?/renew', accountForms['renew'], () => ({ password: PASSWORD })),
    ),
  ],
  'session.start': [
    aboutOne(whole, {
      name: 'POST /login',
      async ask({ http }, { actor, address }) {
        const username = actor.kind === 'person' ? actor.id : 'visitor';
        const response = await http.ask('/login', {
          method: 'POST',
          address,
          headers: { 'content-type': 'application/json', origin: 'http://127.0.0.1:3000' },
          body: JSON.stringify({ username, password: PASSWORD }),
        });
        return response.status;
      },
    }),
  ],
  'installation.set-up': { elsewhere: 'open until there is an administrator: access-setup.test.ts' },
} as const satisfies Record<Action, readonly Way[] | { later: string } | { elsewhere: string }>;

const waysOf = (action: Action): readonly Way[] => {
  const ways: readonly Way[] | object = WAYS[action];
  return Array.isArray(ways) ? (ways as readonly Way[]) : [];
};
const EVERY_WAY = (Object.keys(WAYS) as Action[]).flatMap((action) =>
  waysOf(action).map((way) => [action, way.name, way] as const),
);

let bench: PermissionBench;
beforeAll(async () => {
  bench = await permissionBench();
}, 120_000);
afterAll(() => bench.close());

/** Statuses of an act that was let through: done, or too late because somebody else was first. */
const isThrough = (status: number): boolean => status < 300 || status === 409;

/** What has to come of it by the table alone. */
function expected(who: Asker, action: Action, way: Way, place: Place): (status: number) => boolean {
  const subject = way.subject?.(place, who) ?? subjectIn(place);
  if (mayDo(who, action, subject)) return isThrough;
  if (who.actor.kind === 'anonymous') return (status) => status === 401;
  const mayTry = canSomewhere(who.actor, action);
  const isHidden = way.hides === true && !mayDo(who, 'plant.view', subjectIn(place));
  if (mayTry && isHidden) return (status) => status === 404;
  return (status) => status === 403 || status === 404;
}

describe('every role, by every way, in every zone: what the action table says and nothing else', () => {
  it.each(EVERY_WAY)('%s: %s', { timeout: 120_000 }, async (action, _name, way) => {
    if (action === 'audit.view') await findEntries();
    const wrong: string[] = [];
    let done = 0;
    for (const place of way.once === true ? bench.places.slice(0, 1) : bench.places) {
      await Promise.all(
        bench.askers.map(async (who) => {
          const status = await way.ask(bench, who, place);
          if (status < 300) done += 1;
          if (!expected(who, action, way, place)(status))
            wrong.push(`${who.name} in ${place.zone}: ${status}`);
        }),
      );
    }
    expect(wrong).toEqual([]);
    // A way by which nobody gets anywhere would prove nothing.
    if (way.conflicts !== true) expect(done).toBeGreaterThan(0);
  });
});

async function findEntries(): Promise<void> {
  if (entries.size > 0) return;
  await bench.http.app.audit.sign();
  const { rows } = await bench.http.test.db.client.query<{ zone: string; seq: number }>(
    'select zone, min(seq)::integer as seq from audit_entry where zone is not null group by zone',
  );
  for (const { zone, seq } of rows) entries.set(zone, seq);
}

describe('numbers', () => {
  const zonesOf = (who: Asker) => bench.places.filter((place) => mayDo(who, 'plant.view', subjectIn(place)));
  const everybody = () => bench.askers.filter((who) => canSomewhere(who.actor, 'plant.view'));

  it('of sites count the zones, gateways and drives that may be seen', async () => {
    for (const who of everybody()) {
      const { body } = await bench.http.json('/api/v1/sites', { cookie: who.cookie });
      const sum = (name: string) =>
        (body['items'] as Record<string, number>[]).reduce((n, item) => n + item[name]!, 0);
      const seen = zonesOf(who).length;
      expect([sum('zones'), sum('gateways'), sum('drives')], who.name).toEqual([seen, seen, 2 * seen]);
    }
  });

  it('of types of events count the events that may be seen', async () => {
    for (const who of everybody()) {
      const { body } = await bench.http.json('/api/v1/events/types', { cookie: who.cookie });
      const rows = (body['items'] as { rows: number }[]).reduce((n, item) => n + item.rows, 0);
      expect(rows, who.name).toBe(zonesOf(who).length);
    }
  });

  it('in the live snapshot are of the zones that may be seen', async () => {
    await Promise.all(
      bench.askers.map(async (who) => {
        if (who.probe === undefined) return;
        const { probe } = who;
        await probe.resume(null);
        const snapshot = await until(() => probe.snapshots.at(-1), 10_000, 'a snapshot');
        const zones = zonesOf(who).map(({ zone }) => zone);
        const { alarms, incidents, presence, toReview } = snapshot;
        const placesOf = (things: readonly { zone: string | null }[]) =>
          new Set(things.map(({ zone }) => zone));
        const strange = [
          ...placesOf(alarms.counts),
          ...placesOf(alarms.first),
          ...placesOf(incidents.open),
          ...placesOf(toReview),
        ].filter((zone) => zone === null || !zones.includes(zone));
        expect(strange, who.name).toEqual([]);
        expect(incidents.total, who.name).toBe(incidents.open.length);
        expect(new Set(presence.map(({ gateway }) => gateway)), who.name).toEqual(
          new Set(zonesOf(who).map(({ gateway }) => gateway)),
        );
      }),
    );
  });
});

describe('the ways', () => {
  it('are every operation of the API, each under the action that it names', () => {
    const named = new Set([
      ...EVERY_WAY.map(([action, name]) => `${action} ${name.split('?')[0]}`),
      // Of operator positions, not of places: alarms-api.test.ts asks whose they are shown.
      'plant.view GET /alarms/kpis',
    ]);
    const missing = [
      ...OPERATIONS.map(({ action, path }) => `${action} GET ${path}`),
      ...MUTATIONS.map(({ command, path }) => `${command.action} POST ${path}`),
    ].filter((one) => !named.has(one));
    expect(missing).toEqual([]);
  });

  it('are every page that loads something', () => {
    const root = join(import.meta.dirname, '../../src/routes/(plant)');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
    const pages = files.filter((file) => file.endsWith('/+page.server.ts')).map((file) => file.slice(0, -16));
    const named = EVERY_WAY.map(([, name]) => name);
    // Any other address, where nothing is.
    const missing = pages.filter(
      (route) => route !== '[...path=pageAddress]' && !named.includes(`page ${route}`),
    );
    expect(missing).toEqual([]);
  });

  it('leave out only what is not built, or what no request reaches', () => {
    const without = (Object.keys(ACTIONS) as Action[]).filter((action) => waysOf(action).length === 0);
    for (const action of without)
      expect(Object.keys(WAYS[action]), action).toEqual([expect.stringMatching(/^(later|elsewhere)$/)]);
  });
});
