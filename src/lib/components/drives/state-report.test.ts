import { describe, expect, it } from 'vitest';
import { RUN_STATES } from '$lib/domain/plant/drive-state';
import type { DriveStatus } from '$lib/live/drive-board.svelte';
import { MARKS } from '$lib/protocol/frame';
import { placeWords, stateReport } from './state-report';

const status = (over: Partial<DriveStatus> = {}): DriveStatus => ({
  run: 'running',
  freshness: 'live',
  marks: 0,
  faultCode: 0,
  loadPct: 50,
  receivedAt: 1_000,
  ageMs: 400,
  ...over,
});
/** VLT status words: in operation under the fieldbus, tripped, tripped with lock. */
const [OPERATING, TRIPPED, LOCKED] = [0x0f07, 0x0609, 0x0649];

describe('the state of a drive', () => {
  it('names the fault with its family, its text and how sure that is', () => {
    const report = stateReport('vlt-fc-202', status({ run: 'tripped', faultCode: 29 }), {
      statusWord: TRIPPED,
      faultCode: 29,
    });
    expect(report.headline).toBe('tripped');
    expect(report.fault?.label).toMatch(/^VLT FC 202 fault 29: .*temp/i);
    expect(report.fault?.detail).toMatch(/text of (high|medium|low) certainty/);
    expect(report.ne107).toEqual({ letter: 'F', words: 'failure' });
  });

  it('never guesses at a fault number that no list names', () => {
    const report = stateReport('ic7', status({ run: 'tripped', faultCode: 4711 }), { faultCode: 4711 });
    expect(report.fault?.label).toContain('fault 4711 (no text)');
  });

  it('says of a trip lock what only somebody at the drive can do', () => {
    const { facts } = stateReport('vlt-fc-302', status({ run: 'tripped', marks: MARKS.tripLock }), {
      statusWord: LOCKED,
    });
    expect(facts).toEqual([
      { word: 'trip lock', detail: expect.stringContaining('mains off and on at the drive') },
    ]);
  });

  it('calls safe torque off the safe state and tells where it is known from', () => {
    const { facts } = stateReport('vlt-fc-202', status({ run: 'tripped', faultCode: 68, marks: MARKS.sto }), {
      statusWord: TRIPPED,
      faultCode: 68,
    });
    expect(facts).toEqual([
      { word: 'safe torque off', detail: 'the safe state; known from the fault number, high certainty' },
    ]);
  });

  it('calls a faulty safety circuit one for qualified staff', () => {
    const { facts } = stateReport('vlt-fc-302', status({ run: 'tripped', faultCode: 72 }), { faultCode: 72 });
    expect(facts.map(({ detail }) => detail).join()).toContain('qualified staff');
  });

  it('shows local control as a badge and names who is in control', () => {
    const words = { statusWord: OPERATING & ~(1 << 9) };
    const report = stateReport('vlt-fc-202', status({ marks: MARKS.local }), words);
    expect(report.facts.map(({ word }) => word)).toEqual(['local']);
    expect(report.ne107?.letter).toBe('C');
    expect(placeWords('vlt-fc-202', status(), words)).toBe('local control');
  });

  it.each(RUN_STATES.filter((run) => run !== 'link-lost'))('of a lost drive (%s) is what it was', (run) => {
    const report = stateReport('vlt-fc-202', status({ run, freshness: 'lost' }), {});
    expect([report.headline.startsWith('last '), report.isNow]).toEqual([true, false]);
  });

  it('says nothing of a drive whose link is lost, whatever its words hold', () => {
    const gone = status({ run: 'link-lost', freshness: 'lost', marks: MARKS.warning });
    const report = stateReport('vlt-fc-202', gone, { statusWord: 0 });
    expect(report).toMatchObject({ headline: 'link to the drive lost', isNow: false, facts: [] });
    expect(placeWords('vlt-fc-202', gone, { statusWord: 0 })).toBe('');
  });

  it('of one that was never heard is that and no more', () => {
    expect(stateReport('vlt-fc-202', undefined, {}).headline).toBe('never heard');
    expect(stateReport('vlt-fc-202', status({ freshness: 'never' }), {}).facts).toEqual([]);
  });
});
