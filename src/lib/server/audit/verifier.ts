import type { AuditFault } from '../../domain/audit/log-walk';
import { EMPTY_EDGE } from '../../domain/audit/tree/edge';
import { HOUR_MS, SECOND_MS, type Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import { readAuditSize } from '../storage/audit-tree-store';
import type { Database } from '../storage/database';
import { isTransient } from '../storage/transient';
import type { AuditAlarms } from './alarms';
import { MAIN_LOG } from './append';
import type { CheckpointFolder } from './checkpoint-folder';
import type { Checkpoints } from './checkpoints';
import { gatherExpectations, type Expected } from './expectations';
import { SigningKey } from './signing-key';
import { readSignedState } from './signed-state';
import { BLOCK } from './tree-reader';
import { readCursor, saveCursor } from './verifier-cursor';
import { StoredLogWalk } from './walk';

/** From the first entry to the last at least this often: what was verified once can be altered later. */
const SWEEP_EVERY_MS = HOUR_MS;
/** Between two steps, so that verifying a long log does not hold up the rest of the server. */
const PAUSE_MS = 50;
/** How often to look for new entries when nobody tells of any. */
const LOOK_MS = 10 * SECOND_MS;
const CURSOR_EVERY_MS = 5 * SECOND_MS;
const RETRY_MS = 5 * SECOND_MS;

interface VerifierOptions {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Logger;
  alarms: AuditAlarms;
  metrics: Pick<Metrics, 'auditVerified' | 'auditFaults'>;
  keysDirectory: string;
  folders: readonly CheckpointFolder[];
  origin: string;
  checkpoints: Pick<Checkpoints, 'latest'>;
}

/** What the verifier has found so far. */
export interface VerificationState {
  /** Entries from the first without interruption, and when the last of them was reached. */
  verified: { size: number; at: Instant } | undefined;
  faults: readonly AuditFault[];
  /** Folders of checkpoints that could not be read. */
  unreadable: readonly string[];
  /** The round in progress: how many of how many entries. */
  sweep: { size: number; of: number; startedAt: Instant };
  /** When it last got on; `undefined` before its first step. */
  progressAt: Instant | undefined;
}

/**
 * Verifies the stored log without end: forward from where it stopped last, along with what is being written,
 * and every hour again from the first entry. Compares with every checkpoint that is kept anywhere.
 */
export class Verifier implements Service {
  readonly name = 'audit verifier';
  #state: VerificationState = {
    verified: undefined,
    faults: [],
    unreadable: [],
    sweep: { size: 0, of: 0, startedAt: 0 },
    progressAt: undefined,
  };
  /** Faults of rounds that are over; the present round adds its own. */
  #standing: readonly AuditFault[] = [];
  #told: string | undefined;
  #savedAt = 0;
  #wake = new AbortController();

  constructor(private readonly o: VerifierOptions) {}

  state(): VerificationState {
    return this.#state;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { bus, clock } = this.o;
    bus.on(this, 'audit.grown', () => this.#wake.abort());
    signal.addEventListener('abort', () => this.#wake.abort(), { once: true });
    try {
      let from = await readCursor(this.o.keysDirectory, this.o.origin);
      while (!signal.aborted) {
        try {
          await this.#round(signal, from);
          from = undefined;
        } catch (error) {
          if (!isTransient(error)) throw error;
          await clock.sleep(RETRY_MS, signal);
        }
      }
    } finally {
      bus.off(this);
    }
  }

  /** From `from`, or from the first entry, to the last, and then along with it until the next round is due. */
  async #round(signal: AbortSignal, from: Awaited<ReturnType<typeof readCursor>>): Promise<void> {
    const { clock, database } = this.o;
    const startedAt = clock.now();
    const expected = await this.#expected();
    const walk = new StoredLogWalk(database, expected.expectations, from);
    while (!signal.aborted) {
      const hasEnded = await walk.step();
      const of = await database.read((tx) => readAuditSize(tx, MAIN_LOG));
      if (hasEnded) await walk.close();
      const isWhole = hasEnded && from === undefined;
      await this.#tell({ walk, expected, isWhole, hasEnded, startedAt, of });
      if (!hasEnded) {
        await clock.sleep(PAUSE_MS, signal);
        continue;
      }
      if (clock.now() - startedAt >= SWEEP_EVERY_MS) return;
      await this.#rest(signal);
      const latest = this.o.checkpoints.latest;
      if (latest !== undefined)
        walk.expect({ ...latest, source: `the checkpoint of ${latest.size} entries` });
    }
  }

  async #expected(): Promise<Expected> {
    const { database, keysDirectory, folders, origin } = this.o;
    const key = await SigningKey.find(keysDirectory, origin);
    if (key === undefined) return { expectations: [], faults: [], unreadable: [], byOtherKeys: 0 };
    const remembered = await readSignedState(keysDirectory);
    const isOurs = remembered?.origin === origin && remembered.edge.size > 0;
    return gatherExpectations({
      database,
      key: key.verifier,
      remembered: isOurs ? remembered : undefined,
      folders,
    });
  }

  async #rest(signal: AbortSignal): Promise<void> {
    await this.o.clock.sleep(PAUSE_MS, signal);
    await this.o.clock.sleep(LOOK_MS, this.#wake.signal);
    this.#wake = new AbortController();
    if (signal.aborted) this.#wake.abort();
  }

  async #tell(round: {
    walk: StoredLogWalk;
    expected: Expected;
    isWhole: boolean;
    hasEnded: boolean;
    startedAt: Instant;
    of: number;
  }): Promise<void> {
    const { walk, expected, isWhole, hasEnded, startedAt, of } = round;
    const now = this.o.clock.now();
    const found = [...expected.faults, ...walk.faults];
    if (isWhole) this.#standing = found;
    const faults = unique([...this.#standing, ...found]);
    this.#state = {
      verified: hasEnded ? { size: walk.size, at: now } : this.#state.verified,
      faults,
      unreadable: expected.unreadable,
      sweep: { size: walk.size, of, startedAt },
      progressAt: now,
    };
    this.o.metrics.auditFaults.set(faults.length);
    this.o.metrics.auditVerified.set(this.#state.verified?.size ?? walk.size);
    await this.#tellFaults(faults, hasEnded);
    if (faults.length === 0) await this.#keepCursor(walk, now);
  }

  async #keepCursor(walk: StoredLogWalk, now: Instant): Promise<void> {
    if (walk.size === 0 || walk.size % BLOCK !== 0 || now - this.#savedAt < CURSOR_EVERY_MS) return;
    this.#savedAt = now;
    await saveCursor(this.o.keysDirectory, this.o.origin, walk.state());
  }

  async #tellFaults(faults: readonly AuditFault[], hasEnded: boolean): Promise<void> {
    const [first] = faults;
    if (first === undefined && !hasEnded) return;
    const text =
      first === undefined
        ? ''
        : `The audit log was altered. ${first.text}${faults.length > 1 ? ` And ${faults.length - 1} more.` : ''}`;
    if (text === this.#told) return;
    if (first === undefined) await this.o.alarms.clear('audit.fault');
    else {
      this.o.log.error({ event: 'audit.fault', faults: faults.slice(0, 5) }, 'the audit log was altered');
      // After a start everything is verified from the first entry again: only a clean way is remembered.
      await saveCursor(this.o.keysDirectory, this.o.origin, EMPTY_EDGE);
      await this.o.alarms.raise('audit.fault', text);
    }
    this.#told = text;
  }
}

const unique = (faults: readonly AuditFault[]): AuditFault[] => [
  ...new Map(faults.map((fault) => [`${fault.kind} ${fault.at} ${fault.text}`, fault])).values(),
];
