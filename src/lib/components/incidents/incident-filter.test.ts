import { expect, it } from 'vitest';
import { anIncident, person, START } from '../../../../tests/support/incident-views';
import { fitsIncident, incidentFilterOf, incidentQuery } from './incident-filter';

const filterOf = (query: string) => incidentFilterOf(new URLSearchParams(query));

it('the filter stands whole in the address and is read back from it', () => {
  const filter = filterOf('state=all&severity=2&site=north&zone=pumps&assignee=resp');
  expect(filterOf(incidentQuery(filter).split('?')[1] ?? '')).toEqual(filter);
  expect(incidentQuery(filterOf(''))).toBe('/incidents');
  expect(filterOf('state=odd&severity=9')).toEqual(filterOf(''));
});

it.each([
  ['', true],
  ['severity=4&zone=pumps&assignee=resp', true],
  ['severity=3', false],
  ['site=south', false],
  ['assignee=other', false],
  ['state=closed', false],
  ['state=all', true],
])('an open incident belongs to %s: %s', (query, expected) =>
  expect(fitsIncident(anIncident({ assignee: person('resp') }), filterOf(query))).toBe(expected),
);

it('a closed one is found among the closed', () => {
  const closed = anIncident({ phase: 'closed', closedAt: START });
  expect(['', 'state=closed', 'state=all'].map((query) => fitsIncident(closed, filterOf(query)))).toEqual([
    false,
    true,
    true,
  ]);
});
