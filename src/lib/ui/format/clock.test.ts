import { expect, it } from 'vitest';
import { formatClock } from './clock';

it.each([
  [0, '0:00'],
  [22_900, '0:22'],
  [282_000, '4:42'],
  [3_882_000, '1:04:42'],
  [86_400_000 * 3 + 14_400_000, '3 d 4:00'],
  [-5, '0:00'],
])('%s ms stand on a clock as %s', (ms, text) => expect(formatClock(ms)).toBe(text));
