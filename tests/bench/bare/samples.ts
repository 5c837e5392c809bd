import type pg from 'pg';
import { arrayParameter } from '../../../src/lib/server/storage/array-parameter';

/** Names of the twelve values, as they stand in messages and head the columns. */
export const VALUES = [
  'output_frequency_hz',
  'motor_speed_rpm',
  'motor_current_a',
  'motor_torque_pct',
  'motor_power_kw',
  'motor_voltage_v',
  'dc_link_v',
  'heatsink_temp_c',
  'control_card_temp_c',
  'motor_thermal_pct',
  'inverter_thermal_pct',
  'status_word',
] as const;

const COLUMNS = ['drive', 'time_ms', 'received_ms', ...VALUES];
const TYPES = ['integer', 'bigint', 'bigint', ...VALUES.map(() => 'real' as const)] as const;

const CREATE = `create table sample (${COLUMNS.map((name, i) => `${name} ${TYPES[i]} not null`).join(', ')})`;
const INDEX = 'create index sample_by_drive on sample (drive, time_ms)';
const INSERT = `insert into sample (${COLUMNS.join(', ')})
  select * from unnest(${TYPES.map((type, i) => `$${i + 1}::${type}[]`).join(', ')})`;

/** Rows that wait for one insert, column by column in the order of the table's. */
export class SampleBatch {
  readonly columns: readonly number[][] = TYPES.map(() => []);
  /** Resolves when the rows are committed; the same for all, as they are committed together. */
  readonly committed: Promise<void>;
  #settle: () => void = () => undefined;

  constructor() {
    this.committed = new Promise((resolve) => (this.#settle = resolve));
  }

  get rows(): number {
    return this.columns[0]?.length ?? 0;
  }

  async insert(client: pg.Client): Promise<void> {
    const values = TYPES.map((type, i) => arrayParameter(type, this.columns[i]!, (value) => value));
    await client.query({ name: 'insert-samples', text: INSERT, values });
    this.#settle();
  }
}

export async function makeTable(client: pg.Client): Promise<void> {
  await client.query(CREATE);
  await client.query(INDEX);
}
