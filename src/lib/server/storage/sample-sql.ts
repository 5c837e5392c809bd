import { SIGNALS, SIGNAL_KEYS } from '../../domain/telemetry/signals';
import { COLUMN_TYPE } from './sample-columns';

/** Types of the signals' columns, in the order of the canon. */
export const SIGNAL_TYPES = SIGNAL_KEYS.map((key) => COLUMN_TYPE[SIGNALS[key].kind]);

const columns = ['key', 'source_ms', 'received_ms', 'quality', 'historical', ...SIGNAL_KEYS];
const types = ['integer', 'bigint', 'bigint', 'smallint', 'boolean', ...SIGNAL_TYPES];

/**
 * Inserts instants, one array per column; refuses all of them when one is there already. The arrays are
 * unnested side by side in the select list, which spares a copy of each that a table of them would make; one
 * that is null fills its column with nulls.
 */
export const INSERT_NEW = `
  insert into sample (${columns.join(', ')})
  select ${types.map((type, i) => `unnest($${i + 1}::${type}[])`).join(', ')}`;

/** The same for instants that may be there: a repeat changes nothing, a second half fills what is still empty. */
export const INSERT_OR_COMPLETE = `${INSERT_NEW}
  on conflict (key, source_ms) do update set
    ${SIGNAL_KEYS.map((key) => `${key} = coalesce(sample.${key}, excluded.${key})`).join(', ')}
  where ${SIGNAL_KEYS.map((key) => `(sample.${key} is null and excluded.${key} is not null)`).join(' or ')}`;

export const INSERT_EXTRAS = `
  insert into sample_extra (key, source_ms, received_ms, name, value)
  select * from unnest($1::integer[], $2::bigint[], $3::bigint[], $4::text[], $5::double precision[])
  on conflict do nothing`;

export const MARK_DIRTY = `
  insert into rollup_dirty (key, minute_ms)
  select * from unnest($1::integer[], $2::bigint[])
  on conflict do nothing`;
