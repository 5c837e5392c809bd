import type { DecodeReason } from './dialects/thin-edge/decoded';

/** Why a message went to quarantine. Labels of a metric: a fixed list. */
export type QuarantineReason =
  | DecodeReason
  /** The gateway has announced more devices, or more states, than one gateway may have. */
  | 'too-many-entities'
  | 'too-many-states'
  /** It came from a device that could not be given a place. */
  | 'unplaceable'
  /** Well-formed, and yet the database did not take it. */
  | 'storage-refused'
  /** Our own program stumbled over it. */
  | 'internal-error';

/** One commit of the journal. Times in seconds. */
export interface CommittedBatch {
  messages: number;
  samples: number;
  quarantined: number;
  /** From reading the batch's oldest message to its commit. */
  waitSeconds: number;
  /** Of the transaction alone. */
  commitSeconds: number;
}

/** What ingest counts about itself; every call is cheap and may not throw. */
export interface IngestMetrics {
  arrived(): void;
  rejected(reason: QuarantineReason): void;
  /** Fields of accepted measurements that were no values. */
  fieldsRejected(count: number): void;
  /** A sample was kept as history only (D9). */
  historical(): void;
  committed(batch: CommittedBatch): void;
  /** A batch has to be written again because the database did not take it now. */
  retried(): void;
  /** Messages read and not yet committed. */
  pending(messages: number): void;
}

export const NO_METRICS: IngestMetrics = {
  arrived: () => {},
  rejected: () => {},
  fieldsRejected: () => {},
  historical: () => {},
  committed: () => {},
  retried: () => {},
  pending: () => {},
};
