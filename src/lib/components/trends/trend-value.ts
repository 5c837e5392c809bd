import { durationText } from '$lib/domain/posture/trends/sentences';
import type { TrendLineView } from '$lib/protocol/trends';
import { formatNumber } from '$lib/ui/format/number';

/** A value of a line as it is read; nothing counted is a dash, never nought. */
export function valueText(unit: TrendLineView['unit'], value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return unit === 'seconds' ? durationText(value) : formatNumber(value);
}
