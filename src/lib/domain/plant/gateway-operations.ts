import { z } from 'zod';

/** The only operations that may ever be asked of a gateway (D6). */
export const GATEWAY_OPERATIONS = [
  'firmware_update',
  'software_update',
  'config_update',
  'restart',
  'log_upload',
] as const;
export const gatewayOperation = z.enum(GATEWAY_OPERATIONS);
export type GatewayOperation = z.infer<typeof gatewayOperation>;

/** Operations that are permitted type by type: which configuration is changed, which log is sent. */
const TYPED: ReadonlySet<GatewayOperation> = new Set(['config_update', 'log_upload']);
export const isTyped = (operation: GatewayOperation): boolean => TYPED.has(operation);

/** What one gateway may be asked to do, each operation with the types it may be asked for; none by default. */
export type GatewayPermissions = ReadonlyMap<GatewayOperation, ReadonlySet<string>>;

export const NOTHING_PERMITTED: GatewayPermissions = new Map();

/** Whether a gateway may be asked for an operation, of that type where the operation has types. */
export function isPermitted(
  permissions: GatewayPermissions,
  operation: GatewayOperation,
  type: unknown,
): boolean {
  const types = permissions.get(operation);
  if (types === undefined) return false;
  return !isTyped(operation) || (typeof type === 'string' && types.has(type));
}
