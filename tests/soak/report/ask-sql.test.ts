import { expect, it } from 'vitest';
import { askSql, withLiterals } from './ask-sql';

it('puts values in the place of parameters', () => {
  expect(
    withLiterals('select $1::text[], $2::bigint[], $3, $4::text, $10', [
      ['a', "b'c"],
      [1, 1_763_740_057_000],
      true,
      null,
      'zone',
      6,
      7,
      8,
      9,
      "it's",
    ]),
  ).toBe(`select '{"a","b''c"}'::text[], '{1,1763740057000}'::bigint[], true, null::text, 'it''s'`);
});

it('is a file in which every question ends and says what it asks', () => {
  const question = { what: 'strangers', sql: 'select $1', parameters: [1], rows: 1 };
  expect(askSql(['how'], [question])).toBe(
    "-- how\n\n-- strangers; rows in the run's answer: 1\nselect 1;\n",
  );
});
