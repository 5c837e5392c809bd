import { z } from 'zod';
import { ROLES, type Grant, type Scope } from '../../domain/access/roles';
import { grantKey } from '../../domain/access/scope';
import { DomainError, type InputIssue } from '../../domain/errors';
import { siteId, zoneId } from '../../domain/ids';
import type { Plant } from '../../domain/plant/model';

const scope: z.ZodType<Scope> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('plant') }),
  z.object({ kind: z.literal('site'), site: siteId }),
  z.object({ kind: z.literal('zone'), zone: zoneId }),
]);

const grant: z.ZodType<Grant> = z.object({ role: z.enum(ROLES), scope });

/** A grant in one word, as forms and the shell write it: `operator@plant`, `responder@site:aarhus`. */
const grantText = z.string().transform((text, context): Grant => {
  const [, role, kind, id] = /^([a-z-]+)@(plant|site|zone)(?::([a-z0-9-]+))?$/.exec(text.trim()) ?? [];
  const where = kind === 'site' ? { kind, site: id } : kind === 'zone' ? { kind, zone: id } : { kind };
  const parsed = grant.safeParse({ role, scope: where });
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: 'is not of the form role@plant, role@site:… or role@zone:…' });
  return z.NEVER;
});

/** Grants as objects, as one-word texts, or several of those in one text with spaces or commas between them. */
export const grantsInput = z
  .union([
    z.array(z.union([grant, grantText])),
    z
      .string()
      .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
      .pipe(z.array(grantText)),
  ])
  .transform((grants) => [...new Map(grants.map((one) => [grantKey(one), one])).values()])
  .refine((grants) => grants.length <= 64, 'no more than 64 roles');

/** Throws `input.invalid` when a grant names a site or zone that the plant does not have. */
export function assertPlacesExist(grants: readonly Grant[], plant: Plant): void {
  const issues: InputIssue[] = [];
  for (const { scope: where } of grants) {
    if (where.kind === 'site' && !plant.sites.some((site) => site.id === where.site)) {
      issues.push({ path: 'grants', message: `there is no site ${where.site}` });
    }
    if (where.kind === 'zone' && !plant.zones.some((zone) => zone.id === where.zone)) {
      issues.push({ path: 'grants', message: `there is no zone ${where.zone}` });
    }
  }
  if (issues.length > 0) throw new DomainError('input.invalid', undefined, { issues });
}
