import type { RunId } from '../ids';

/** A run's number as people say it, such as `RUN-0007`. */
export const runLabel = (id: RunId): string => `RUN-${String(id).padStart(4, '0')}`;
