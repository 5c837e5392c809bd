import type { GatewayId, SiteId } from '$lib/domain/ids';
import type { Drive } from '$lib/domain/plant/model';
import type { HistorySeries } from '$lib/domain/telemetry/history';
import type { SignalKey } from '$lib/domain/telemetry/signals';
import type { Instant } from '$lib/domain/time';
import type { ZonePlan } from '../plant/plant-plan';
import type { TrendWindow } from './trend-range';

/** A drive and where it stands, as far as that does not change while its page is open. */
export interface DrivePlan {
  drive: Drive;
  site: { id: SiteId; name: string; timeZone: string };
  zone: ZonePlan;
  gateway: {
    id: GatewayId;
    name: string;
    /** Silence after which the gateway counts as silent, in ms. */
    silentAfterMs: number;
  };
  /** Signals that indicators and trends show, in order. */
  indicators: readonly SignalKey[];
  pens: readonly SignalKey[];
}

/** History that was asked for, or why there is none. */
export type TrendAnswer =
  | {
      ok: true;
      /** Server time of the question. */
      at: Instant;
      window: TrendWindow;
      series: readonly HistorySeries[];
      /** Least and greatest value of the last hour, by signal. */
      hour: Readonly<Partial<Record<SignalKey, readonly [number, number]>>>;
    }
  | { ok: false; at: Instant; message: string };
