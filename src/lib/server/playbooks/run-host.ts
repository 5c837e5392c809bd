import { DomainError } from '../../domain/errors';
import type { CommandHost } from '../access/command';
import { Runs } from './service';

/** The service of runs that a host carries: only the running server has one. Throws `internal` elsewhere. */
export function runsOf(host: CommandHost): Runs {
  const runs: unknown = 'runs' in host ? host.runs : undefined;
  if (runs instanceof Runs) return runs;
  throw new DomainError('internal', 'Runs are handled by the running server alone.');
}
