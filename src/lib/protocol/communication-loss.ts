import { z } from 'zod';
import { driveId, gatewayId } from '../domain/ids';
import { REACTIONS } from '../domain/playbooks/communication-loss';

const instant = z.number();

/** What a drive will do once its control word stops. */
export const driveReactionView = z.object({
  drive: driveId,
  name: z.string(),
  reaction: z.enum(REACTIONS),
  /** Seconds without control word until it happens; null when nothing happens or nobody knows. */
  afterSeconds: z.number().nullable(),
  source: z.enum(['drive', 'plant-file', 'none']),
  readAt: instant.nullable(),
  /** The drive says one thing and the plant file another. */
  disagrees: z.boolean(),
  running: z.boolean().nullable(),
  local: z.boolean().nullable(),
  text: z.string(),
});

/** What cutting the path to a gateway is predicted to do. */
export const communicationLossView = z.object({
  gateway: gatewayId,
  at: instant,
  drives: z.array(driveReactionView),
  /** Drives that whoever consents has to name one by one. */
  mustBeNamed: z.array(driveId),
  /** Drives behind the gateway in zones that the reader may not see. */
  outOfSight: z.number().int().nonnegative(),
});
export type CommunicationLossView = z.infer<typeof communicationLossView>;

/** What a step that waits for consent cuts: every gateway that it acts upon, as consent is bound to them. */
export const stepLossView = z.object({
  /** Number of the step within its run. */
  step: z.number().int().positive(),
  bindsTo: z.string(),
  /** Whether whoever consents has to name drives one by one. */
  mustName: z.boolean(),
  /** Empty for a step that cuts nothing. */
  losses: z.array(communicationLossView),
});
export type StepLossView = z.infer<typeof stepLossView>;
