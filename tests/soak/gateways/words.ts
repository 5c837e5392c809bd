import type { GatewayBooks } from './books';
import type { Course } from './course';

/** What the run tells the process of the gateways. */
export type Order =
  | {
      type: 'begin';
      port: number;
      gateways: readonly { course: Course; folder: string; version: 4 | 5 }[];
    }
  | { type: 'pull'; gateways: readonly number[]; ms: number; silent: boolean }
  /** Measure nothing more; send what is left. */
  | { type: 'stop' }
  | { type: 'books' }
  | { type: 'end' };

/** Four times a second: how the gateways do, all together. */
export interface GatewayReport {
  type: 'report';
  at: number;
  published: number;
  acknowledged: number;
  refused: number;
  /** Published and not answered. */
  waiting: number;
  connects: number;
  /** Connections that ended without our doing. */
  drops: number;
  resent: number;
  strays: number;
  /** Since when the cable is out, by gateway; null where it is in. ms since 1970. */
  pulledAt: readonly (number | null)[];
  /** Source time up to which each gateway's samples are acknowledged. */
  frontMs: readonly number[];
}

export type Answer = GatewayReport | { type: 'books'; books: readonly GatewayBooks[] };
