import { NOTIFY_COMMAND } from '../../../domain/playbooks/commands/command-types';
import { parseNotify, type Notification } from '../../../domain/playbooks/commands/notify';
import { runLabel } from '../../../domain/playbooks/label';
import type { IncidentId, SiteId, ZoneId } from '../../../domain/ids';
import type { Logger } from '../../log';
import type { Executor, StepOutcome, StepWork } from '../executor';

/** A notice of a run: shown to everybody who may see its zone, until the run is over. */
export interface RunNotice extends Notification {
  /** The same however often it is said. */
  key: string;
  run: string;
  zone: ZoneId | null;
  site: SiteId | null;
  /** Its webhooks are told, too; null for none. */
  incident: IncidentId | null;
}

export interface NotifyParts {
  log: Logger;
  /** Says it once, in one transaction. */
  tell(notice: RunNotice): Promise<void>;
}

/** Tells people: on every screen that may see the run's zone, and the webhooks of its incident unless it is a drill. */
export function notifyExecutor({ log, tell }: NotifyParts): Executor {
  const say = async (work: StepWork): Promise<StepOutcome> => {
    const notice = noticeOf(work);
    if ('fault' in notice) return { kind: 'failed', text: notice.fault };
    await tell(notice);
    const beside = notice.incident === null ? '' : ' and to the webhooks of the incident';
    return { kind: 'succeeded', text: `Told on screens${beside}: ${notice.text}` };
  };
  return {
    type: NOTIFY_COMMAND,
    async execute(work) {
      try {
        return await say(work);
      } catch (error) {
        log.warn({ err: error, run: work.run.id }, 'a notice of a run could not be told');
        return { kind: 'unknown', text: 'Whether it was told is not known: the database does not answer.' };
      }
    },
    // Saying it again changes nothing.
    probe: say,
    async preview(work) {
      const notice = noticeOf(work);
      return 'fault' in notice
        ? notice.fault
        : `Tells everybody who sees its zone (${notice.severity}): ${notice.text}`;
    },
  };
}

function noticeOf({ run, command, idempotencyKey }: StepWork): RunNotice | { fault: string } {
  const parsed = parseNotify(command.command ?? '');
  if ('fault' in parsed) return { fault: `This is no notice: it ${parsed.fault}.` };
  const { severity, text } = parsed.notification;
  const isDrill = run.mode === 'drill';
  return {
    key: `run:${run.id}:${idempotencyKey}`,
    run: runLabel(run.id),
    severity,
    text: `${isDrill ? 'DRILL ' : ''}${runLabel(run.id)}: ${text}`,
    zone: run.zone,
    site: run.site,
    incident: isDrill || severity === 'info' ? null : run.incident,
  };
}
