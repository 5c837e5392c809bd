import type pg from 'pg';

/** One question that was put to the database, as it was put. */
export interface Question {
  what: string;
  sql: string;
  /** What stands for $1, $2 and so on. */
  parameters: readonly unknown[];
  /** How many rows the answer had. */
  rows: number;
}

/** Asks the database and keeps what was asked, so that whoever doubts the answers can ask again. */
export class Questions {
  readonly asked: Question[] = [];

  constructor(private readonly client: pg.Client) {}

  async ask<Row extends pg.QueryResultRow>(
    what: string,
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(sql, [...parameters]);
    this.asked.push({ what, sql: sql.trim(), parameters, rows: rows.length });
    return rows;
  }
}
