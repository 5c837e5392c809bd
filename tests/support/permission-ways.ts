import type { Subject } from '../../src/lib/domain/access/subject';
import type { View } from '../../src/lib/protocol/views';
import { siteId, driveId, gatewayId } from '../../src/lib/domain/ids';
import { load as loadFrame } from '../../src/routes/(plant)/+layout.server';
import {
  NEXT_DOOR_KEY,
  PERMISSION_PLAYBOOK,
  RUN_STEP,
  type Asker,
  type PermissionBench,
  type Place,
} from './permission-bench';

/** Asks the running program for something in a place; tells the status that came of it. */
export interface Way {
  /** Unique among the ways of an action: `GET /drives/{id}`, `page /audit`, `socket drive`. */
  name: string;
  ask(bench: PermissionBench, who: Asker, place: Place): Promise<number>;
  /** What the table is asked about, where that is not the zone of the place. */
  subject?: ((place: Place, who: Asker) => Subject) | undefined;
  /** The answer has nothing to do with a zone: it is asked for once. */
  once?: boolean | undefined;
  /** What may not even be seen has to look as if it were not there. */
  hides?: boolean | undefined;
  /** Nothing here is in the state for it: whoever may is told of a conflict. */
  conflicts?: boolean | undefined;
}

type Fill = (place: Place) => string;
type Items = (body: Record<string, unknown>, place: Place) => boolean;

const ORIGIN = 'http://127.0.0.1:3000';
const API = '/api/v1';
const HIDDEN = 404;
const FOUND = 200;

/** A path of the API with what stands in the place for its parameters. */
function filled(path: string, place: Place): string {
  const kind = path.split('/')[1] ?? '';
  const ids: Record<string, string | number> = {
    drives: place.drive,
    gateways: place.gateway,
    alarms: place.alarm,
    events: place.event,
    incidents: place.incident,
    zones: place.zone,
    attestations: place.attestation,
    advisories: place.advisory,
    matches: place.match,
    playbooks: PERMISSION_PLAYBOOK.id,
    runs: place.run,
    signers: NEXT_DOOR_KEY,
    assets: `drive:${place.drive}`,
    lifecycle: place.milestone,
  };
  return path.replace('{id}', String(ids[kind] ?? '')).replace('{step}', RUN_STEP);
}

/** Reads one thing by its address. */
export const reads = (path: string, query = ''): Way => ({
  name: `GET ${path}`,
  hides: path.includes('{id}'),
  async ask({ http }, { cookie }, place) {
    const response = await http.ask(`${API}${filled(path, place)}${query}`, { cookie });
    await response.text();
    return response.status;
  },
});

/** Reads a list: what the place has is in it, or it is not there. */
export const lists = (path: string, has: Items, query: Fill = () => '?limit=200'): Way => ({
  name: `GET ${path}`,
  async ask({ http }, { cookie }, place) {
    const { status, body } = await http.json(`${API}${path}${query(place)}`, { cookie });
    if (status !== FOUND) return status;
    return has(body, place) ? FOUND : HIDDEN;
  },
});

/** Reads a text that names what is in it. */
export const texts = (path: string, query: string, has: (text: string, place: Place) => boolean): Way => ({
  name: `GET ${path}${query}`,
  async ask({ http }, { cookie }, place) {
    const response = await http.ask(`${API}${path}${query}`, { cookie });
    const text = await response.text();
    if (response.status !== FOUND) return response.status;
    return has(text, place) ? FOUND : HIDDEN;
  },
});

/** Does something by the API. */
export const posts = (path: string, body: (place: Place) => object = () => ({})): Way => ({
  name: `POST ${path}`,
  hides: path.includes('{id}'),
  async ask({ http }, { cookie }, place) {
    const { status } = await http.json(`${API}${filled(path, place)}`, post(cookie, body(place)));
    return status;
  },
});

/** Does something to the alarms of every place at once; each of them is told apart. */
export const postsMany = (path: string, body: object): Way => ({
  name: `POST ${path}`,
  async ask({ http, places }, { cookie }, place) {
    const ids = places.map(({ alarm }) => alarm);
    const answer = await http.json(`${API}${path}`, post(cookie, { ...body, ids }));
    if (answer.status !== FOUND) return answer.status;
    const failed = answer.body['failed'] as { id: number; code: string }[];
    const code = failed.find(({ id }) => id === place.alarm)?.code;
    return code === 'not-found' ? HIDDEN : code === 'access.denied' ? 403 : FOUND;
  },
});

const post = (cookie: string, body: object) => ({
  method: 'POST',
  cookie,
  headers: { 'content-type': 'application/json', origin: ORIGIN },
  body: JSON.stringify(body),
});

/** A page, with the parameters of its address; `has` says whether what the place has is on it. */
export const page = (
  route: string,
  load: (event: never) => unknown,
  options: { params?: (place: Place) => Record<string, string>; has?: Items } = {},
): Way => ({
  name: `page ${route}`,
  hides: options.params !== undefined && options.has === undefined,
  async ask(bench, { cookie }, place) {
    const event = await bench.http.event(`/${route}`, { cookie });
    const inPage = {
      ...event,
      params: options.params?.(place) ?? {},
      fetch: (path: string) => bench.http.ask(path, { cookie }),
      parent: async () => loadFrame(event as never),
    };
    const { status, data } = await outcome(() => load(inPage as never));
    if (status !== FOUND || data === undefined) return status;
    return options.has === undefined || options.has(data, place) ? FOUND : HIDDEN;
  },
});

/** A form of a page. */
export const form = (
  name: string,
  act: ((event: never) => unknown) | undefined,
  fields: (place: Place, who: Asker) => Record<string, string>,
): Way => ({
  name: `form ${name}`,
  async ask({ http }, who, place) {
    const event = await http.event(`/${name.split('?')[0]}`, {
      method: 'POST',
      cookie: who.cookie,
      address: who.address,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN },
      body: new URLSearchParams(fields(place, who)).toString(),
    });
    if (act === undefined) throw new Error(`there is no form ${name}`);
    return (await outcome(() => act(event as never))).status;
  },
});

const viewsIn = {
  site: ({ site }: Place): View => ({ type: 'site', site: siteId.parse(site) }),
  drive: ({ drive }: Place): View => ({ type: 'drive', drive: driveId.parse(drive) }),
  gateway: ({ gateway }: Place): View => ({ type: 'gateway', gateway: gatewayId.parse(gateway) }),
};

/** A view of the live socket; strangers have none. */
export const watches = (type: keyof typeof viewsIn): Way => ({
  name: `socket ${type}`,
  hides: true,
  async ask(_bench, { probe }, place) {
    if (probe === undefined) return 401;
    const answer = await probe.watch(viewsIn[type](place));
    return answer.ok ? FOUND : answer.code === 'not-found' ? HIDDEN : 500;
  },
});

/** Looking at an incident together with others, by the live socket. */
export const looksAt: Way = {
  name: 'socket lookAt',
  hides: true,
  async ask(_bench, { probe }, place) {
    if (probe === undefined) return 401;
    const answer = await probe.ask('lookAt', { incident: place.incident });
    return answer.ok ? FOUND : answer.code === 'not-found' ? HIDDEN : 500;
  },
};

/** The same way for another subject than the zone of the place. */
export const about = (subject: NonNullable<Way['subject']>, way: Way): Way => ({
  ...way,
  subject,
  hides: false,
});

/** The same way, about something that is in no zone. */
export const aboutOne = (subject: NonNullable<Way['subject']>, way: Way): Way => ({
  ...about(subject, way),
  once: true,
});

interface Outcome {
  status: number;
  data: Record<string, unknown> | undefined;
}

/** What came of a page or a form: a redirect to sign in is 401, any other is a success. */
async function outcome(work: () => unknown): Promise<Outcome> {
  try {
    const data = (await work()) as Record<string, unknown> | undefined;
    await settled(data);
    // A form that was refused gives its status back with what was typed.
    const status = typeof data?.['status'] === 'number' ? data['status'] : FOUND;
    return { status, data };
  } catch (thrown) {
    const { status, location } = thrown as { status?: number; location?: string };
    if (status === undefined) throw thrown;
    if (location === undefined) return { status, data: undefined };
    return { status: location.startsWith('/login?') ? 401 : FOUND, data: undefined };
  }
}

/** What a page gets later is asked for all the same. */
const settled = (data: Record<string, unknown> | undefined) =>
  Promise.allSettled(Object.values(data ?? {}).filter((value) => value instanceof Promise));
