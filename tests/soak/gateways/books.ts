import { NumberRanges } from '../ledger/ranges';
import type { Kind } from './course';

/** What one gateway published of one kind, and what it was told. Numbers are those of its course. */
export class Account {
  published = 0;
  readonly acknowledged = new NumberRanges();
  readonly refused = new NumberRanges();

  get waiting(): number {
    return this.published - this.acknowledged.count - this.refused.count;
  }

  closed(): ClosedAccount {
    const { published, acknowledged, refused } = this;
    return { published, acknowledged: acknowledged.ranges, refused: refused.ranges };
  }
}

export type Accounts = Record<Kind, Account>;

/** An account as it crosses to another process. */
export interface ClosedAccount {
  published: number;
  acknowledged: readonly (readonly [number, number])[];
  refused: readonly (readonly [number, number])[];
}

/** One gateway's accounts at the end. */
export interface GatewayBooks {
  gateway: string;
  accounts: Record<Kind, ClosedAccount>;
}
