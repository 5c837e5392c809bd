import type { IncidentId } from '../../domain/ids';
import type { IncidentLink } from '../../domain/incidents/entry';
import type { IncidentSignal } from '../../domain/incidents/signal';
import type { Tx } from '../storage/database';
import { linkDrafts, type Draft } from './history';

/** So many signals have a line each; more at once are told together. */
const TOLD_APART = 10;
const LONGEST_TEXT = 500;

/** Links signals, and the drives and gateways they are about, to an incident. */
export async function signalDrafts(
  tx: Tx,
  incident: IncidentId,
  signals: readonly IncidentSignal[],
): Promise<Draft[]> {
  const groups = signals.length <= TOLD_APART ? signals.map((signal) => [signal]) : [signals];
  const drafts: Draft[] = [];
  for (const group of groups) {
    const earliest = earliestOf(group);
    drafts.push(
      ...(await linkDrafts(tx, incident, group.flatMap(linksOf), {
        text: inWords(group),
        sourceTime: earliest?.sourceTime,
        clockUncertaintyMs: earliest?.clockUncertaintyMs,
      })),
    );
  }
  return drafts;
}

function linksOf({ kind, id, drive, gateway }: IncidentSignal): IncidentLink[] {
  const own: IncidentLink = kind === 'alarm' ? { kind, id } : { kind, id };
  return [
    own,
    ...(drive === null ? [] : [{ kind: 'drive' as const, id: drive }]),
    ...(gateway === null ? [] : [{ kind: 'gateway' as const, id: gateway }]),
  ];
}

const earliestOf = (signals: readonly IncidentSignal[]): IncidentSignal | undefined =>
  signals
    .filter(({ sourceTime }) => sourceTime !== undefined)
    .sort((a, b) => (a.sourceTime ?? 0) - (b.sourceTime ?? 0))[0];

function inWords(signals: readonly IncidentSignal[]): string {
  const [first] = signals;
  if (first !== undefined && signals.length === 1) return cut(`${first.title}: ${first.text}`);
  const counts = new Map<string, number>();
  for (const { title } of signals) counts.set(title, (counts.get(title) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1]).map(([title, count]) => `${count} × ${title}`);
  return cut(most.join(', '));
}

const cut = (text: string): string =>
  text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT).toWellFormed()}…` : text;
