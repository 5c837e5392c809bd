import { describe, expect, it } from 'vitest';
import { recallTopic } from './recall-topic';
import { parseTopic } from './topic';

describe('a topic that comes again', () => {
  it.each([
    'te/device/pump-01///m/drive',
    'te/device/pump-01//',
    'te/errors',
    'other',
    'te//x',
    'te/device/\u0000',
  ])('means what it meant: %j', (topic) => {
    expect(recallTopic(topic)).toEqual(parseTopic(topic));
    expect(recallTopic(topic)).toEqual(parseTopic(topic));
  });

  it('is not taken apart anew', () => {
    expect(recallTopic('te/device/pump-02///m/drive')).toBe(recallTopic('te/device/pump-02///m/drive'));
  });

  it('is forgotten before a gateway that invents names can fill the memory', () => {
    const first = recallTopic('te/device/first///m/drive');
    for (let i = 0; i < 65_536; i += 1) recallTopic(`te/device/invented-${i}///m/drive`);
    expect(recallTopic('te/device/first///m/drive')).not.toBe(first);
    expect(recallTopic('te/device/first///m/drive')).toEqual(first);
  });
});
