import { createHash } from 'node:crypto';
import type { InboxRow } from '../storage/detection-inbox-store';
import type { QuarantinedMessage } from '../storage/quarantine-store';

const HEAD_BYTES = 1_024;

/** A report that the program could not take in, as it goes to quarantine. */
export function refusedReport(report: InboxRow, problem: unknown): QuarantinedMessage {
  const { gateway, topicId, kind, type, text, body, receivedAt } = report;
  const payload = Buffer.from(JSON.stringify({ text, body }));
  return {
    gateway,
    topic: printable(`te/${topicId}/${kind}/${type}`, 400),
    reason: 'internal-error',
    detail: printable(problem instanceof Error ? problem.message : String(problem), 500),
    sha256: createHash('sha256').update(payload).digest('hex'),
    size: payload.length,
    head: payload.subarray(0, HEAD_BYTES),
    at: receivedAt,
  };
}

const printable = (text: string, most: number): string =>
  text
    .slice(0, most)
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, '\uFFFD');
