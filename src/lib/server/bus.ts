import type { DriveId, GatewayId, IncidentId, PersonId, RunId, ZoneId } from '../domain/ids';
import type { IncidentLink } from '../domain/incidents/entry';
import type { Instant } from '../domain/time';

/** News between parts of the server, each published after the database has committed what it reports. */
export interface BusEvents {
  'plant.changed': { at: Instant };
  'gateway.connected': { gateway: GatewayId; at: Instant };
  'gateway.disconnected': { gateway: GatewayId; at: Instant; reason: string };
  'gateway.revoked': { gateway: GatewayId; at: Instant };
  'gateway.enrolled': { gateway: GatewayId; at: Instant };
  /** Gateways said something new of commands that they were sent, by the commands' ids. */
  'gateway.answered': { commands: ReadonlySet<string> };
  'drive.discovered': { drive: DriveId; gateway: GatewayId; at: Instant };
  /** Gateways reported evidence, of themselves or of what is behind them. */
  'evidence.reported': { gateways: ReadonlySet<GatewayId> };
  /** An attestation was signed, countersigned or withdrawn. */
  'attestation.changed': { zone: ZoneId };
  /** Listed devices, stated versions or the plant's own milestones changed. */
  'assets.changed': { at: Instant };
  /** An advisory was taken in, or a newer revision of one. */
  'advisory.imported': { advisory: number };
  /** Matches of assets in these zones came, went or were decided upon. */
  'vulnerability.changed': { zones: readonly ZoneId[] };
  /** Achieved levels of zones changed. */
  'posture.changed': { zones: readonly ZoneId[]; at: Instant };
  'session.ended': { sessions: readonly string[] | 'all-of-person'; person: PersonId };
  'access.changed': { person: PersonId };
  'stream.appended': { head: number };
  /** Alarms sounded, each at these operator positions. */
  'alarms.annunciated': { sounds: readonly { at: Instant; positions: readonly string[] }[] };
  /** An entry of the audit log was written by this process. */
  'audit.appended': { seq: number };
  /** New entries of the audit log, by whomever, in order. */
  'audit.grown': { entries: readonly { seq: number; zone: string | null; site: string | null }[] };
  /** Reports of gateways wait in the inbox of detection. */
  'detection.waiting': { at: Instant };
  /** A person linked things to an incident. */
  'incident.linked': { incident: IncidentId; links: readonly IncidentLink[] };
  /** An incident was opened or changed; settled means that somebody acknowledged it, or that it is over. */
  'incident.changed': { incident: IncidentId; isSettled: boolean; at: Instant };
  /** A run of a playbook began, went on or ended. */
  'run.changed': { run: RunId; at: Instant };
  /** `reason` completes "not recording: ..." by UNAVAILABLE_REASONS; undefined while available. */
  'database.state': { available: boolean; reason: string | undefined; at: Instant };
}

export type BusEvent = keyof BusEvents;
type Listener<E extends BusEvent> = (event: BusEvents[E]) => void;

/** Typed, synchronous, and owned: whoever listens names an owner, and `off(owner)` drops all of its listeners. */
export class Bus {
  readonly #listeners = new Map<BusEvent, { owner: object; fn: Listener<never> }[]>();

  on<E extends BusEvent>(owner: object, event: E, fn: Listener<E>): void {
    const list = this.#listeners.get(event) ?? [];
    list.push({ owner, fn });
    this.#listeners.set(event, list);
  }

  off(owner: object): void {
    for (const [event, list] of this.#listeners) {
      this.#listeners.set(
        event,
        list.filter((entry) => entry.owner !== owner),
      );
    }
  }

  /** Every listener is called even when an earlier one throws; the first error is thrown at the end. */
  emit<E extends BusEvent>(event: E, payload: BusEvents[E]): void {
    const errors: unknown[] = [];
    for (const { fn } of [...(this.#listeners.get(event) ?? [])]) {
      try {
        (fn as Listener<E>)(payload);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
