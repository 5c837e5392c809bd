import type { KillRecord } from '../blows/victims';
import type { LedgerRow } from '../ledger/balance';
import type { MemoryRow } from '../memory/memory-watch';
import { EQUAL, FLAT_MB_PER_HOUR, FLAT_SHARE_PER_HOUR, TELLING_MINUTES } from '../memory/verdict';
import type { StreamRow } from '../stream/table';
import { howToAsk } from './ask-sql';
import type { SoakResult } from './result';

/** The ledger as a text that a stranger can read and check; `askFile` has its questions, values in place. */
export function markdown(result: SoakResult, askFile: string): string {
  const { settings, books, faults, machine, versions } = result;
  return [
    `# Soak of ${result.minutes.toFixed(1)} minutes`,
    '',
    `${result.startedAt}, commit ${result.commit}, Node.js ${versions.node}, ${versions.postgres},`,
    `${versions.chromium}, ${machine.cores} x ${machine.cpu}, ${machine.memoryGiB} GiB, kernel ${machine.kernel}.`,
    `${settings.drives} drives at ${settings.hz} Hz behind ${settings.gateways} gateways, seed ${settings.seed}.`,
    '',
    faults.length === 0 ? '**Everything balances.**' : `**${faults.length} faults:**`,
    ...faults.map((fault) => `- ${fault}`),
    '',
    '## Messages',
    '',
    'Published = acknowledged + refused. Acknowledged samples = stored, each once; nothing else is stored.',
    'Messages on a foreign topic must be refused (only MQTT 5 can be told so, every second gateway speaks it);',
    'unreadable ones must be acknowledged and be in quarantine.',
    '',
    ...(books === undefined ? [] : ledgerTable([books.total, ...books.rows])),
    '',
    `Rows of drives that are not in the plant: ${books?.strangers ?? '?'}.`,
    '',
    '## Durable stream',
    '',
    'Every client: what it got since its first snapshot, and what the table of the stream has for that person.',
    'Equal digests (SHA-256 over number, time and canonical content, in order) are equal entries.',
    '',
    `Beside it ${cell(result.alarmsSaid)} alarms and ends of alarms from one gateway; sockets were lost`,
    `${cell((books?.stream ?? []).reduce((sum, { losses }) => sum + losses, 0))} times.`,
    '',
    ...streamTable(books?.stream ?? []),
    '',
    '## Memory',
    '',
    'Private memory (RssAnon) every 5 s. Slope of the calm stretch at the end: lowest value of each minute, middle',
    `of all slopes between two minutes, first ten minutes of a life left out. Flat: at most ${FLAT_MB_PER_HOUR} MB an hour (this`,
    `program and the browser itself: or ${FLAT_SHARE_PER_HOUR * 100} % of the median an hour); and lives compared at equal age,`,
    `the later half at most ${EQUAL.mb} MB or ${EQUAL.share * 100} % above the earlier. A slope of fewer than ${TELLING_MINUTES} minutes says`,
    'nothing; of server, database, gateways and page a run of an hour must be able to tell.',
    '',
    ...memoryTable(result.memory),
    '',
    '## Blows',
    '',
    ...killTable(result.kills),
    '',
    ...blowLines(result),
    '',
    '## Browser',
    '',
    ...browserLines(result),
    '',
    '## Asked of the database',
    '',
    ...askedLines(result, askFile),
  ].join('\n');
}

/** Rows of cells as a table; the first row is the head. */
export function table(rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = rows.map((row) => row.map(cell));
  const widths = (cells[0] ?? []).map((_, i) => Math.max(3, ...cells.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...rest] = cells;
  return [line(head), rule, ...rest.map(line)];
}

const cell = (value: string | number): string =>
  typeof value === 'string' ? value : value.toLocaleString('en', { maximumFractionDigits: 1 });

const ledgerTable = (rows: readonly LedgerRow[]): string[] =>
  table([
    [
      'gateway',
      'samples published',
      'acknowledged',
      'refused',
      'rows stored',
      'lost',
      'doubled',
      'not published',
      'other value',
      'unreadable published',
      'acknowledged',
      'refused',
      'in quarantine',
      'foreign published',
      'acknowledged',
      'refused',
      'unanswered',
    ],
    ...rows.map((row) => [
      row.gateway,
      row.published.sample,
      row.acknowledged.sample,
      row.refused.sample,
      row.rows,
      row.lost,
      row.doubled,
      row.unpublished,
      row.otherValue,
      row.published.unreadable,
      row.acknowledged.unreadable,
      row.refused.unreadable,
      row.quarantined,
      row.published.foreign,
      row.acknowledged.foreign,
      row.refused.foreign,
      row.waiting,
    ]),
  ]);

const streamTable = (rows: readonly StreamRow[]): string[] =>
  table([
    [
      'client',
      'person',
      'from',
      'to',
      'entries',
      'in the table',
      'again',
      'gaps',
      'restarts',
      'losses',
      'frames',
      'digest',
      'of the table',
    ],
    ...rows.map((row) => [
      row.name,
      row.who,
      row.from ?? '?',
      row.last,
      row.entries,
      row.stored,
      row.again,
      row.gaps,
      row.restarts,
      row.losses,
      row.frames,
      row.digest.slice(0, 12),
      row.storedDigest.slice(0, 12),
    ]),
  ]);

const memoryTable = (rows: readonly MemoryRow[]): string[] =>
  table([
    [
      'process',
      'lives',
      'highest MB',
      'calm: minutes',
      'median MB',
      'MB/h',
      'lives at age s',
      'compared',
      'earlier MB',
      'later MB',
      'verdict',
    ],
    ...rows.map(({ process, lives, highestMb, calm, ages, verdict }) => [
      process,
      lives,
      highestMb,
      calm?.minutes ?? '',
      calm?.median ?? '',
      calm?.perHour ?? '',
      ages?.ageS ?? '',
      ages?.lives ?? '',
      ages?.early ?? '',
      ages?.late ?? '',
      verdict,
    ]),
  ]);

const seconds = (ms: number | undefined): string => (ms === undefined ? '' : (ms / 1_000).toFixed(1));

const killTable = (kills: readonly KillRecord[]): string[] =>
  table([
    ['kill -9 of', 'at', 'while catching up', 'dead s', 'ready after s', 'all flow after s'],
    ...kills.map(({ victim, at, hot, deadMs, readyMs, flowMs }) => [
      victim,
      new Date(at).toISOString().slice(11, 19),
      hot ? 'yes' : '',
      seconds(deadMs),
      seconds(readyMs),
      seconds(flowMs),
    ]),
  ]);

function blowLines({ kills, gateways, stopMs }: SoakResult): string[] {
  const longest = (of: (kill: KillRecord) => number | undefined) =>
    seconds(Math.max(0, ...kills.map((kill) => of(kill) ?? 0)));
  return [
    `- ${kills.length} kills. Longest from start to ready: ${longest((kill) => kill.readyMs)} s; until all gateways flowed again: ${longest((kill) => kill.flowMs)} s.`,
    `- Cables pulled ${gateways.cablesPulled} times in ${gateways.cutEvents} events, ${gateways.silently} of them silently, all at once ${gateways.allAtOnce} times.`,
    `- ${gateways.connects} connections made, ${gateways.drops} ended without a cable being pulled, ${gateways.resent} messages sent again, ${gateways.strays} acknowledgements of what was not on its way.`,
    `- Asked to stop at the end, the server took ${seconds(stopMs)} s.`,
    `- The gateways' process used ${(gateways.cpuShare * 100).toFixed(1)} % of one core.`,
  ];
}

const NOT_KEPT = 'The data directory was not kept (SOAK_KEEP=1 keeps it).';

/** Every question once in its own words, and how to put all of them again. */
function askedLines({ books, kept }: SoakResult, askFile: string): string[] {
  const bySql = new Map<string, string[]>();
  for (const { sql, what } of books?.asked ?? []) bySql.set(sql, [...(bySql.get(sql) ?? []), what]);
  return [
    `With the values in place: ${askFile}. The values alone are in the JSON beside it ("asked"; "courses" has`,
    "every gateway's drives, beginning and period). Digests of the stream: tests/soak/stream/digest.ts.",
    '',
    ...(kept === undefined ? [NOT_KEPT] : howToAsk(kept, askFile)),
    '',
    ...[...bySql].flatMap(([sql, whats]) => [
      `${[...new Set(whats)].slice(0, 10).join('; ')}${whats.length > 10 ? '; ...' : ''}:`,
      '',
      '```sql',
      sql,
      '```',
      '',
    ]),
  ];
}

function browserLines({ browser }: SoakResult): string[] {
  const list = (of: readonly { text: string; times: number }[]) =>
    of.map(({ text, times }) => `  - ${times} x ${text}`);
  return [
    `- Pages visited: ${Object.entries(browser.visits)
      .map(([name, visits]) => `${name} ${visits}`)
      .join(', ')}. Full loads: ${browser.documents}.`,
    `- Not part of the rotation: ${browser.outside.join(', ')}.`,
    `- Looked ${browser.looks} times: ${browser.looksAtDeath} while the server had been dead for 5 s and more, ${browser.looksAtSilence} while a gateway had been gone for 6 s and more.`,
    `- Shown as live what was not, or silent about a dead server: ${browser.untruths.reduce((sum, { times }) => sum + times, 0)}.`,
    ...list(browser.untruths),
    `- Longest from the server's being ready until the page was live again: ${seconds(browser.longestUntilLiveMs)} s.`,
    `- Page errors: ${browser.pageErrors}. Complaints that no outage explains: ${browser.complaints.length}.`,
    ...list(browser.complaints),
    '- Explained by outages:',
    ...list(browser.explained),
  ];
}
