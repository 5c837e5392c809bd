import { can } from '../../domain/access/can';
import type { Actor } from '../../domain/access/roles';
import { audienceOf, canSeePlaced } from '../../domain/access/visibility';
import { DomainError } from '../../domain/errors';
import type { RunId } from '../../domain/ids';
import { canSeeIncident } from '../../domain/incidents/subject';
import { mustBeNamed, type CommunicationLoss } from '../../domain/playbooks/communication-loss';
import { consentOf, mayCutPath } from '../../domain/playbooks/engine/consent';
import { versionKey } from '../../domain/playbooks/engine/context';
import type { Plant } from '../../domain/plant/model';
import type { CommunicationLossView, StepLossView } from '../../protocol/communication-loss';
import { selectRun } from '../storage/run-store';
import { isForOperators, runSubject } from './commands/run-command';
import type { Runs } from './service';

/**
 * What each step of a run that waits for consent would cut, from the gateways that its consent is bound to, also of
 * playbooks that it calls. Whoever may consent sees every drive behind them, because they answer for all of them;
 * others those that they may see. Throws `not-found`.
 */
export async function stepLosses(
  { parts, playbooks }: Runs,
  id: RunId,
  actor: Actor,
  plant: Plant,
): Promise<StepLossView[]> {
  return parts.database.read(async (tx) => {
    const rows = await selectRun(tx, id);
    const audience = audienceOf(actor, plant);
    if (rows === undefined || !canSeeIncident(audience, rows.state.facts)) {
      throw new DomainError('not-found', 'There is no such run, or you may not see it.');
    }
    const { facts, frames } = rows.state;
    const context = await playbooks.context(tx, frames, parts.clock.now());
    const views: StepLossView[] = [];
    for (const step of rows.steps.values()) {
      const frame = frames[step.frame];
      const called = frame && context.playbooks.get(versionKey(frame.playbook, frame.version));
      const written = called?.playbook.workflow[step.step];
      if (step.status !== 'waiting-approval' || step.approval === null || written?.type !== 'action')
        continue;
      const consent = consentOf(written);
      const effect = consent?.kind ?? 'isolation';
      const subject = runSubject(facts, plant, {
        step: { effect, requestedBy: facts.requestedBy },
        forOperators: isForOperators(rows.state),
      });
      const seesAll = can(actor, 'step.approve', subject, plant).allowed;
      const cut = mayCutPath(written) ? (step.rendered?.gateways ?? []) : [];
      const losses: CommunicationLossView[] = [];
      for (const gateway of cut) {
        const seen = (drive: string): boolean =>
          seesAll || plant.drives.some((one) => one.id === drive && canSeePlaced(audience, one));
        losses.push(viewOf(await parts.lossOf(tx, gateway), seen));
      }
      const { bindsTo } = step.approval;
      views.push({ step: step.number, bindsTo, mustName: consent?.isolates === true, losses });
    }
    return views;
  });
}

function viewOf(
  { gateway, at, drives }: CommunicationLoss,
  seen: (drive: string) => boolean,
): CommunicationLossView {
  const shown = drives.filter(({ drive }) => seen(drive));
  return {
    gateway,
    at,
    drives: shown,
    mustBeNamed: mustBeNamed({ drives: shown }),
    outOfSight: drives.length - shown.length,
  };
}
