import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { ACTIONS } from '../../../domain/access/actions';
import { ERRORS } from '../../../domain/errors';
import { ADVISORY_MUTATIONS, ADVISORY_OPERATIONS } from './advisory-operations';
import { readAlarmKpis } from './alarm-kpi-operation';
import { ALARM_MUTATIONS } from './alarm-mutations';
import { listAssets } from '../asset-export';
import { listAllAlarms, listJournal, readAlarmStatistics, readOneAlarm } from './alarm-operations';
import { ASSET_MUTATIONS } from './asset-mutations';
import { readAsset, readLifecycle } from './asset-operations';
import { exportAuditLog, listAuditEntries, readCheckpoint, readProof } from './audit-operations';
import { readDrive, readDriveHistory, readLatest } from './drive-operations';
import { reviewOne, unreviewOne } from './event-mutations';
import { listEventTypes, readEvent } from './event-operations';
import { readGatewayCommands } from './gateway-commands-operation';
import { GATEWAY_MUTATIONS } from './gateway-mutations';
import { INCIDENT_MUTATIONS } from './incident-mutations';
import { listConduits } from './conduit-operations';
import { readCommunicationLoss } from './communication-loss-operation';
import { listIncidents, readIncident } from './incident-operations';
import type { Mutation } from './mutation';
import { RUN_MUTATIONS } from './run-mutations';
import { listRuns, readRun, readRunStatus, readStepLosses } from './run-operations';
import type { Operation } from './operation';
import { PLAYBOOK_MUTATIONS } from './playbook-mutations';
import {
  listPlaybooks,
  listPlaybookVersions,
  readPlaybookJson,
  readPlaybookSummary,
} from './playbook-operations';
import { listSigners, SIGNER_MUTATIONS } from './signer-operations';
import { listEvents } from '../event-export';
import { postedRecords } from '../log-ingest';
import { listDrives, listGateways, listSites, listZones } from './plant-operations';
import { POSTURE_MUTATIONS } from './posture-mutations';
import {
  listAttestationsOf,
  listPosture,
  readPosture,
  readPostureChanges,
  readPostureHistory,
} from './posture-operations';
import { listQuarantine } from './record-operations';
import { suggestedPlaybooks } from './suggestion-operation';
import { exportTrends, readStandingCounts, readTrends } from './trend-operations';

/** Every reading operation of the API. A route that is not in here is found by a test. */
export const OPERATIONS: readonly Operation[] = [
  listSites,
  listZones,
  listConduits,
  listGateways,
  readCommunicationLoss,
  listPosture,
  readPosture,
  readPostureHistory,
  readPostureChanges,
  listAttestationsOf,
  readTrends,
  exportTrends,
  readStandingCounts,
  listAssets,
  readAsset,
  readLifecycle,
  readGatewayCommands,
  listDrives,
  readDrive,
  readLatest,
  readDriveHistory,
  listAllAlarms,
  listJournal,
  readAlarmStatistics,
  readAlarmKpis,
  readOneAlarm,
  listEvents,
  listEventTypes,
  readEvent,
  listIncidents,
  readIncident,
  // Before playbooks by their id.
  suggestedPlaybooks,
  listPlaybooks,
  readPlaybookJson,
  readPlaybookSummary,
  listPlaybookVersions,
  ...ADVISORY_OPERATIONS,
  listSigners,
  listRuns,
  readRun,
  readRunStatus,
  readStepLosses,
  listQuarantine,
  listAuditEntries,
  readCheckpoint,
  readProof,
  exportAuditLog,
];

/** Every operation of the API that changes something. */
export const MUTATIONS: readonly Mutation[] = [
  ...ALARM_MUTATIONS,
  reviewOne,
  unreviewOne,
  ...INCIDENT_MUTATIONS,
  ...POSTURE_MUTATIONS,
  ...ASSET_MUTATIONS,
  ...GATEWAY_MUTATIONS,
  ...PLAYBOOK_MUTATIONS,
  ...SIGNER_MUTATIONS,
  ...ADVISORY_MUTATIONS,
  ...RUN_MUTATIONS,
];

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.enum(Object.keys(ERRORS)),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  requestId: z.string(),
});

const credentials = z.object({ username: z.string(), password: z.string() });
const signedInShape = z.object({
  person: z.object({ id: z.string(), displayName: z.string() }),
  /** Until when the session may act. */
  expiresAt: z.iso.datetime(),
});

type Json = Record<string, unknown>;

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const body = (schema: Json, media = 'application/json'): Json => ({ [media]: { schema } });
const PROBLEM = { $ref: '#/components/responses/Problem' };

function parametersOf(shape: z.ZodObject, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema,
  }));
}

function pathItem(operation: Operation): Json {
  return {
    get: {
      summary: operation.summary,
      description: `Needs: ${ACTIONS[operation.action].label}. Shows what the caller may see and nothing else.`,
      parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
      responses: {
        200: { description: 'OK', content: body(schemaOf(operation.response, 'output'), operation.media) },
        default: PROBLEM,
      },
    },
  };
}

function changePathItem(mutation: Mutation): Json {
  return {
    post: {
      summary: mutation.summary,
      description: `Needs: ${ACTIONS[mutation.command.action].label}. Asked with a cookie, it needs the Origin header of this server.`,
      parameters: parametersOf(mutation.params, 'path'),
      requestBody: { required: true, content: body(schemaOf(mutation.body, 'input')) },
      responses: {
        [mutation.status]: { description: 'Done', content: body(schemaOf(mutation.response, 'output')) },
        default: PROBLEM,
      },
    },
  };
}

/** Operations by path; one path may both be read and be acted upon. */
function pathItems(): Json {
  const items: Record<string, Json> = {};
  const add = (path: string, item: Json) => void (items[path] = { ...items[path], ...item });
  for (const operation of OPERATIONS) add(operation.path, pathItem(operation));
  for (const mutation of MUTATIONS) add(mutation.path, changePathItem(mutation));
  return items;
}

const SIGN_IN: Json = {
  post: {
    summary: 'Sign in; the answer sets the session cookie',
    security: [],
    servers: [{ url: '/' }],
    requestBody: {
      required: true,
      content: {
        ...body(schemaOf(credentials, 'input')),
        'application/x-www-form-urlencoded': { schema: schemaOf(credentials, 'input') },
      },
    },
    responses: {
      200: { description: 'Signed in', content: body(schemaOf(signedInShape, 'output')) },
      default: PROBLEM,
    },
  },
};

const SIGN_OUT: Json = {
  post: {
    summary: 'End the session; needs the Origin header of this server',
    servers: [{ url: '/' }],
    responses: { 204: { description: 'Signed out' }, default: PROBLEM },
  },
};

const INGEST: Json = {
  post: {
    summary: 'Hand in log records of the gateway that the token speaks for; answered when they are committed',
    security: [{ ingestToken: [] }],
    requestBody: {
      required: true,
      content: {
        ...body(schemaOf(postedRecords, 'input')),
        'text/plain': { schema: { type: 'string', description: 'A record per line' } },
      },
    },
    responses: {
      202: {
        description: 'Written down',
        content: body({ type: 'object', properties: { accepted: { type: 'integer' } } }),
      },
      default: PROBLEM,
    },
  },
};

const OF_ITSELF: Json = {
  get: {
    summary: 'This document',
    security: [],
    responses: { 200: { description: 'OK', content: body({ type: 'object' }) } },
  },
};

/** The API's description, made of the very schemas that check requests. */
export function openApiDocument(build: string): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zonewatch',
      version: build,
      description:
        'Plant, live values, history, alarms, incidents, playbooks, quarantine and audit log. Sign in with POST /login and keep the cookie. Lists are pages: pass `next` as `cursor` until it is null.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    paths: {
      ...pathItems(),
      '/ingest': INGEST,
      '/openapi.json': OF_ITSELF,
      '/login': SIGN_IN,
      '/logout': SIGN_OUT,
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'zonewatch_session' },
        ingestToken: { type: 'http', scheme: 'bearer' },
      },
      responses: {
        Problem: {
          description: 'Problem details (RFC 9457)',
          content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
        },
      },
    },
  };
}

/** That description for whoever asks: the same for everybody until the next build, so who has it is only told so. */
export function describeApi({ locals, request }: RequestEvent): Response {
  const { build } = locals.app;
  const tag = `W/"${build}"`;
  const headers = { etag: tag, 'cache-control': 'no-cache' };
  if (request.headers.get('if-none-match') === tag) return new Response(null, { status: 304, headers });
  return Response.json(openApiDocument(build), { headers });
}
