import type { SiteId, ZoneId } from '../ids';
import type { Plant } from '../plant/model';
import type { Grant, Scope } from './roles';

/** What of the plant is needed to know which site a zone lies in. */
export type ZonePlan = Pick<Plant, 'zones'>;

/** Whether `outer` holds everywhere that `inner` holds. A zone the plan does not know lies in no site. */
export function scopeCovers(outer: Scope, inner: Scope, plan: ZonePlan): boolean {
  switch (outer.kind) {
    case 'plant':
      return true;
    case 'site':
      return inner.kind !== 'plant' && siteOfScope(inner, plan) === outer.site;
    case 'zone':
      return inner.kind === 'zone' && inner.zone === outer.zone;
  }
}

function siteOfScope(scope: Exclude<Scope, { kind: 'plant' }>, plan: ZonePlan): SiteId | undefined {
  return scope.kind === 'site' ? scope.site : plan.zones.find((zone) => zone.id === scope.zone)?.site;
}

/** Whether a role's scope reaches a zone of a site. */
export function scopeReaches(scope: Scope, zone: ZoneId, site: SiteId): boolean {
  switch (scope.kind) {
    case 'plant':
      return true;
    case 'site':
      return scope.site === site;
    case 'zone':
      return scope.zone === zone;
  }
}

/** One name per scope, equal for equal scopes: `plant`, `site:aarhus`, `zone:aarhus-pumps`. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'plant':
      return 'plant';
    case 'site':
      return `site:${scope.site}`;
    case 'zone':
      return `zone:${scope.zone}`;
  }
}

/** One name per grant, such as `operator@site:aarhus`; sorted lists of them compare grants. */
export const grantKey = (grant: Grant): string => `${grant.role}@${scopeKey(grant.scope)}`;

/** What has to be given and what has to be taken to come from one set of grants to another. */
export function grantChanges(
  from: readonly Grant[],
  to: readonly Grant[],
): { given: Grant[]; taken: Grant[] } {
  const before = new Set(from.map(grantKey));
  const after = new Set(to.map(grantKey));
  return {
    given: to.filter((grant) => !before.has(grantKey(grant))),
    taken: from.filter((grant) => !after.has(grantKey(grant))),
  };
}
