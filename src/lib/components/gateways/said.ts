import type { Instant } from '$lib/domain/time';

/** An alarm that a gateway announces; its own words, not yet judged by anybody. */
export interface SaidAlarm {
  entity: string;
  name: string;
  severity: string;
  text: string;
  since: Instant;
  /** Set when the gateway reconnected and has not said it again: it may be over. */
  unconfirmedSince: Instant | null;
}

/** Something that happened, as the gateway told it. */
export interface SaidEvent {
  id: number;
  entity: string;
  type: string;
  text: string;
  /** Device time, or receive time when it gave none. */
  at: Instant;
  isOwnClock: boolean;
  /** Reported late, after a time without connection. */
  historical: boolean;
}

/** What was read, or why it could not be. */
export type SaidAnswer =
  | { ok: true; at: Instant; alarms: readonly SaidAlarm[]; events: readonly SaidEvent[] }
  | { ok: false; message: string };

interface StateRow {
  topicId: string;
  channel: string;
  name: string;
  status: string;
  body: unknown;
  since: Instant;
  unconfirmedSince: Instant | null;
}

interface EventRow {
  id: number;
  topicId: string;
  type: string;
  text: string;
  sourceTime: Instant | null;
  receivedAt: Instant;
  historical: boolean;
}

/** Events that a mapper writes about messages it could not use. */
export const DIAGNOSTIC = 'gw.diagnostic';

/** Alarms and events of a gateway's own telling, from what the database holds. */
export function saidOf(
  at: Instant,
  { states, events }: { states: readonly StateRow[]; events: readonly EventRow[] },
): SaidAnswer & { ok: true } {
  return {
    ok: true,
    at,
    alarms: states
      .filter(({ channel }) => channel === 'alarm')
      .map(({ topicId, name, status, body, since, unconfirmedSince }) => ({
        entity: entityName(topicId),
        name,
        severity: status,
        text: textOf(body) ?? name,
        since,
        unconfirmedSince,
      }))
      .sort((a, b) => b.since - a.since),
    events: events.map(({ id, topicId, type, text, sourceTime, receivedAt, historical }) => ({
      id,
      entity: entityName(topicId),
      type,
      text: text || type,
      at: sourceTime ?? receivedAt,
      isOwnClock: sourceTime === null,
      historical,
    })),
  };
}

/** `pump-01` of `device/pump-01//`, `tedge-agent` of `device/main/service/tedge-agent`. */
export function entityName(topicId: string): string {
  const parts = topicId.split('/').filter(Boolean);
  return parts.at(-1) === 'main' ? 'the gateway' : (parts.at(-1) ?? topicId);
}

const textOf = (body: unknown): string | undefined =>
  typeof body === 'object' && body !== null && 'text' in body && typeof body.text === 'string'
    ? body.text
    : undefined;
