import { keyOf } from '../../domain/security/key';
import type { GatewayId } from '../../domain/ids';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import { readCertificateEnds, type GatewayCertificateEnd } from '../storage/certificate-store';
import type { Database } from '../storage/database';
import { addOwnReports, type OwnReport } from '../storage/detection-inbox-store';
import { findOngoing, type SecurityEventRow } from '../storage/security-event-store';
import { isTransient } from '../storage/transient';

/** Days before its end at which a certificate is spoken of, each time with more weight. */
const STEPS = [60, 30, 7] as const;
const LOOK_EVERY_MS = HOUR_MS;
const RETRY_MS = MINUTE_MS;
const TYPES = ['cert.expiring', 'cert.expired'] as const;
const SOURCE = 'certificates';

/** The step a remaining time has come to; `undefined` while there is enough of it. */
export function stepOf(days: number): number | undefined {
  return STEPS.findLast((step) => days <= step);
}

/**
 * Says from our own copy of their ends which gateways' certificates run out or have run out: a gateway that cannot
 * connect any more cannot say so itself. What was said already is read from the events, so that nothing is said
 * twice, also after a restart.
 */
export class CertificateWatch implements Service {
  readonly name = 'certificate watch';

  constructor(private readonly parts: { database: Database; bus: Bus; clock: Clock; log: Logger }) {}

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log } = this.parts;
    while (!signal.aborted) {
      let pauseMs = LOOK_EVERY_MS;
      try {
        await this.look();
      } catch (error) {
        if (!isTransient(error)) throw error;
        log.debug({ err: error }, 'certificates not looked at: no database');
        pauseMs = RETRY_MS;
      }
      await clock.sleep(pauseMs, signal);
    }
  }

  /** Says what has changed since it was last said. */
  async look(): Promise<void> {
    const { database, bus, clock } = this.parts;
    const now = clock.now();
    const said = await database.transaction(async (tx) => {
      const ends = await readCertificateEnds(tx);
      const open = await findOngoing(
        tx,
        ends.map(({ gateway }) => gateway),
        TYPES,
      );
      const reports = certificateReports(ends, open, now);
      await addOwnReports(tx, reports);
      return reports.length;
    });
    if (said > 0) bus.emit('detection.waiting', { at: now });
  }
}

/** What is to be said of certificates, given the events that go on. */
export function certificateReports(
  ends: readonly GatewayCertificateEnd[],
  open: readonly SecurityEventRow[],
  now: Instant,
): OwnReport[] {
  return ends.flatMap(({ gateway, notAfter }) => {
    const known = (type: string) =>
      open.find((row) => row.gateway === gateway && row.type === type && row.key === gateway);
    return reportsOf(gateway, notAfter, { expiring: known(TYPES[0]), expired: known(TYPES[1]) }, now);
  });
}

function reportsOf(
  gateway: GatewayId,
  notAfter: Instant,
  known: { expiring: SecurityEventRow | undefined; expired: SecurityEventRow | undefined },
  now: Instant,
): OwnReport[] {
  const days = Math.floor((notAfter - now) / DAY_MS);
  const day = new Date(notAfter).toISOString().slice(0, 10);
  const fields = { subject: gateway, days, until: day };
  const say = (type: Type, text: string, ends = false): OwnReport => ({
    gateway,
    type,
    text,
    body: { fields, key: keyOf(type, fields), source: SOURCE, ends },
    at: now,
  });
  if (notAfter <= now) {
    if (known.expired !== undefined) return [];
    const over = known.expiring === undefined ? [] : [say('cert.expiring', '', true)];
    return [
      ...over,
      say('cert.expired', `Certificate of ${gateway} ran out on ${day}; it cannot connect any more`),
    ];
  }
  const step = stepOf(days);
  if (step === undefined) {
    const wasBad = known.expiring !== undefined || known.expired !== undefined;
    return wasBad ? [say('cert.renewed', `Certificate of ${gateway} is valid until ${day}`)] : [];
  }
  const told = known.expiring?.fields['days'];
  if (known.expired === undefined && typeof told === 'number' && stepOf(told) === step) return [];
  const back = known.expired === undefined ? [] : [say('cert.expired', '', true)];
  return [...back, say('cert.expiring', `Certificate of ${gateway} runs out on ${day}, in ${days} days`)];
}

type Type = (typeof TYPES)[number] | 'cert.renewed';
