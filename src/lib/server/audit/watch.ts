import { MINUTE_MS, SECOND_MS } from '../../domain/time';
import type { Clock } from '../clock';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import type { Database } from '../storage/database';
import type { AuditAlarms } from './alarms';
import type { Verifier } from './verifier';

/** A verifier that got no further for so long does not run. */
const STOPPED_AFTER_MS = 2 * MINUTE_MS;
const EVERY_MS = 10 * SECOND_MS;

interface AuditWatchOptions {
  verifier: Pick<Verifier, 'state'>;
  database: Pick<Database, 'availability'>;
  alarms: AuditAlarms;
  clock: Clock;
  metrics: Pick<Metrics, 'auditVerifierAge'>;
}

/** Watches the watcher: says so when nothing verifies the audit log. */
export class AuditWatch implements Service {
  readonly name = 'audit watch';

  constructor(private readonly o: AuditWatchOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    const { clock, database, alarms, metrics, verifier } = this.o;
    const startedAt = clock.now();
    let isStopped: boolean | undefined;
    while (!signal.aborted) {
      await clock.sleep(EVERY_MS, signal);
      const ageMs = clock.now() - (verifier.state().progressAt ?? startedAt);
      metrics.auditVerifierAge.set(ageMs / SECOND_MS);
      // Without the database nobody can be told, and everybody sees that it is away.
      if (signal.aborted || database.availability().state !== 'available') continue;
      const stopped = ageMs > STOPPED_AFTER_MS;
      if (stopped === isStopped) continue;
      if (stopped)
        await alarms.raise(
          'audit.verifier_stopped',
          `Nothing has verified the audit log for ${Math.round(ageMs / MINUTE_MS)} minutes.`,
        );
      else await alarms.clear('audit.verifier_stopped');
      isStopped = stopped;
    }
  }
}
