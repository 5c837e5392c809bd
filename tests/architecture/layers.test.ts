import { expect, it } from 'vitest';
import { readSources, type SourceFile } from './source-tree';

/** The rooms of the house, most particular first. A file belongs to the first room whose path begins its own. */
const ROOMS = {
  'src/lib/domain/': 'domain',
  'src/lib/protocol/': 'protocol',
  'src/lib/playbooks/': 'shipped',
  'src/lib/server/storage/': 'storage',
  'src/lib/server/ingest/': 'ingest',
  'src/lib/server/plant/': 'plant',
  'src/lib/server/fanout/': 'fanout',
  'src/lib/server/http/': 'http',
  'src/lib/server/access/': 'access',
  'src/lib/server/audit/': 'audit',
  'src/lib/server/registry/': 'registry',
  'src/lib/server/notices/': 'notices',
  'src/lib/server/detection/': 'detection',
  'src/lib/server/alarms/': 'alarms',
  'src/lib/server/incidents/': 'incidents',
  'src/lib/server/canary/': 'canary',
  'src/lib/server/playbooks/': 'playbooks',
  'src/lib/server/posture/': 'posture',
  'src/lib/server/advisories/': 'advisories',
  'src/lib/server/trends/': 'trends',
  'src/lib/server/assets/': 'assets',
  'src/lib/server/outgoing/': 'outgoing',
  'src/lib/server/': 'server',
  'src/lib/live/': 'live',
  'src/lib/ui/': 'ui',
  'src/lib/components/': 'components',
  'src/routes/': 'routes',
  'src/params/': 'params',
  'src/simulator/': 'simulator',
  'src/cli/': 'cli',
  'src/': 'entry',
} as const;
type Room = (typeof ROOMS)[keyof typeof ROOMS];

/** Modules of the server's ground floor, which every server room may use. */
const GROUND = /^src\/lib\/server\/(service|bus|log|clock|metrics|listen-fault|wake)\.ts$/;

/** Who may import whom. Every room may import from itself. */
const ALLOWED: Record<Room, readonly Room[]> = {
  domain: [],
  protocol: ['domain'],
  shipped: [],
  storage: ['domain', 'protocol'],
  ingest: ['domain', 'protocol', 'storage', 'plant'],
  plant: ['domain', 'protocol', 'storage'],
  fanout: ['domain', 'protocol', 'storage', 'plant'],
  access: ['domain', 'storage', 'audit'],
  audit: ['domain', 'storage'],
  registry: ['domain', 'storage'],
  notices: ['domain', 'storage'],
  detection: ['domain', 'protocol', 'storage', 'plant', 'access'],
  alarms: ['domain', 'protocol', 'storage', 'access'],
  incidents: ['domain', 'protocol', 'storage', 'access', 'outgoing'],
  canary: ['domain', 'protocol', 'storage'],
  posture: ['domain', 'protocol', 'storage', 'access'],
  advisories: ['domain', 'protocol', 'storage', 'access'],
  trends: ['domain', 'protocol', 'storage', 'access'],
  assets: ['domain', 'protocol', 'storage', 'access'],
  playbooks: ['domain', 'protocol', 'storage', 'access', 'outgoing'],
  outgoing: ['domain', 'storage', 'access'],
  http: [
    'domain',
    'server',
    'access',
    'audit',
    'registry',
    'detection',
    'alarms',
    'incidents',
    'playbooks',
    'posture',
    'advisories',
    'trends',
    'assets',
    'protocol',
  ],
  server: [
    'domain',
    'protocol',
    'storage',
    'ingest',
    'plant',
    'fanout',
    'http',
    'access',
    'audit',
    'registry',
    'notices',
    'detection',
    'alarms',
    'incidents',
    'canary',
    'playbooks',
    'posture',
    'advisories',
    'trends',
    'assets',
    'shipped',
    'outgoing',
  ],
  live: ['domain', 'protocol'],
  ui: [],
  components: ['domain', 'live', 'ui', 'protocol'],
  params: ['domain'],
  routes: [
    'domain',
    'components',
    'ui',
    'live',
    'protocol',
    'http',
    'access',
    'audit',
    'registry',
    'detection',
    'alarms',
    'incidents',
    'playbooks',
    'outgoing',
  ],
  simulator: ['domain'],
  cli: [
    'domain',
    'advisories',
    'outgoing',
    'server',
    'storage',
    'access',
    'audit',
    'registry',
    'ingest',
    'posture',
  ],
  entry: ['domain', 'server', 'http', 'ui', 'live'],
};

const roomOf = (path: string): Room => {
  const prefix = Object.keys(ROOMS).find((start) => path.startsWith(start)) as keyof typeof ROOMS;
  return ROOMS[prefix];
};

const sources = readSources().filter((file) => !file.isTest);

function violations(check: (file: SourceFile) => string[]): string[] {
  return sources.flatMap((file) => check(file).map((what) => `${file.path} ${what}`)).sort();
}

it('every room imports only from the rooms it may know', () => {
  expect(
    violations((file) => {
      const from = roomOf(file.path);
      return file.imports
        .filter(({ own, target }) => own && target.startsWith('src/') && !target.endsWith('.css'))
        .filter(({ target }) => {
          const to = roomOf(target);
          return (
            to !== from &&
            !ALLOWED[from].includes(to) &&
            !(target.match(GROUND) && file.path.startsWith('src/lib/server/'))
          );
        })
        .map(({ target }) => `-> ${target}`);
    }),
  ).toEqual([]);
});

it('pages reach the server only from their .server files', () => {
  expect(
    violations((file) =>
      file.path.startsWith('src/routes/') && !/(\.server|\+server|-server)\.ts$/.test(file.path)
        ? file.imports
            .filter((i) => i.target.startsWith('src/lib/server/') && !i.typeOnly)
            .map((i) => `-> ${i.target}`)
        : [],
    ),
  ).toEqual([]);
});

/** Libraries with one home each. */
const HOMES: Record<string, RegExp> = {
  'socket.io': /^src\/lib\/server\/fanout\//,
  'socket.io-client': /^src\/lib\/live\//,
  'chart.js': /^src\/lib\/ui\/chart\//,
  'drizzle-orm': /^src\/lib\/server\/(storage\/|access\/sessions\.ts$)/,
  pg: /^src\/lib\/server\/storage\//,
  lucia: /^src\/lib\/server\/access\/sessions\.ts$/,
  '@lucia-auth/adapter-drizzle': /^src\/lib\/server\/(access\/sessions\.ts$|storage\/)/,
  'mqtt-packet': /^src\/lib\/server\/ingest\/brokers\//,
  mqtt: /^src\/(simulator|lib\/server\/canary)\//,
  pino: /^src\/lib\/server\/log\.ts$/,
  'prom-client': /^src\/lib\/server\/metrics\.ts$/,
  'ae-cvss-calculator': /^src\/lib\/domain\/advisories\/cvss\.ts$/,
  ajv: /^src\/lib\/domain\/playbooks\/cacao\/validate\.ts$/,
  '@peculiar/x509': /^src\/(lib\/server\/ingest\/identity\/|simulator\/agent\/renewal\.ts$)/,
};

it('a library is known in one place only', () => {
  expect(
    violations((file) =>
      file.imports
        .filter(({ own, target }) => !own && HOMES[target] && !HOMES[target].test(file.path))
        .map(({ target }) => `uses ${target}`),
    ),
  ).toEqual([]);
});

it('the CACAO module stands on its own, so that it could be published', () => {
  const folder = 'src/lib/domain/playbooks/cacao/';
  expect(
    violations((file) =>
      file.path.startsWith(folder)
        ? file.imports
            .filter(({ own, target }) =>
              own ? !target.startsWith(folder) : !['ajv', 'canonicalize'].includes(target),
            )
            .map(({ target }) => `-> ${target}`)
        : [],
    ),
  ).toEqual([]);
});

it('commands to gateways leave by one way only: the desk that keeps them on record', () => {
  const callers = sources.filter(({ text }) => /\.publishDown\(/.test(text)).map(({ path }) => path);
  expect(callers.sort()).toEqual([
    // Hands the broker's function on.
    'src/lib/server/downlink.ts',
    'src/lib/server/playbooks/gateways/command-desk.ts',
  ]);
});

it('no page carries the schema library: what browsers load does not reach it', () => {
  const graph = new Map(
    sources.map((file) => [file.path, file.imports.filter((i) => i.own && !i.typeOnly).map((i) => i.target)]),
  );
  const reached = new Set<string>();
  const waiting = sources
    .map(({ path }) => path)
    .filter((path) => /^src\/lib\/(live|ui|components)\//.test(path));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    waiting.push(...(graph.get(path) ?? []));
  }
  expect([...reached].filter((path) => path.startsWith('src/lib/domain/playbooks/cacao/validate'))).toEqual(
    [],
  );
});

it('nothing goes round in circles', () => {
  const graph = new Map(
    sources.map((file) => [file.path, file.imports.filter((i) => i.own && !i.typeOnly).map((i) => i.target)]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) {
      circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  expect(circles).toEqual([]);
});
