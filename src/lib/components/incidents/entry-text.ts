import { incidentLabel } from '$lib/domain/incidents/label';
import { PHASE_LABELS } from '$lib/domain/incidents/phase';
import { VERDICT_LABELS } from '$lib/domain/incidents/verdict';
import { runLabel } from '$lib/domain/playbooks/label';
import type { IncidentEntry, IncidentLink } from '$lib/protocol/incidents';
import { formatSpan } from '$lib/ui/format/age';
import { nameOf, SEVERITY_WORDS, type Names } from './incident-words';

const RUN_WORDS = { run: '', 'dry-run': 'Dry run ', drill: 'Drill ' } as const;

/** Links that are told one by one. */
const MOST_LINKS = 3;

/** What a line of an incident's history says, in the past tense; who did it stands beside it. */
export function entryText({ what, at }: Pick<IncidentEntry, 'what' | 'at'>, names: Names): string {
  switch (what.kind) {
    case 'opened':
      return what.rule === null ? `Opened: ${what.title}` : `Opened by rule ${what.rule}: ${what.title}`;
    case 'linked':
      return ending(`Linked ${linksText(what.links)}`, what.text);
    case 'acknowledged':
      return 'Acknowledged';
    case 'claimed':
      return `Claimed for ${formatSpan(what.until - at)}`;
    case 'released':
      return what.expired ? 'Claim ran out' : 'Released the claim';
    case 'assigned':
      return [
        what.assignee === null ? 'Nobody assigned' : `Assigned to ${nameOf(names, what.assignee)}`,
        what.processOwner === null ? '' : `process owner ${nameOf(names, what.processOwner)}`,
      ]
        .filter(Boolean)
        .join(', ');
    case 'severity':
      return `Severity S${what.from} to S${what.to} ${SEVERITY_WORDS[what.to]}`;
    case 'titled':
      return `Now called: ${what.title}`;
    case 'moved':
      return [
        `${PHASE_LABELS[what.from]} to ${PHASE_LABELS[what.to].toLowerCase()}`,
        what.of === null ? '' : `of ${incidentLabel(what.of)}`,
        what.verdict === null ? '' : `verdict: ${VERDICT_LABELS[what.verdict].toLowerCase()}`,
      ]
        .filter(Boolean)
        .join(', ');
    case 'commented':
      return what.text;
    case 'pinned':
      return what.text === '' ? `Pinned a chart of ${what.chart.drive}` : what.text;
    case 'escalated':
      return ending(`Escalated, step ${what.step}, to ${what.to.toLowerCase()}`, what.text);
    case 'delivered':
      return ending(`${what.ok ? 'Delivered' : 'Not delivered'} to ${what.target}`, what.text);
    case 'run':
      return `${RUN_WORDS[what.mode]}${runLabel(what.run)}: ${what.text}`;
  }
}

const ending = (text: string, more: string): string => (more === '' ? text : `${text}: ${more}`);

/** `alarm 7, drive mp-101 and 12 more`. */
export function linksText(links: readonly IncidentLink[]): string {
  const shown = links.slice(0, MOST_LINKS).map(({ kind, id }) => `${kind} ${id}`);
  const more = links.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
