import { createHash } from 'node:crypto';
import type { Tx } from '../storage/database';
import {
  countQuarantined,
  insertQuarantined,
  trimQuarantine,
  type QuarantinedMessage,
} from '../storage/quarantine-store';
import type { InboundMessage } from './inbound-message';
import type { QuarantineReason } from './ingest-metrics';

const QUARANTINE_ROWS = 10_000;
const MAX_TOPIC = 400;
const MAX_DETAIL = 500;
const HEAD_BYTES = 1_024;

/** What is kept of a message that cannot be used: enough to find its sender's mistake, and its hash. */
export function quarantined(
  message: InboundMessage,
  reason: QuarantineReason,
  detail: string,
): QuarantinedMessage {
  return {
    gateway: message.gateway,
    topic: printable(message.topic, MAX_TOPIC),
    reason,
    detail: printable(detail, MAX_DETAIL),
    sha256: message.cut?.sha256 ?? createHash('sha256').update(message.payload).digest('hex'),
    size: message.cut?.size ?? message.payload.length,
    head: message.payload.subarray(0, HEAD_BYTES),
    at: message.receivedAt,
  };
}

const printable = (text: string, max: number): string =>
  text
    .slice(0, max)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, '\uFFFD');

/**
 * Keeps the quarantine bounded: when it is full, the rows seen longest ago leave, a twentieth at a time so
 * that it costs next to nothing while rubbish keeps arriving.
 */
export class QuarantineRing {
  readonly #rows: number;
  /** Rows in the table; undefined until counted, or when a transaction's end is not known. */
  #present: number | undefined;
  /** What it will be when the transaction in progress is committed. */
  #afterCommit: number | undefined;

  constructor(rows = QUARANTINE_ROWS) {
    this.#rows = rows;
  }

  /** Writes messages in the given transaction, after which at most the bound are left. */
  async write(tx: Tx, messages: readonly QuarantinedMessage[]): Promise<void> {
    this.#afterCommit = undefined;
    if (messages.length === 0) return;
    const before = this.#present ?? (await countQuarantined(tx));
    this.#present = undefined;
    const present = before + (await insertQuarantined(tx, messages));
    const gone = present > this.#rows ? await trimQuarantine(tx, Math.floor(this.#rows * 0.95)) : 0;
    this.#afterCommit = present - gone;
  }

  /** The transaction of the last `write` was committed. */
  committed(): void {
    this.#present = this.#afterCommit ?? this.#present;
    this.#afterCommit = undefined;
  }
}
