import { circumstances, type Circumstances } from './kit/machine';
import { isReached, keep, table, type Result } from './kit/report';
import type { BenchContext } from './kit/scenario';
import { SCENARIOS } from './scenarios';

/**
 * `npm run bench [-- NAME...]`: measures the named scenarios, or all, one after the other. BENCH_SECONDS is
 * the length of a window (below ten, plants are small where they are large), BENCH_RUNS how many make a median. Ends with 0 when every limit was reached, 1 when
 * one was missed or could not be measured, 2 for a name nobody knows, 130 when interrupted.
 */
async function main(wanted: readonly string[]): Promise<number> {
  const known = Object.keys(SCENARIOS);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no scenario ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
    return 2;
  }
  const settings = { seconds: setting('BENCH_SECONDS', 60), runs: setting('BENCH_RUNS', 3) };
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(130);
      say('stopping; once more to stop at once');
      interrupted.abort();
    });
  }
  const around = await circumstances();
  const results: Result[] = [];
  for (const name of wanted.length > 0 ? wanted : known) {
    if (interrupted.signal.aborted) break;
    const result = await measure(name, around, { ...settings, say, signal: interrupted.signal });
    if (interrupted.signal.aborted) break;
    results.push(result);
    console.log(table(result));
    say(`kept in ${keep(result)}`);
  }
  if (interrupted.signal.aborted) return 130;
  const missed = results.filter((result) => !isReached(result)).map(({ scenario }) => scenario);
  console.log(missed.length === 0 ? 'Every limit was reached.' : `Not reached: ${missed.join(', ')}.`);
  return missed.length === 0 ? 0 : 1;
}

/** Measures one scenario; a failure is its result, and the others go on. */
async function measure(name: string, around: Circumstances, context: BenchContext): Promise<Result> {
  const began = new Date();
  const { seconds, runs } = context;
  const result = ({ title, ...rest }: Pick<Result, 'title' | 'figures' | 'error'>): Result => ({
    scenario: name,
    title,
    at: began.toISOString(),
    tookSeconds: Math.round((Date.now() - began.getTime()) / 1_000),
    settings: { seconds, runs },
    ...around,
    ...rest,
  });
  let title = '';
  try {
    const loaded = await SCENARIOS[name]?.();
    if (loaded === undefined) throw new Error(`no scenario ${name}`);
    title = loaded.scenario.title;
    say(`${name}: ${title}`);
    return result({ title, figures: await loaded.scenario.run(context) });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return result({ title, figures: [], error: text });
  }
}

function setting(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`${name} is ${text}: it must be a whole number above 0.`);
}

function say(text: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);
}

// A scenario that left something running must not keep the bench from ending.
process.exit(await main(process.argv.slice(2)));
