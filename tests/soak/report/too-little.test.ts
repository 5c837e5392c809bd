import { expect, it } from 'vitest';
import { JUDGED, type MemoryRow } from '../memory/memory-watch';
import { readSettings } from '../settings';
import type { SoakResult } from './result';
import { tooLittle } from './too-little';

const MEMORY = Object.values(JUDGED).map((process): Partial<MemoryRow> => ({ process, verdict: 'flat' }));
const CLIENT = { name: 'socket 1', entries: 9, watchesFleet: true, frames: 9 };

const faults = (changed: object = {}, env: NodeJS.ProcessEnv = {}): string[] =>
  tooLittle({
    settings: readSettings({ SOAK_DRIVES: '10', SOAK_KILLS: '1', SOAK_SOCKETS: '1', ...env }),
    minutes: 60,
    books: { rows: [1, 2, 3, 4], stream: [CLIENT] },
    memory: MEMORY,
    kills: [{}],
    gateways: { cablesPulled: 1 },
    browser: { looksAtDeath: 1 },
    ...changed,
  } as unknown as SoakResult);

it('finds nothing in a run that did what it was to do', () => {
  expect(faults()).toEqual([]);
  const idle = { ...CLIENT, watchesFleet: false, frames: 0 };
  expect(faults({ books: { rows: [1, 2, 3, 4], stream: [idle] } })).toEqual([]);
});

const untold = MEMORY.map((row) => ({ ...row, verdict: 'too short to tell' }));

it.each([
  [{ stoppedBy: 'SIGINT', minutes: 3 }, 'stopped early by SIGINT after 3.0 of 60 minutes'],
  [{ kills: [] }, 'only 0 of 1 kills were done'],
  [{ alarmsSaid: 0 }, 'no alarm of the flood was taken'],
  [{ gateways: { cablesPulled: 0 } }, 'no cable was pulled'],
  [{ books: { rows: [1], stream: [CLIENT] } }, 'only 1 of 4 gateways are in the books'],
  [{ books: { rows: [1, 2, 3, 4], stream: [] } }, 'only 0 of 1 clients'],
  [{ books: { rows: [1, 2, 3, 4], stream: [{ ...CLIENT, entries: 0 }] } }, 'no entry of the durable stream'],
  [{ books: { rows: [1, 2, 3, 4], stream: [{ ...CLIENT, frames: 0 }] } }, 'no frame came to socket 1'],
  [{ browser: { looksAtDeath: 0 } }, 'never looked at while the server was dead'],
  [{ memory: MEMORY.slice(1) }, 'memory was not measured of server'],
  [{ memory: untold }, 'nothing can be told of the memory of server, postgres'],
])('says of %j what is too little', (changed, words) => {
  expect(faults(changed).join()).toContain(words);
});

it('lets a short run say nothing of memory', () => {
  expect(faults({ memory: untold }, { SOAK_MINUTES: '30' })).toEqual([]);
});
