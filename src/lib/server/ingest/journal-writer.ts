import type { Tx } from '../storage/database';
import { addOwnReports, type OwnReport } from '../storage/detection-inbox-store';
import { hearCommandStates } from '../storage/gateway-command-store';
import { removeEntity, upsertEntities, type EntityFacts } from '../storage/entity-store';
import { clearStates, upsertStates, type StateName, type StateReport } from '../storage/entity-state-store';
import {
  insertEvents,
  recordStorm,
  type EventReport,
  type StormReport,
} from '../storage/gateway-event-store';
import type { QuarantinedMessage } from '../storage/quarantine-store';
import { insertSamples, type SampleRow } from '../storage/sample-store';
import type { GatewayId } from '../../domain/ids';
import { EVIDENCE_TWIN } from '../../domain/posture/reported/twin';
import type { Instant } from '../../domain/time';
import type { JournalEntry } from './journal-entry';

/** What the rest of the server wants to know of what was written. */
export interface JournalNews {
  /** Detection has something to look at. */
  waiting(): void;
  /** A gateway said something new of commands that it was sent, by their ids. */
  commandsHeard(ids: ReadonlySet<string>): void;
  /** Gateways reported evidence. */
  evidenceReported(gateways: ReadonlySet<GatewayId>): void;
}

const NO_NEWS: JournalNews = {
  waiting: () => undefined,
  commandsHeard: () => undefined,
  evidenceReported: () => undefined,
};

/**
 * Writes entries in one transaction, each kind in as few statements as possible. Samples, events and
 * quarantined messages stand alone; entities and states keep their order wherever it matters. What detection
 * has to look at is handed to it in the same statements; `news` is told after the commit.
 */
export async function writeEntries(
  tx: Tx,
  entries: readonly JournalEntry[],
  quarantine: (tx: Tx, messages: readonly QuarantinedMessage[]) => Promise<void>,
  news: JournalNews = NO_NEWS,
): Promise<void> {
  const samples: SampleRow[] = [];
  const events: EventReport[] = [];
  const quarantined: QuarantinedMessage[] = [];
  const own: OwnReport[] = [];
  const commands: StateReport[] = [];
  const evidence = new Set<GatewayId>();
  const storms = new Map<string, StormReport>();
  const states = new StateWriter(tx);
  for (const entry of entries) {
    switch (entry.kind) {
      case 'sample':
        samples.push(entry);
        break;
      case 'event':
        events.push(entry.event);
        break;
      case 'storm':
        addStorm(storms, entry.storm);
        break;
      case 'own':
        own.push(entry.report);
        break;
      case 'quarantined':
        quarantined.push(entry.message);
        break;
      case 'entity':
        await states.entity(entry.entity);
        break;
      case 'state':
        if (entry.state.channel === 'command') commands.push(entry.state);
        if (entry.state.channel === 'twin' && entry.state.name === EVIDENCE_TWIN)
          evidence.add(entry.state.gateway);
        await states.state(entry.state);
        break;
      case 'state-cleared':
        await states.cleared(entry.state);
        break;
      case 'entity-removed':
        await states.flush();
        states.handedOver += await removeEntity(tx, entry.gone);
        break;
    }
  }
  await states.flush();
  await insertSamples(tx, samples);
  const fresh = await insertEvents(tx, events);
  for (const storm of storms.values()) await recordStorm(tx, storm);
  await quarantine(tx, quarantined);
  await addOwnReports(tx, own);
  const heard = await hearCommandStates(tx, commands);
  if (heard.size > 0) tx.afterCommit(() => news.commandsHeard(heard));
  if (evidence.size > 0) tx.afterCommit(() => news.evidenceReported(evidence));
  if (fresh + storms.size + own.length + states.handedOver > 0) tx.afterCommit(news.waiting);
}

/** One record per gateway and minute takes all of a batch. */
function addStorm(storms: Map<string, StormReport>, storm: StormReport): void {
  const known = storms.get(storm.digest);
  const count = (known?.count ?? 0) + storm.count;
  const samples = [...(known?.samples ?? []), ...storm.samples].slice(0, 3);
  const thinned = [...(known?.thinned ?? []), ...storm.thinned];
  storms.set(storm.digest, { ...storm, count, samples, thinned });
}

/** Gathers what touches different rows; writes before a row would be touched a second time. */
class StateWriter {
  /** How many reports detection has to look at. */
  handedOver = 0;
  readonly #tx: Tx;
  #entities = new Map<string, EntityFacts>();
  #states = new Map<string, StateReport>();
  #cleared = new Map<string, StateName & { at: Instant }>();

  constructor(tx: Tx) {
    this.#tx = tx;
  }

  async entity(facts: EntityFacts): Promise<void> {
    const name = `${facts.gateway} ${facts.topicId}`;
    if (this.#entities.has(name)) await this.flush();
    this.#entities.set(name, facts);
  }

  async state(report: StateReport): Promise<void> {
    const name = await this.#free(report);
    this.#states.set(name, report);
  }

  async cleared(state: StateName & { at: Instant }): Promise<void> {
    const name = await this.#free(state);
    this.#cleared.set(name, state);
  }

  async flush(): Promise<void> {
    await upsertEntities(this.#tx, [...this.#entities.values()]);
    this.handedOver += await upsertStates(this.#tx, [...this.#states.values()]);
    this.handedOver += await clearStates(this.#tx, [...this.#cleared.values()]);
    this.#entities = new Map();
    this.#states = new Map();
    this.#cleared = new Map();
  }

  async #free({ gateway, topicId, channel, name }: StateName): Promise<string> {
    const key = `${gateway} ${topicId} ${channel} ${name}`;
    if (this.#states.has(key) || this.#cleared.has(key)) await this.flush();
    return key;
  }
}
