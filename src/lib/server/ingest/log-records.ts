import type { GatewayId } from '../../domain/ids';
import { LOG_RECORD_TYPE } from '../../domain/security/thin-edge-report';
import type { Instant } from '../../domain/time';
import { MAIN_DEVICE } from '../../domain/plant/entity';
import type { InboundMessage, InboundSink } from './inbound-message';

/** Lines are cut to this before anybody reads them (reference: ingest, section 8). */
const MOST_LINE_BYTES = 8_192;
/** A structured record that is larger is kept as the beginning of its text. */
const MOST_JSON_BYTES = 65_536;
const MOST_TEXT = 200;
const MOST_PROGRAM = 64;

/** A log record as a gateway posts it: a line, or a structured record. */
export interface PostedRecord {
  program?: string | undefined;
  line?: string | undefined;
  json?: Record<string, unknown> | undefined;
  /** As the gateway states it: ISO 8601 with a zone, or unix seconds. */
  time?: string | number | undefined;
}

/**
 * Sends records of a gateway the way of its MQTT messages: as events of type `log_record`. Resolves when all are
 * committed. A batch that is sent again changes nothing: every record has the same digest then, and lines that
 * occur several times within a batch are told apart by their number.
 */
export async function takeRecords(
  sink: InboundSink,
  gateway: GatewayId,
  records: readonly PostedRecord[],
  receivedAt: Instant,
): Promise<void> {
  const seen = new Map<string, number>();
  const messages = records.map((record) => {
    const content = contentOf(record);
    const same = JSON.stringify(content);
    const nth = (seen.get(same) ?? 0) + 1;
    seen.set(same, nth);
    return messageOf(gateway, nth === 1 ? content : { ...content, nth }, receivedAt);
  });
  await Promise.all(messages.map((message) => sink.accept(message)));
}

function contentOf({ program, line, json, time }: PostedRecord): Record<string, unknown> {
  const record = json === undefined ? { line: cutLine(line ?? '') } : structured(json);
  return {
    text: ('line' in record ? record.line : JSON.stringify(record.json)).slice(0, MOST_TEXT),
    ...(program === undefined ? {} : { program: program.slice(0, MOST_PROGRAM) }),
    ...(time === undefined ? {} : { time }),
    ...record,
  };
}

function structured(json: Record<string, unknown>): { json: Record<string, unknown> } | { line: string } {
  const text = JSON.stringify(json);
  return Buffer.byteLength(text) <= MOST_JSON_BYTES ? { json } : { line: cutLine(text) };
}

/** The beginning of a line, of at most so many bytes and without half a character at its end. */
function cutLine(line: string): string {
  if (Buffer.byteLength(line) <= MOST_LINE_BYTES) return line;
  return Buffer.from(line)
    .subarray(0, MOST_LINE_BYTES)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}

const messageOf = (
  gateway: GatewayId,
  content: Record<string, unknown>,
  receivedAt: Instant,
): InboundMessage => ({
  gateway,
  topic: `te/${MAIN_DEVICE}/e/${LOG_RECORD_TYPE}`,
  payload: Buffer.from(JSON.stringify(content)),
  qos: 1,
  retain: false,
  dup: false,
  receivedAt,
});
