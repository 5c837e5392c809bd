import type { CommandHost } from './access/command';
import { RefusalLog } from './access/refusals';
import { auditAppender } from './audit/append';
import { machineTimeQuality } from './audit/time-quality';
import type { PlantRegistry } from './registry/service';

/** What every mutation passes through, for the server and for a command of the shell alike. */
export function createCommandHost(
  parts: Pick<CommandHost, 'database' | 'clock' | 'bus' | 'log'>,
  registry: Pick<PlantRegistry, 'current'>,
): CommandHost {
  const { database, clock, bus, log } = parts;
  const appendAudit = auditAppender(clock, machineTimeQuality(clock), (seq) =>
    bus.emit('audit.appended', { seq }),
  );
  const refusals = new RefusalLog(database, clock, appendAudit, log);
  return { ...parts, appendAudit, refusals, plant: () => registry.current() };
}
