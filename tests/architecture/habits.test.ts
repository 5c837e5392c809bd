import { expect, it } from 'vitest';
import { readSources } from './source-tree';

const sources = readSources();
const code = sources.filter((file) => !file.isTest);

/** Lines that match, as `path:line text`, outside comments. */
function lines(pattern: RegExp, within: RegExp, except: RegExp = /^$/): string[] {
  return code
    .filter((file) => within.test(file.path) && !except.test(file.path))
    .flatMap((file) =>
      file.text
        .split('\n')
        .map((text, i) => ({ text, at: `${file.path}:${i + 1}` }))
        .filter(({ text }) => pattern.test(text) && !/^\s*(\/\/|\*|\/\*)/.test(text))
        .map(({ text, at }) => `${at} ${text.trim()}`),
    );
}

it('domain rules have no clock, no chance and no input or output', () => {
  const impure =
    /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bfetch\(|\bsetTimeout\(|from 'node:/;
  expect(lines(impure, /^src\/lib\/(domain|protocol)\//)).toEqual([]);
});

it('the environment is read where the program is put together, nowhere else', () => {
  expect(
    lines(
      /\bprocess\.env\b|\$env\//,
      /^src\//,
      /^src\/(main\.js|dev-server\.ts|lib\/server\/runtime\.ts|cli\/|simulator\/(main|demo)[^/]*\.ts$)/,
    ),
  ).toEqual([]);
});

it('no word shown is one of three letters that vendors and standards use for different ends', () => {
  expect(lines(/\bE[oO]S\b/, /^src\//)).toEqual([]);
});

it('the types are kept honest', () => {
  expect(lines(/\bas any\b|:\s*any\b|<any>|@ts-ignore|@ts-nocheck|as unknown as/, /^src\//)).toEqual([]);
});

it('nothing that the next major version of the framework removes is used', () => {
  expect(
    lines(/\$app\/stores|\$env\/static|svelte\/store|<slot\b|\buse:[a-z]+=|export let /, /^src\//),
  ).toEqual([]);
});

it('telemetry is not kept in deep reactive state', () => {
  expect(lines(/\$state\((?!\.raw)\s*(\[|new Map|\{)/, /^src\/lib\/live\//)).toEqual([]);
});

it('no secret is taken from chance that can be guessed', () => {
  expect(lines(/Math\.random\(/, /^src\/lib\/server\//)).toEqual([]);
});

/** Longer files that are one table or one algorithm, each with its reason. */
const LONG: Record<string, string> = {};

it('files stay small enough to be read at one sitting', () => {
  const long = code
    .filter((file) => file.lines > 400 && !(file.path in LONG))
    .map((file) => `${file.path} ${file.lines}`);
  expect(long).toEqual([]);
});

it('half of all files have fewer than 80 lines', () => {
  const sorted = code.map((file) => file.lines).sort((a, b) => a - b);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
});
