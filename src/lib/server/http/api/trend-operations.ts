import { z } from 'zod';
import { siteId, zoneId } from '../../../domain/ids';
import { PERIOD_NAMES } from '../../../domain/posture/trends/period';
import { countStandings } from '../../../domain/posture/trends/standings';
import { requirementCount, trendReport } from '../../../protocol/trends';
import { scopeOf } from '../../trends/scope';
import { csvResponse } from '../csv';
import { trendCsv } from '../trend-csv';
import { defineOperation } from './operation';

const query = z.object({
  site: siteId.optional(),
  zone: zoneId.optional(),
  period: z.enum(PERIOD_NAMES).default('13w'),
  /** Last day of the window, as `YYYY-MM-DD`; today when it is left out. */
  until: z.iso
    .date()
    .transform((day) => Date.parse(`${day}T00:00:00Z`))
    .optional(),
});

export const readTrends = defineOperation({
  path: '/trends',
  summary:
    'Posture over time: gaps per foundational requirement, vulnerabilities, certificates, support, times and drills, each beside the window before',
  action: 'report.export',
  params: z.object({}),
  query,
  response: trendReport,
  run: ({ query: ask }, { app, actor }) => app.trends(actor, ask),
});

export const exportTrends = defineOperation({
  path: '/trends/export',
  summary: 'The same figures as comma-separated values: one row for each moment of each line',
  action: 'report.export',
  params: z.object({}),
  query,
  response: z.string(),
  media: 'text/csv',
  async run({ query: ask }, { app, actor }) {
    const report = await app.trends(actor, ask);
    const name = ['posture', ask.zone ?? ask.site ?? 'plant', report.period].join('-');
    return csvResponse(name, trendCsv(report));
  },
});

export const readStandingCounts = defineOperation({
  path: '/trends/standings',
  summary: 'In how many zones each requirement is met, failed, unknown, not applicable or compensated, now',
  action: 'report.export',
  params: z.object({}),
  query: query.pick({ site: true, zone: true }),
  response: z.object({ items: z.array(requirementCount) }),
  run({ query: { site, zone } }, { app, actor }) {
    const { zones } = scopeOf(actor, app.plant(), { site, zone });
    return { items: countStandings(zones.flatMap(({ id }) => app.posture.zone(id) ?? [])) };
  },
});
