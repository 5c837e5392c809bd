import type { ZoneId } from '../../domain/ids';
import type { Instant } from '../../domain/time';
import type { Bus } from '../bus';
import type { Tx } from '../storage/database';
import { insertPosturePoints, type PosturePointRow } from '../storage/posture-point-store';
import { appendStream, streamAppended } from '../storage/stream-store';
import type { JudgedZone } from './judged-zone';
import { pointRow } from './points';

/** Which levels of a zone were written down and told last. */
export class ToldLevels {
  readonly #told = new Map<ZoneId, string>();

  restore(points: readonly PosturePointRow[]): void {
    for (const point of points) this.#told.set(point.zone, textOf(point));
  }

  /** Zones whose levels are others than those that were told. */
  changedOf(zones: Iterable<JudgedZone>): JudgedZone[] {
    return [...zones].filter((judged) => this.#told.get(judged.zone.id) !== textOf(pointOf(judged)));
  }

  /** Writes levels down and into everybody's stream, and tells them after the commit. */
  async tell(tx: Tx, bus: Bus, changed: readonly JudgedZone[], at: Instant): Promise<void> {
    if (changed.length === 0) return;
    await insertPosturePoints(tx, changed.map(pointOf));
    let head = 0;
    for (const { zone, levels } of changed) {
      const body = { type: 'posture.changed', levels };
      head = await appendStream(tx, {
        type: body.type,
        zone: zone.id,
        site: zone.site,
        audience: 'everybody',
        body,
        at,
      });
    }
    tx.afterCommit(() => {
      for (const judged of changed) this.#told.set(judged.zone.id, textOf(pointOf(judged)));
      streamAppended(bus, head);
      bus.emit('posture.changed', { zones: changed.map(({ zone }) => zone.id), at });
    });
  }
}

const pointOf = ({ zone, at, levels }: JudgedZone): PosturePointRow => pointRow(zone.id, at, levels);

/** What a point says, without when: two of the same text are one. */
export const textOf = ({ levels, targets, refuted, unknown }: PosturePointRow): string =>
  [levels.join(''), targets.join(''), refuted, unknown].join(' ');
