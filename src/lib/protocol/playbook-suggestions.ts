import { z } from 'zod';
import { alarmId, driveId, gatewayId, incidentId, playbookId, zoneId } from '../domain/ids';

/** A playbook that answers an alarm, an incident, or what is the matter with a gateway or drive. */
export const playbookSuggestion = z.object({
  playbook: playbookId,
  /** Type of event or definition of alarm that it answers; null when only the incident's rule speaks for it. */
  because: z.string().nullable(),
  /** What a run is begun with, but for its mode: the body of `POST /api/v1/playbooks/{id}/runs`. */
  start: z.object({
    incident: incidentId.optional(),
    alarm: alarmId.optional(),
    gateway: gatewayId.optional(),
    drives: z.array(driveId).max(500).optional(),
    zone: zoneId.optional(),
    variables: z.record(z.string(), z.string()),
  }),
});
export type PlaybookSuggestion = z.infer<typeof playbookSuggestion>;
