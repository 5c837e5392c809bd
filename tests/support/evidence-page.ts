import { format } from 'prettier';
import { z } from 'zod';
import { gatewayId } from '../../src/lib/domain/ids';
import { EVIDENCE, EVIDENCE_KEYS, type EvidenceKey } from '../../src/lib/domain/posture/evidence';
import type { EvidenceMap } from '../../src/lib/domain/posture/evidence/definition';
import { reportedShape } from '../../src/lib/domain/posture/reported';
import { EVIDENCE_TWIN } from '../../src/lib/domain/posture/reported/twin';
import { isEventTypeId, type EventTypeId } from '../../src/lib/domain/security/catalogue';
import { ownAnswers } from '../../src/lib/server/posture/own-answers';
import { SMALL_PLANT } from './access';
import { SELF_IN_ORDER } from './self-facts';
import { aDrive } from './telemetry-builders';

/** Events that tell of the same matter. They raise alarms at once; a level is moved by the twin alone. */
const TOLD_AS: Partial<Record<EvidenceKey, readonly EventTypeId[]>> = {
  'gw.ports.listening': ['net.disallowed_port'],
  'gw.ports.outbound': ['net.unexpected_outbound'],
  'gw.firewall.policy': ['gw.firewall_disabled'],
  'gw.dos.event': ['net.syn_flood', 'net.icmp_flood', 'net.ssh_flood', 'net.http_flood'],
  'gw.portscan.event': [
    'net.port_scan.syn_fin',
    'net.port_scan.syn_rst',
    'net.port_scan.xmas',
    'net.port_scan.null',
  ],
  'net.unexpected': ['net.new_device'],
  'net.neighbours': ['net.arp_conflict'],
  'gw.cert': ['cert.expiring', 'cert.expired', 'cert.revoked_used'],
  'gw.mtls': ['tls.handshake_failed', 'ot.mqtt_unauthorized'],
  'gw.accounts.default': ['auth.default_credentials'],
  'gw.accounts.idle': ['auth.idle_account'],
  'gw.password.policy': ['auth.password_policy'],
  'gw.login.lockout': ['auth.ban', 'auth.ssh_bruteforce'],
  'gw.remote.request': ['gw.remote_session'],
  'gw.usb': ['host.usb_insert', 'host.removable_storage'],
  'gw.secureboot': ['host.secure_boot_off', 'host.boot_external'],
  'gw.attestation': ['host.attestation_failed', 'host.attestation_unknown'],
  'gw.fw.update': ['update.signature_invalid', 'update.rollback', 'update.slot_bad'],
  'gw.fw.version': ['update.overdue', 'update.downgrade'],
  'gw.fim': ['host.file_integrity', 'host.ima_violation'],
  'gw.apparmor': ['host.apparmor_disabled', 'host.apparmor_denied'],
  'gw.tamper': ['host.tamper_open'],
  'gw.ntp': ['time.unsynced', 'time.drift', 'time.stepped'],
  'gw.log.forward': ['host.log_forward_stopped'],
  'gw.log.disk': ['host.disk_full'],
  'gw.resources': ['host.overload'],
  'plat.heartbeat': ['gw.offline'],
  'drv.params.baseline': ['ot.drive_param_changed'],
  'drv.inventory': ['ot.drive_identity_changed', 'ot.drive_firmware_changed'],
  'drv.sto': ['ot.drive_sto_diag'],
};

const GATEWAY = gatewayId.parse('gw-1');
const EVERY_ASSET = ['gateway:gw-1', `drive:${aDrive({}).id}`];
/** What this program answers itself, of a zone with one gateway and one drive. */
const OWN: ReadonlySet<EvidenceKey> = new Set(
  ownAnswers(
    {
      zone: SMALL_PLANT.zones[0]!,
      gateways: [
        {
          id: GATEWAY,
          name: 'g',
          site: SMALL_PLANT.sites[0]!.id,
          zone: SMALL_PLANT.zones[0]!.id,
          model: undefined,
        },
      ],
      drives: [aDrive({ gateway: GATEWAY, controlTimeout: { seconds: 1, action: 'stop' } })],
      rules: { listeners: new Set(), destinations: new Set(), isBoundary: true },
    },
    () => ({ link: 'live', certificateNotAfter: 1 }),
    { ...SELF_IN_ORDER, newestLogs: new Map([[GATEWAY, 0]]) },
    new Map(
      [...EVERY_ASSET].map((asset) => [asset, new Map([['gw.usb', { verdict: 'pass', found: '', at: 0 }]])]),
    ),
    0,
  ).map(({ key }) => key),
);

const HOUR_MS = 3_600_000;
const HOURS_OF_DAY = 24;

function freshness(ms: number): string {
  const hours = ms / HOUR_MS;
  if (hours === 0) return 'a moment';
  if (hours < 1) return `${hours * 60} min`;
  return hours % HOURS_OF_DAY === 0 && hours > HOURS_OF_DAY ? `${hours / HOURS_OF_DAY} d` : `${hours} h`;
}

interface Schema {
  type?: string;
  enum?: readonly string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
}

/** `{rootLogin: text, passwords: yes/no}`: a shape as people write it down. */
function written({ type, enum: words, items, properties, required = [] }: Schema): string {
  if (words !== undefined) return words.join('/');
  if (properties !== undefined) {
    const fields = Object.entries(properties).map(
      ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${written(schema)}`,
    );
    return `{${fields.join(', ')}}`;
  }
  if (items !== undefined) return `[${written(items)}]`;
  return type === 'boolean' ? 'true/false' : type === 'integer' || type === 'number' ? 'number' : 'text';
}

const requirements = (maps: readonly EvidenceMap[], wanted: (map: EvidenceMap) => boolean): string =>
  maps
    .filter(wanted)
    .map(({ requirement }) => requirement.replace('SR ', ''))
    .join(', ');

/** What a key says of requirements: what a pass proves alone, what it helps, what a fail refutes. */
function speaksFor(maps: readonly EvidenceMap[]): string {
  const parts = [
    ['proves', requirements(maps, ({ proves }) => proves === 'full')],
    ['helps', requirements(maps, ({ proves }) => proves === 'partial')],
    ['refutes', requirements(maps, ({ refutes }) => refutes)],
  ].flatMap(([word, list]) => (list ? [`${word} ${list}`] : []));
  return parts.join('; ') || 'none';
}

function eventsOf(key: EvidenceKey): string {
  const types = TOLD_AS[key] ?? [];
  if (!types.every(isEventTypeId)) throw new Error(`an event of ${key} is none`);
  return types.map((type) => `\`${type.replaceAll('.', '_')}\``).join(', ') || '–';
}

function rowOf(key: EvidenceKey): string {
  const { of, title, passes, freshForMs, maps } = EVIDENCE[key];
  const shape = reportedShape(key);
  const own = OWN.has(key) ? 'nothing: Zonewatch knows it itself' : 'nothing: nobody answers it yet';
  const form = shape === undefined ? own : `\`${written(z.toJSONSchema(shape) as Schema)}\``;
  return `| \`${key}\` | ${title}. ${passes} | ${of.join(', ')} | ${form} | ${eventsOf(key)} | ${freshness(freshForMs)} | ${speaksFor(maps)} |`;
}

/** The page about evidence, out of the tables that the program works by, as prettier writes it. */
export const evidencePage = (): Promise<string> => format(page(), { parser: 'markdown', printWidth: 110 });

const page = (): string => `# Evidence

The sixty questions of which Zonewatch makes the posture of a zone. This page is made from the program's own tables; a test holds it equal.

A gateway answers by one retained twin, an object whose fields are the keys below:

\`\`\`
te/device/main///twin/${EVIDENCE_TWIN}   {"gw.usb":{"blocked":true},"gw.ntp":{"synchronised":true,"offsetMs":0.4}}
te/device/pump-01///twin/${EVIDENCE_TWIN}   {"drv.protocol":{"protocol":"modbus-rtu"}}
\`\`\`

Keys of drives come in the twin of the drive, all others in that of the gateway. It tells what it found; what that means is judged by Zonewatch. A key that it leaves out is unknown, and so is one whose answer has grown too old; a fail stays until a pass replaces it. At most 200 keys, texts of 200 characters, lists of 200 (sockets: 500); what has another form is shown as unusable and judged by nobody.

An event about the same matter raises its alarm at once and moves no level: only the twin does. Events come as \`te/device/main///e/<type>\` or \`a/<type>\`, under the name below.

| key | what is asked, and when it is a pass | who answers | a gateway sends | events about it | counts for | speaks for (SR) |
| --- | --- | --- | --- | --- | --- | --- |
${EVIDENCE_KEYS.map(rowOf).join('\n')}
`;
