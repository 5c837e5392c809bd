import { EVENT_TYPES } from '../../../src/lib/domain/security/catalogue';
import type { EventType } from '../../../src/lib/domain/security/event-type';

/** As thin-edge writes a type in a topic. */
const spoken = ({ id }: EventType): string => id.replaceAll('.', '_');

/** Types of which a gateway's word alone raises an alarm that stays until it ends. */
const standing = Object.values(EVENT_TYPES).filter(
  ({ response, kind, judgedBy }) => response === 'act' && kind === 'state' && judgedBy === 'report',
);

/** All of them that one person acknowledges in bulk: the highest priority is left out. */
export const STANDING: readonly string[] = standing.filter(({ priority }) => priority !== 1).map(spoken);

/** One of the highest priority. */
export const CRITICAL: string = standing.filter(({ priority }) => priority === 1).map(spoken)[0] ?? '';
