import type { SupportState } from '../../domain/assets/lifecycle';
import type { GatewayId, ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';

/** What other parts of the program know of the present; handed in where the program is put together. */
export interface TrendSources {
  /** When the certificate that a gateway presents ends; null while none was seen. */
  certificateEnd(gateway: GatewayId): Instant | null;
  /** Support of every asset that stands in a zone. */
  support(): Promise<readonly { zone: ZoneId; state: SupportState }[]>;
  /** Open and overdue vulnerabilities by zone; undefined while no advisory was ever imported. */
  vulnerabilities(
    tx: Tx,
    now: Instant,
  ): Promise<ReadonlyMap<ZoneId, { open: number; overdue: number }> | undefined>;
}
