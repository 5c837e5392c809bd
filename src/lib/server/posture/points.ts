import { FRS } from '../../domain/posture/fr';
import type { PosturePointView } from '../../protocol/posture';
import type { PosturePointRow } from '../storage/posture-point-store';

/** A stored point as it is shown: fourteen numbers and seven targets become seven intervals. */
export const presentPoint = ({
  at,
  levels,
  targets,
  refuted,
  unknown,
}: PosturePointRow): PosturePointView => ({
  at,
  levels: FRS.map((fr, i) => ({
    fr,
    target: targets[i] ?? 0,
    confirmed: levels[2 * i] ?? 0,
    possible: levels[2 * i + 1] ?? 4,
  })),
  refuted,
  unknown,
});
