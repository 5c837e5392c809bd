import { z } from 'zod';
import { gatewayId, runId } from '../domain/ids';
import { gatewayOperation } from '../domain/plant/gateway-operations';

const instant = z.number();

/** What a gateway may be asked to do (D6); nothing is listed that nobody permitted. */
export const gatewayPermissionView = z.object({
  operation: gatewayOperation,
  types: z.array(z.string()),
  allowedBy: z.string(),
  allowedAt: instant,
});
export type GatewayPermissionView = z.infer<typeof gatewayPermissionView>;

/** A command that a run sent, or was to send, to a gateway. */
export const gatewayCommandView = z.object({
  id: z.string(),
  operation: gatewayOperation,
  run: runId,
  askedAt: instant,
  deadline: instant,
  sentAt: instant.nullable(),
  outcome: z.enum(['successful', 'failed', 'timed-out', 'withdrawn', 'not-sent']).nullable(),
  endedAt: instant.nullable(),
  clearedAt: instant.nullable(),
});
export type GatewayCommandView = z.infer<typeof gatewayCommandView>;

export const gatewayCommandsView = z.object({
  gateway: gatewayId,
  permissions: z.array(gatewayPermissionView),
  /** The newest first. */
  commands: z.array(gatewayCommandView),
});
