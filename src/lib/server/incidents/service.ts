import { DomainError } from '../../domain/errors';
import type { AlarmId, IncidentId } from '../../domain/ids';
import { correlate, place, type Fed, type Opened } from '../../domain/incidents/correlate';
import type { IncidentLink } from '../../domain/incidents/entry';
import { placesOf } from '../../domain/incidents/places';
import { RULES } from '../../domain/incidents/rules';
import type { IncidentSignal } from '../../domain/incidents/signal';
import type { Plant } from '../../domain/plant/model';
import { HOUR_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import { forgetPending, noteSignal, readKnown, replacePending } from '../storage/incident-correlation-store';
import { nextDue } from '../storage/incident-due-store';
import { lockIncident } from '../storage/incident-store';
import { soleAlarmReporter, soleCorrelator } from '../storage/locks';
import { alarmsOfIncidents, markEvents, unmarkedLinks } from '../storage/linked-thing-store';
import { isTransient } from '../storage/transient';
import { expireClaims } from './claims';
import { escalate } from './escalate';
import { announce, changedOf, openIncident, record, type Changed } from './history';
import { queueDeliveries } from './outbox';
import { signalDrafts } from './signal-entries';
import { untilWoken } from '../wake';

export interface IncidentParts {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  plant(): Plant;
  /** Tells alarms which incident they belong to, within the incident's own transaction. */
  linkAlarms(tx: Tx, alarms: readonly AlarmId[], incident: IncidentId): Promise<void>;
}

/** Nothing waits for a signal longer than the longest window of any rule. */
const PENDING_MS = Math.max(...RULES.map(({ windowMs }) => windowMs));
/** What is due and was locked by somebody else is tried again after this. */
const SHORTEST_WAIT_MS = 50;
/** What another process did is noticed within this; our own changes wake us at once. */
const LOOK_AGAIN_MS = 10_000;
/** How often, and after which pause, what is to be noted in alarms and events is tried again. */
const MARK_TRIES = 5;
const MARK_AGAIN_MS = 200;

const nameOf = ({ kind, id }: IncidentSignal): string => `${kind}:${id}`;

/**
 * Opens and feeds incidents by the rules, and keeps their time: claims that run out, and the next roles that
 * are told while nobody has acknowledged. Everything that is due stands in the database, so that a restart
 * forgets nothing and does nothing twice.
 */
export class Incidents implements Service {
  readonly name = 'incidents';
  #forgottenAt: Instant | undefined;
  #hasMarked = false;

  constructor(private readonly parts: IncidentParts) {}

  /**
   * What the signals mean for incidents, within the transaction that writes their events and alarms. Signals that
   * were seen before change nothing. Call it after those are written, before the stream and the audit log.
   */
  async correlate(tx: Tx, signals: readonly IncidentSignal[]): Promise<void> {
    const placed = signals.flatMap(place);
    if (placed.length === 0) return;
    await soleCorrelator(tx);
    const groups = placed.map(({ rule, group }) => ({ rule: rule.id, group }));
    const asked = [...new Set(placed.map(({ signal }) => signal))];
    const known = await readKnown(tx, groups, asked);
    const touched = new Set(groups.map(({ rule, group }) => `${rule} ${group}`));
    const before = known.pending.filter(({ rule, group }) => touched.has(`${rule} ${group}`));
    const outcome = correlate({ ...known, pending: before }, asked, placesOf(this.parts.plant()));
    const now = this.parts.clock.now();
    const changes: Changed[] = [];
    const own = new Set(asked.map(nameOf));
    for (const fed of outcome.fed) {
      const changed = await this.#feed(tx, fed, own, now);
      if (changed !== undefined) changes.push(changed);
    }
    for (const opened of outcome.opened) changes.push(await this.#open(tx, opened, own, now));
    await replacePending(tx, before, outcome.pending);
    announce(tx, this.parts.bus, changes, now);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock } = this.parts;
    const wake = untilWoken(clock);
    this.#hasMarked = false;
    bus.on(this, 'incident.changed', () => wake.now());
    bus.on(this, 'incident.linked', ({ incident, links }) => void this.#markLater(incident, links));
    try {
      while (!signal.aborted) await wake.wait(await this.#round(), signal);
    } finally {
      bus.off(this);
    }
  }

  /** Does what is due; returns how long nothing else is. */
  async #round(): Promise<number> {
    const { database, clock, log } = this.parts;
    try {
      if (!this.#hasMarked) await this.#markForgotten();
      this.#hasMarked = true;
      const now = clock.now();
      await database.transaction((tx) => this.#timed(tx, now));
      const due = await database.read((tx) => nextDue(tx));
      return Math.max(SHORTEST_WAIT_MS, Math.min((due ?? Infinity) - clock.now(), LOOK_AGAIN_MS));
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'database.unavailable') throw error;
      log.debug({ err: error }, 'incidents wait for the database');
      return 1_000;
    }
  }

  async #timed(tx: Tx, now: Instant): Promise<void> {
    const changes = [...(await expireClaims(tx, now)), ...(await escalate(tx, now))];
    if (this.#forgottenAt === undefined || now - this.#forgottenAt > HOUR_MS) {
      await forgetPending(tx, now - PENDING_MS);
      this.#forgottenAt = now;
    }
    announce(tx, this.parts.bus, changes, now);
  }

  async #open(tx: Tx, opened: Opened, own: ReadonlySet<string>, at: Instant): Promise<Changed> {
    const { rule, title, severity, site, zone, signals, group, lastSignalAt } = opened;
    const made = await openIncident(
      tx,
      { what: { kind: 'opened', rule, title, severity, site, zone } },
      { at, group, lastSignalAt },
    );
    const linked = await record(tx, made, await signalDrafts(tx, made.id, signals), at);
    await this.#markSignals(tx, made.id, signals, own);
    await queueDeliveries(tx, linked, at);
    return changedOf({ ...linked, entries: [...made.entries, ...linked.entries] });
  }

  async #feed(
    tx: Tx,
    { incident, signals, worse, title, lastSignalAt }: Fed,
    own: ReadonlySet<string>,
    at: Instant,
  ): Promise<Changed | undefined> {
    await noteSignal(tx, incident, lastSignalAt);
    const row = await lockIncident(tx, incident);
    if (row === undefined || signals.length === 0) return undefined;
    const drafts = await signalDrafts(tx, incident, signals);
    if (worse !== undefined) {
      const { severity: to, title: why } = worse;
      drafts.push({ what: { kind: 'severity', from: row.status.severity, to }, reason: why });
    }
    if (title !== undefined) drafts.push({ what: { kind: 'titled', title } });
    if (drafts.length === 0) return undefined;
    await this.#markSignals(tx, incident, signals, own);
    return changedOf(await record(tx, row, drafts, at));
  }

  /**
   * Notes in alarms and events which incident their signals belong to: at once where this transaction has written
   * (and so locked) them, later where they had waited.
   */
  async #markSignals(
    tx: Tx,
    incident: IncidentId,
    signals: readonly IncidentSignal[],
    own: ReadonlySet<string>,
  ): Promise<void> {
    const isOwn = (signal: IncidentSignal) => own.has(nameOf(signal));
    await this.#mark(tx, incident, signals.filter(isOwn));
    const waited = signals.filter((signal) => !isOwn(signal));
    if (waited.length > 0) tx.afterCommit(() => void this.#markLater(incident, waited));
  }

  /**
   * Notes in alarms and events what they were linked to. Not within the transaction that links them: theirs are the
   * locks that come before an incident's. What a lost database prevents is made good with the next start.
   */
  async #markLater(incident: IncidentId, links: readonly IncidentLink[]): Promise<void> {
    const { database, clock, log } = this.parts;
    for (let tries = 1; ; tries += 1) {
      try {
        return await database.transaction((tx) => this.#mark(tx, incident, links));
      } catch (error) {
        if (tries < MARK_TRIES && isTransient(error)) await clock.sleep(MARK_AGAIN_MS);
        else return log.warn({ err: error, incident }, 'what was linked does not say so yet');
      }
    }
  }

  /** Notes what was linked when the program ended before it was noted. */
  async #markForgotten(): Promise<void> {
    const links = await this.parts.database.read(unmarkedLinks);
    for (const [incident, things] of links) await this.#markLater(incident, things);
  }

  async #mark(tx: Tx, incident: IncidentId, things: readonly IncidentLink[]): Promise<void> {
    const events = things.flatMap((thing) => (thing.kind === 'event' ? [thing.id] : []));
    const alarms = things.flatMap((thing) => (thing.kind === 'alarm' ? [thing.id] : []));
    if (events.length > 0) await markEvents(tx, events, incident);
    // The first incident of an alarm stays its own; others show it too.
    if (alarms.length === 0) return;
    await soleAlarmReporter(tx);
    const taken = await alarmsOfIncidents(tx, alarms);
    const free = alarms.filter((id) => !taken.has(id));
    if (free.length > 0) await this.parts.linkAlarms(tx, free, incident);
  }
}
