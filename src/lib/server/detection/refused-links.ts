import { isGatewayId } from '../../domain/id-shape';
import type { EventTypeId } from '../../domain/security/catalogue';
import { keyOf } from '../../domain/security/key';
import type { Bus } from '../bus';
import type { Tx } from '../storage/database';
import { addOwnReports, type OwnReport } from '../storage/detection-inbox-store';
import type { RefusalRow } from '../storage/refusal-store';

interface Meaning {
  type: EventTypeId;
  text: string;
}

/** Somebody whom no certificate proves: the network address is all that is known. */
const STRANGER: Meaning = { type: 'tls.handshake_failed', text: 'Connection to our MQTT endpoint refused' };
const FOREIGN: Meaning = {
  type: 'ot.mqtt_unauthorized',
  text: 'Our MQTT endpoint refused what only another gateway may do',
};
const BROKEN: Meaning = {
  type: 'ot.mqtt_protocol_violation',
  text: 'Our MQTT endpoint received broken MQTT',
};
const REVOKED: Meaning = { type: 'cert.revoked_used', text: 'Revoked certificate used at our MQTT endpoint' };
const UNKNOWN: Meaning = {
  type: 'gw.unregistered',
  text: 'Certificate of an authority of ours, but no such gateway is enrolled',
};

/** What a refusal of our own endpoint is as a security event, by its kind. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  'no-certificate': STRANGER,
  'unknown-authority': STRANGER,
  'handshake-failed': STRANGER,
  'certificate-expired': { type: 'cert.expired', text: 'Gateway came with an expired certificate' },
  'certificate-revoked': REVOKED,
  'gateway-revoked': REVOKED,
  unregistered: UNKNOWN,
  'invalid-name': UNKNOWN,
  'foreign-client-id': FOREIGN,
  'foreign-will': FOREIGN,
  'foreign-topic': FOREIGN,
  'foreign-subscription': FOREIGN,
  malformed: BROKEN,
  'too-large': BROKEN,
  'duplicate-identity': { type: 'gw.duplicate_identity', text: 'Two at once under the name of one gateway' },
};

/** Kinds whose subject is a name that a certificate proves, without a gateway of that name being let in. */
const NAMES_NOBODY = new Set(['unregistered', 'invalid-name']);

/** A refusal as detection takes it; `undefined` for a kind that is no event. */
export function reportOfRefusal(row: RefusalRow): OwnReport | undefined {
  const { kind, subject, lastAddress, lastDetail, count, lastSeenAt } = row;
  const isProven = subject !== lastAddress;
  const meaning = isProven || kind === 'malformed' || kind === 'too-large' ? MEANINGS[kind] : STRANGER;
  if (meaning === undefined) return undefined;
  const names = isProven ? (NAMES_NOBODY.has(kind) ? { cn: subject } : { subject }) : {};
  const fields = { src: lastAddress, reason: kind, detail: lastDetail, ...names };
  return {
    gateway: isProven && !NAMES_NOBODY.has(kind) && isGatewayId(subject) ? subject : null,
    type: meaning.type,
    text: `${meaning.text}: ${isProven ? `${subject} from ` : ''}${lastAddress}, ${lastDetail}`,
    body: { fields, key: keyOf(meaning.type, fields), source: 'broker', count },
    at: lastSeenAt,
  };
}

/** Hands refusals to detection in the transaction that writes them down. */
export async function reportRefusals(tx: Tx, rows: readonly RefusalRow[], bus: Bus): Promise<void> {
  const reports = rows.flatMap((row) => reportOfRefusal(row) ?? []);
  await addOwnReports(tx, reports);
  const at = Math.max(...reports.map((report) => report.at));
  if (reports.length > 0) tx.afterCommit(() => bus.emit('detection.waiting', { at }));
}
