import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdictOn, written } from './figures';
import type { Circumstances } from './machine';
import type { Figure } from './scenario';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'bench-results');

/** What one scenario has come to. */
export interface Result extends Circumstances {
  scenario: string;
  title: string;
  /** When it began, ISO 8601. */
  at: string;
  tookSeconds: number;
  settings: { seconds: number; runs: number };
  figures: readonly Figure[];
  /** Why there are no figures. */
  error?: string;
}

/** Whether every figure with a limit keeps it. */
export const isReached = ({ figures, error }: Result): boolean =>
  error === undefined && figures.every((figure) => verdictOn(figure) !== 'missed');

/** The result as a table to read. */
export function table({ scenario, title, figures, error }: Result): string {
  const head = `${scenario}: ${title}`;
  if (error !== undefined) return `${head}\n  not measured: ${error.replaceAll('\n', '\n  ')}\n`;
  const rows = figures.map((figure) => ({
    name: figure.name,
    value: `${written(figure.value)} ${figure.unit}`.trimEnd(),
    limit: limitOf(figure),
    verdict: verdictOn(figure) ?? '',
    detail: figure.detail ?? '',
  }));
  const width = (key: 'name' | 'value' | 'limit') => Math.max(0, ...rows.map((row) => row[key].length));
  const lines = rows.map((row) =>
    [
      row.name.padEnd(width('name')),
      row.value.padStart(width('value')),
      row.limit.padStart(width('limit')),
      row.verdict.padEnd('reached'.length),
      row.detail,
    ]
      .join('  ')
      .trimEnd(),
  );
  return [head, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

/** Keeps the result for whoever compares; returns where. */
export function keep(result: Result): string {
  const path = join(FOLDER, `${result.scenario}.json`);
  // JSON knows no NaN: what was not measured is null.
  const figures = result.figures.map((figure) => ({ ...figure, verdict: verdictOn(figure) }));
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(
    path,
    `${JSON.stringify({ ...result, figures, reached: isReached(result) }, undefined, 2)}\n`,
  );
  return path;
}

function limitOf({ limit, unit }: Figure): string {
  if (limit === undefined) return '';
  const [sign, bound] = 'most' in limit ? ['<=', limit.most] : ['>=', limit.least];
  return `${sign} ${written(bound)} ${unit}`.trimEnd();
}
