import type { EntityTopicId } from '../../../../domain/ids';
import type { Quality } from '../../../../domain/telemetry/quality';
import type { SignalValues } from '../../../../domain/telemetry/signal-values';
import type { Instant } from '../../../../domain/time';
import type { JsonObject, JsonValue } from './json';

/** Why a message could not be used; the words are labels of a metric, so the list is fixed. */
export const DECODE_REASONS = [
  'topic',
  'foreign-topic',
  'unknown-channel',
  'too-large',
  'not-utf8',
  'not-json',
  'not-an-object',
  'empty',
  'empty-group',
  /** A measurement of which no field is a number. */
  'no-values',
  'nesting',
  'not-finite',
  'too-many-values',
  'time',
  'text',
] as const;
export type DecodeReason = (typeof DECODE_REASONS)[number];

/** Channels whose messages are states: the last one holds until an empty one clears it. */
export type DecodedStateChannel = 'alarm' | 'health' | 'twin' | 'command' | 'capability' | 'meta' | 'config';

export type EntityKind = 'device' | 'child-device' | 'service';

export interface DecodedSample {
  type: 'sample';
  entity: EntityTopicId;
  /** Measurement type; may be empty. */
  measurement: string;
  /** Device time as the message states it, not yet judged; `undefined` when it states none. */
  time: Instant | undefined;
  quality: Quality;
  /** Signals of the canon. */
  values: SignalValues;
  extras: ReadonlyMap<string, number>;
  rejectedFields: readonly string[];
}

export interface DecodedRegistration {
  type: 'register';
  entity: EntityTopicId;
  kind: EntityKind;
  parent: EntityTopicId | undefined;
  externalId: string | undefined;
  name: string | undefined;
  /** The device's own word for what it is, such as `VLT FC 202`. */
  deviceType: string | undefined;
  attributes: JsonObject;
}

export interface DecodedState {
  type: 'state';
  entity: EntityTopicId;
  channel: DecodedStateChannel;
  /** Alarm type, twin key, operation, `operation/id`, measurement type; '' where a channel has one state. */
  name: string;
  /** Severity, `up` / `down` / `unknown` or another health word, command status; else ''. */
  status: string;
  body: JsonValue;
  time: Instant | undefined;
}

export interface DecodedEvent {
  type: 'event';
  entity: EntityTopicId;
  /** Event type; `gw.diagnostic` for what a mapper says on `te/errors`. */
  name: string;
  text: string;
  body: JsonObject;
  time: Instant | undefined;
}

/** What one message means, before anything is known of the gateway that sent it. */
export type Decoded =
  | DecodedSample
  | DecodedRegistration
  | DecodedState
  | DecodedEvent
  /** The entity and everything below it are gone. */
  | { type: 'deregister'; entity: EntityTopicId }
  /** The state has ended; of a command: its requester took it back, which does not stop it. */
  | { type: 'cleared'; entity: EntityTopicId; channel: DecodedStateChannel; name: string }
  | { type: 'health-check'; entity: EntityTopicId }
  /** Nothing to keep and nothing wrong. */
  | { type: 'ignore'; reason: 'empty' | 'three-segments' | 'legacy' | 'signal' }
  | { type: 'reject'; reason: DecodeReason; detail: string };

export type Rejected = Extract<Decoded, { type: 'reject' }>;

export const reject = (reason: DecodeReason, detail: string): Rejected => ({
  type: 'reject',
  reason,
  detail,
});
