import type { ZoneId } from '$lib/domain/ids';
import { ATTESTATIONS, type RecordKind } from '$lib/domain/posture/attestation/kinds';
import { dueList, neverDone, type Due, type Signed } from '$lib/domain/posture/attestation/validity';
import { DAY_MS } from '$lib/domain/time';
import type { AttestationView } from '$lib/protocol/posture';
import type { SitePlan } from '../plant/plant-plan';

/** What of a zone has to be signed again, or for the first time. */
export interface ZoneDue {
  zone: ZoneId;
  name: string;
  site: string;
  items: { item: AttestationView; due: Due }[];
  never: RecordKind[];
}

const signedOf = (item: AttestationView): Signed & { view: AttestationView } => ({
  kind: item.kind,
  zone: item.zone,
  requirement: item.requirement,
  record: item.record,
  signedAt: item.signedAt,
  expiresAt: item.expiresAt,
  remindDays: Math.round((item.expiresAt - item.remindAt) / DAY_MS),
  countersignedAt: item.countersigned?.at ?? null,
  withdrawnAt: item.withdrawn?.at ?? null,
  view: item,
});

/** Zone by zone what is overdue, due soon and later, the most urgent zone first. */
export function dueByZone(
  sites: readonly SitePlan[],
  items: readonly AttestationView[],
  now: number,
): ZoneDue[] {
  const signed = items.map(signedOf);
  const all = sites.flatMap((site) =>
    site.zones.map(({ id, name }): ZoneDue => {
      const own = signed.filter(({ zone }) => zone === id);
      return {
        ...{ zone: id, name, site: site.name },
        items: dueList(own, now).map(({ item, due }) => ({ item: item.view, due })),
        never: neverDone(id, own),
      };
    }),
  );
  return all.sort((a, b) => urgency(b) - urgency(a));
}

const of = ({ items }: ZoneDue, wanted: Due): number => items.filter(({ due }) => due === wanted).length;
const urgency = (zone: ZoneDue): number =>
  1_000 * of(zone, 'overdue') + 100 * of(zone, 'due') + zone.never.length;

/** How many matters there are of each sort, over all zones. */
export function countDue(zones: readonly ZoneDue[]): Record<Due | 'never', number> {
  const sum = (count: (zone: ZoneDue) => number): number => zones.reduce((all, zone) => all + count(zone), 0);
  return {
    overdue: sum((zone) => of(zone, 'overdue')),
    due: sum((zone) => of(zone, 'due')),
    later: sum((zone) => of(zone, 'later')),
    never: sum(({ never }) => never.length),
  };
}

/** `over for 12 d`, `in 5 d`. */
export function dueText(expiresAt: number, now: number): string {
  const days = Math.ceil(Math.abs(expiresAt - now) / DAY_MS);
  return expiresAt <= now ? `over for ${days} d` : `in ${days} d`;
}

/** What an attestation is about, in a few words. */
export const matterText = ({ kind, requirement }: Pick<AttestationView, 'kind' | 'requirement'>): string =>
  requirement === null ? ATTESTATIONS[kind].name : `${ATTESTATIONS[kind].name}, ${requirement}`;
