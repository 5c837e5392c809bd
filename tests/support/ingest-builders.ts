import type { DriveKey, EntityTopicId } from '../../src/lib/domain/ids';
import { driveId, gatewayId } from '../../src/lib/domain/ids';
import type { Drive } from '../../src/lib/domain/plant/model';
import type { DriveHint } from '../../src/lib/server/ingest/drive-hint';
import type { InboundMessage } from '../../src/lib/server/ingest/inbound-message';
import type { DriveRegistry } from '../../src/lib/server/ingest/ports';
import { aDrive } from './telemetry-builders';

export const GW_042 = gatewayId.parse('gw-042');

/** A message of gateway gw-042; the payload is text, bytes, or anything to be written as JSON. */
export function aMessage(
  topic: string,
  payload: unknown,
  facts: Partial<InboundMessage> & { receivedAt: number },
): InboundMessage {
  const bytes = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
  return { gateway: GW_042, topic, payload: bytes, qos: 1, retain: false, dup: false, ...facts };
}

export const isoTime = (at: number): string => new Date(at).toISOString();

/** A plant in memory: drives that are known, and every other device becomes one when it is asked for. */
export class MemoryRegistry implements DriveRegistry {
  readonly hints: (DriveHint & { entity: EntityTopicId })[] = [];
  readonly #drives = new Map<string, Drive>();
  /** What the next questions answer with instead of a drive. */
  failures: Error[] = [];

  constructor(drives: readonly Drive[] = []) {
    for (const drive of drives) this.#drives.set(`${drive.gateway} ${drive.entity}`, drive);
  }

  driveByEntity(gateway: string, entity: EntityTopicId): Drive | undefined {
    return this.#drives.get(`${gateway} ${entity}`);
  }

  async ensureDrive(gateway: Drive['gateway'], entity: EntityTopicId, hint: DriveHint): Promise<Drive> {
    const failure = this.failures.shift();
    if (failure !== undefined) throw failure;
    await Promise.resolve();
    this.hints.push({ ...hint, entity });
    const key = (this.#drives.size + 1) as DriveKey;
    const known = this.driveByEntity(gateway, entity);
    const drive =
      known ?? aDrive({ id: driveId.parse(`d${key}`), key, gateway, entity, origin: 'discovered' });
    this.#drives.set(`${gateway} ${entity}`, drive);
    return drive;
  }
}
