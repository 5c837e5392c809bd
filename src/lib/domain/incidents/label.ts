import type { IncidentId } from '../ids';

/** An incident's number as people say it, such as `INC-0142`. */
export const incidentLabel = (id: IncidentId): string => `INC-${String(id).padStart(4, '0')}`;
