import { describe, expect, it } from 'vitest';
import { RUN_STATES } from '$lib/domain/plant/drive-state';
import { MARKS } from '$lib/protocol/frame';
import { cellLook, cellMark, driveWords } from './drive-look';

describe('the cell of a drive', () => {
  it.each(RUN_STATES)('that was %s looks old, lost or empty once it is not live', (run) => {
    expect([cellLook(run, 'stale'), cellLook(run, 'lost'), cellLook(run, 'never')]).toEqual([
      'old',
      'gone',
      'void',
    ]);
  });

  it('tells running, stopped, tripped and unknown apart', () => {
    const looks = (['running', 'ready', 'tripped', 'unknown', 'link-lost'] as const).map((run) =>
      cellLook(run, 'live'),
    );
    expect(new Set(looks).size).toBe(5);
  });

  it('keeps a mark of a trip under the hatch, and of a warning always', () => {
    expect(cellMark('tripped', 'stale', 0)).toBe(true);
    expect(cellMark('tripped', 'live', 0)).toBe(false);
    expect(cellMark('running', 'live', MARKS.warning)).toBe(true);
    expect(cellMark('running', 'live', MARKS.local)).toBe(false);
    expect(cellMark('tripped', 'never', MARKS.warning)).toBe(false);
  });
});

describe('a drive in words', () => {
  const facts = { run: 'running', freshness: 'live', marks: 0, loadPct: 72, ageMs: 800 } as const;

  it('says state, load, marks and age', () => {
    expect(driveWords({ ...facts, marks: MARKS.warning | MARKS.local })).toBe(
      'running, load 72 %, warning, local control, age 0.8 s',
    );
  });

  it('says of a lost drive what it last was, not what it is', () => {
    expect(driveWords({ ...facts, freshness: 'lost', ageMs: 38_000 })).toBe(
      'lost 38 s, last running, load 72 %',
    );
  });

  it('says nothing of a drive that was never heard but that', () => {
    expect(driveWords({ ...facts, freshness: 'never', ageMs: undefined })).toBe('never heard');
  });
});
