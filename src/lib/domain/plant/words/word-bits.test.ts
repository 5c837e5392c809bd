import { describe, expect, it } from 'vitest';
import { statusBits, wordBits, wordHex } from './word-bits';

const texts = (bits: readonly { text: string }[]) => bits.map((bit) => bit.text);

describe('bits of a word', () => {
  it('of a running VLT read as its guide says', () => {
    expect(statusBits('vlt-fc-202', 0x0f07).filter((bit) => bit.set)).toEqual(
      [
        [0, 'control ready'],
        [1, 'drive ready'],
        [2, 'enabled'],
        [8, 'speed at reference'],
        [9, 'bus control'],
        [10, 'within frequency limit'],
        [11, 'in operation'],
      ].map(([bit, text]) => ({ bit, text, set: true, confidence: 'high' })),
    );
  });

  it('say what a cleared bit means where it means something', () => {
    expect(texts(statusBits('vlt-fc-202', 0))).toContain('local (Off or Hand): bus cannot control');
    expect(texts(statusBits('vacon-nx', 0))).toContain('undervoltage fast stop active');
  });

  it('of an alarm word name only what is set, bit 31 included', () => {
    const word = 2 ** 31 + 2 ** 10;
    expect(texts(wordBits('vlt-fc-302', 'alarm_word', word))).toEqual([
      'DC undervoltage (A8)',
      'mechanical brake low (A63)',
    ]);
  });

  it('leave the disputed alarm bits disputed', () => {
    for (const word of [1 << 5, 1 << 6]) {
      const [bit] = wordBits('vlt-fc-302', 'alarm_word', word);
      expect(bit?.text).toContain('disagree');
      expect(bit?.confidence).toBe('low');
    }
  });

  it('use the same places in the warning word', () => {
    expect(texts(wordBits('vlt-fc-102', 'warning_word', 1 << 8))).toEqual(['motor thermal model, ETR (A10)']);
  });

  it('read the control place of a VACON NX', () => {
    expect(texts(wordBits('vacon-nx', 'general_status_word', 1 << 14))).toEqual([
      'controlled by the panel: local',
    ]);
  });

  it('of iC2 are of low certainty, since the layout is borrowed', () => {
    expect(new Set(statusBits('ic2', 0x0f07).map((bit) => bit.confidence))).toEqual(new Set(['low']));
  });

  it('of a family without a layout are none', () => {
    expect(statusBits('unknown', 0x0f07)).toEqual([]);
    expect(wordBits('ic7', 'alarm_word', 1)).toEqual([]);
  });

  it('leave a word readable as hexadecimal', () => {
    expect([wordHex(0x0f07), wordHex(0), wordHex(2 ** 31)]).toEqual(['0x0F07', '0x0000', '0x80000000']);
  });
});
