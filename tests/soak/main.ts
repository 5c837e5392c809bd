import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { longWalk } from '../support/alarm-walk';
import { circumstances } from '../bench/kit/machine';
import { closeBooks } from './ledger/close-books';
import { cpuSeconds } from './memory/processes';
import { askSql, howToAsk } from './report/ask-sql';
import { markdown } from './report/markdown';
import { resultOf } from './report/result';
import { soakRuns } from './runs/main';
import { readSettings } from './settings';
import { Soak } from './soak';

/** What a shell expects of a program that a signal ended. */
const EXIT_OF = { SIGINT: 130, SIGTERM: 143 };

/** A walk over what can happen to an alarm, before anything is started: it needs no plant. */
const ALARM_STEPS = 100_000;
const RESTART_EVERY = 97;

/**
 * `npm run soak`: the whole plant under load for an hour, while cables are pulled and server and database are
 * killed; then the books are closed. Exit code 1 when anything does not balance, 130 or 143 when a signal ended
 * the run before its time.
 */
async function main(): Promise<number> {
  const settings = readSettings(process.env);
  mkdirSync(settings.results, { recursive: true });
  const say = (text: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${text}`);
  const broken = longWalk(ALARM_STEPS, RESTART_EVERY, settings.seed);
  say(`${ALARM_STEPS} steps over the table of alarms with restarts: ${broken.length} rules broken`);
  for (const rule of broken.slice(0, 10)) say(rule);
  if (broken.length > 0) return 1;
  say(`preparing ${settings.drives} drives behind ${settings.gateways} gateways`);
  const around = await circumstances();
  const soak = await Soak.prepare(settings);
  let stoppedBy: 'SIGINT' | 'SIGTERM' | undefined;
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    say(`${signal}: stopping before the time; the books are closed all the same`);
    if (soak.endedAt === 0) stoppedBy ??= signal;
    soak.stop();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await soak.begin();
    say(
      `under load for ${settings.minutes} minutes, calm from ${Math.round(soak.timetable.calmFromMs / 60_000)} on`,
    );
    const cpuAtStart = cpuSeconds(soak.fleet.pid);
    const told = new Set<string>();
    await soak.run(() => {
      say(progressOf(soak));
      for (const words of soak.wrong()) {
        if (!told.has(words)) say(`  wrong: ${words}`);
        told.add(words);
      }
    });
    say('closing the books');
    await soak.drain();
    const books = await closeBooks(soak).catch((error: unknown) => {
      soak.faults.push(`the books could not be closed: ${String(error)}`);
      return undefined;
    });
    const stopMs = await soak.stopServer();
    const result = resultOf(soak, books, around, { cpuAtStart, stopMs, stoppedBy });
    const path = join(settings.results, `soak-${result.startedAt.replace(/[:.]/g, '-')}`);
    const text = markdown(result, `${path}.ask.sql`);
    writeFileSync(`${path}.md`, text);
    writeFileSync(`${path}.json`, JSON.stringify({ ...result, series: soak.memory.series() }));
    const how = howToAsk(result.kept ?? 'DIRECTORY', `${path}.ask.sql`);
    writeFileSync(`${path}.ask.sql`, askSql(how, books?.asked ?? []));
    console.log(text);
    say(`written to ${path}.md, .json and .ask.sql`);
    if (settings.keep) say(`data directory kept: ${soak.plant.dataDirectory}`);
    if (stoppedBy !== undefined) return EXIT_OF[stoppedBy];
    return result.faults.length === 0 ? 0 : 1;
  } finally {
    await soak.end();
  }
}

function progressOf(soak: Soak): string {
  const { fleet, victims, cables, rotation, memory, startedAt } = soak;
  const { published = 0, acknowledged = 0, refused = 0, waiting = 0 } = fleet.report ?? {};
  const visits = [...(rotation?.visits.values() ?? [])].reduce((sum, n) => sum + n, 0);
  const mb = (process: string) => `${Math.round(memory.latest(process) ?? 0)} MB`;
  return [
    `${Math.round((Date.now() - startedAt) / 60_000)} min`,
    `published ${published}`,
    `acknowledged ${acknowledged}`,
    `refused ${refused}`,
    `waiting ${waiting}`,
    `kills ${victims.kills.length}`,
    `cables ${cables.pulls}`,
    `alarms ${soak.flood.said}`,
    `pages ${visits}`,
    `server ${mb('server')}`,
    `gateways ${mb('gateways')}`,
    `faults ${soak.wrong().length}`,
  ].join('  ');
}

const soak = process.argv[2] === 'runs' ? soakRuns : main;
soak().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
