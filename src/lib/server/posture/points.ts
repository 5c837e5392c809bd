import type { ZoneId } from '../../domain/ids';
import { FRS } from '../../domain/posture/fr';
import type { PostureSummary } from '../../domain/posture/summary';
import type { Instant } from '../../domain/time';
import type { PosturePointView } from '../../protocol/posture';
import type { PosturePointRow } from '../storage/posture-point-store';

/** What of a judgement is kept. */
interface Figures extends Pick<PostureSummary, 'refuted' | 'unknown'> {
  levels: readonly { target: number; confirmed: number; possible: number }[];
}

/** How a zone stood from a moment on, as it is stored: two numbers for each FR. */
export const pointRow = (
  zone: ZoneId,
  at: Instant,
  { levels, refuted, unknown }: Figures,
): PosturePointRow => ({
  zone,
  at,
  levels: levels.flatMap(({ confirmed, possible }) => [confirmed, possible]),
  targets: levels.map(({ target }) => target),
  refuted,
  unknown,
});

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
