import { describe, expect, it } from 'vitest';
import type { Answer, ZoneFacts } from './facts';
import { blockersOf, ceilingOf } from './explain';
import { judgeZone } from './judge-zone';

const NOW = 1_000_000_000_000;
const fail = (found: string): Answer => ({ verdict: 'fail', at: NOW - 1_000, found });
const plainModbus: ZoneFacts = {
  assets: [
    {
      id: 'pump-1',
      class: 'drive',
      isSilent: false,
      answers: new Map([['drv.protocol', fail('Modbus RTU')]]),
    },
    {
      id: 'gw-1',
      class: 'gateway',
      isSilent: false,
      answers: new Map([['gw.ports.listening', fail('8080/tcp')]]),
    },
  ],
  attestations: [],
  compensations: [],
  doubts: [],
};
const judged = judgeZone(plainModbus, NOW);

describe('the ceiling of a zone with drives on plain Modbus', () => {
  it('is 1 in FR 1 and 2 in FR 3, because of the drive', () => {
    expect(ceilingOf(1, judged, plainModbus)).toEqual({
      level: 1,
      because: [
        { requirement: 'SR 1.2', asset: 'pump-1', found: 'Modbus RTU' },
        { requirement: 'SR 1.2 RE(1)', asset: 'pump-1', found: 'Modbus RTU' },
      ],
    });
    expect(ceilingOf(3, judged, plainModbus).level).toBe(2);
  });

  it('is not lowered by what can be set right', () => {
    expect(ceilingOf(7, judged, plainModbus)).toEqual({ level: 4, because: [] });
  });

  it('is lifted by an approved measure', () => {
    const measures = (['SR 1.2', 'SR 1.2 RE(1)'] as const).map((requirement, id) => ({
      id,
      requirement,
      approvedAt: NOW - 1,
      expiresAt: NOW + 1,
      reason: 'point-to-point link in a locked cabinet',
    }));
    const facts = { ...plainModbus, compensations: measures };
    expect(ceilingOf(1, judgeZone(facts, NOW), facts).level).toBe(4);
  });
});

describe('what stands between a zone and its target', () => {
  it('names what is refuted before what is unknown', () => {
    const blockers = blockersOf(7, 1, judged);
    expect(blockers[0]).toMatchObject({
      requirement: { id: 'SR 7.7' },
      standing: 'not-met',
      because: [{ kind: 'refuted', asset: 'gw-1', found: '8080/tcp' }],
    });
    expect(blockers.slice(1).every(({ standing }) => standing === 'unknown')).toBe(true);
    expect(blockers).toHaveLength(7);
  });

  it('is nothing where nothing is asked', () => {
    expect(blockersOf(7, 0, judged)).toEqual([]);
  });
});
