import { SECOND_MS } from '../../domain/time';
import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import type { Database, Tx } from '../storage/database';
import { addRefusals, type RefusalRow } from '../storage/refusal-store';
import type { Refusal } from './link-observer';

const WRITE_EVERY_MS = SECOND_MS;
/** Kinds times subjects in memory and in the database: somebody who varies his name fills no disk. */
const MOST_SUBJECTS = 1_000;
/** Control characters would let a claimed name forge lines where the text is shown raw. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** Counts who was turned away, by kind and subject, and writes the counts about once a second. */
export class RefusalJournal implements Service {
  readonly name = 'refusals';
  #pending = new Map<string, RefusalRow>();

  constructor(
    private readonly db: Pick<Database, 'transaction'>,
    private readonly metrics: Pick<Metrics, 'refusals'>,
    private readonly clock: Clock,
    private readonly log: Logger,
    /** Told of what is written down, in the same transaction. */
    private readonly report: (tx: Tx, rows: readonly RefusalRow[]) => Promise<void> = async () => undefined,
  ) {}

  add({ kind, subject, address, detail, at }: Refusal): void {
    this.metrics.refusals.inc({ kind });
    const clean = subject.replace(UNPRINTABLE, '?').slice(0, 100);
    const row = {
      kind,
      subject: clean,
      lastAddress: address.slice(0, 100),
      lastDetail: detail.replace(UNPRINTABLE, '?').slice(0, 200),
      count: 1,
      firstSeenAt: at,
      lastSeenAt: at,
    };
    this.#merge(row);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(WRITE_EVERY_MS, signal);
      await this.#write();
    }
  }

  async #write(): Promise<void> {
    if (this.#pending.size === 0) return;
    const rows = [...this.#pending.values()];
    this.#pending = new Map();
    try {
      await this.db.transaction(async (tx) => {
        await addRefusals(tx, rows, MOST_SUBJECTS);
        await this.report(tx, rows);
      });
    } catch (error) {
      this.log.debug({ err: error, rows: rows.length }, 'refusals wait for the database');
      for (const row of rows) this.#merge(row);
    }
  }

  #merge(row: RefusalRow): void {
    const key = `${row.kind} ${row.subject}`;
    const known = this.#pending.get(key);
    if (known === undefined && this.#pending.size >= MOST_SUBJECTS) return;
    const newer = known === undefined || row.lastSeenAt >= known.lastSeenAt ? row : known;
    this.#pending.set(key, {
      ...newer,
      count: row.count + (known?.count ?? 0),
      firstSeenAt: Math.min(row.firstSeenAt, known?.firstSeenAt ?? row.firstSeenAt),
    });
  }
}
