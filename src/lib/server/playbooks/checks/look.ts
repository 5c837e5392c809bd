import { judgeClaim, type Judged } from '../../../domain/playbooks/commands/judge-claim';
import type { Found } from '../../../domain/playbooks/commands/found';
import type { Claim } from '../../../domain/playbooks/commands/statement';
import { recordedMoment } from '../../../domain/playbooks/recorded';
import { findAlarms, findEvents } from './counts';
import { findDrives } from './drives';
import { findGateways } from './gateways';
import type { CheckParts, Look } from './parts';
import { findAudit, findCommand, findIncident, findPerson } from './records';

/** Looks once at everything that the claims are about, all at one moment. Throws `database.unavailable`. */
export function lookAt(
  parts: CheckParts,
  run: Look['run'],
  claims: readonly Claim[],
): Promise<readonly Judged[]> {
  return parts.database.read(async (tx) => {
    const now = parts.clock.now();
    const at = run.recorded === undefined ? now : recordedMoment(run.recorded, run.timeScale, now);
    const look = { tx, parts, run, now, at };
    const judged: Judged[] = [];
    for (const claim of claims) judged.push(judgeClaim(claim, await find(claim, look)));
    return judged;
  });
}

function find(claim: Claim, look: Look): Promise<Found[]> | Found[] {
  switch (claim.about) {
    case 'drives':
      return findDrives(claim, look);
    case 'gateways':
      return findGateways(claim, look);
    case 'alarms':
      return findAlarms(claim, look);
    case 'events':
      return findEvents(claim, look);
    case 'incident':
      return findIncident(claim, look);
    case 'command':
      return findCommand(claim, look);
    case 'person':
      return findPerson(claim, look);
    case 'audit':
      return findAudit(look);
  }
}
