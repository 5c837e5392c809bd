import { MAIN_DEVICE } from '../../../domain/plant/entity';
import {
  gatewayOperation,
  isPermitted,
  type GatewayPermissions,
} from '../../../domain/plant/gateway-operations';

export type DownRefusal =
  | 'not-the-main-device'
  | 'operation-not-allowed'
  | 'bad-command-id'
  | 'bad-payload'
  /** Nobody has permitted this operation, or this type of it, for this gateway. */
  | 'not-permitted';

/** thin-edge's own command document; everything beyond `status` and `type` is the operation's. */
const LARGEST_COMMAND = 16_384;
const COMMANDS = `te/${MAIN_DEVICE}/cmd/`;
const COMMAND_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

/**
 * Says why a message may not go to a gateway, or undefined when it may: a command with an id, from the
 * allow-list, to the gateway itself and never to a child or service, because drives are child devices
 * there. A command starts as `init`, and must be permitted for this gateway; an empty payload clears one, which
 * always may be.
 */
export function whyNotDown(
  topic: string,
  payload: Buffer,
  permissions: GatewayPermissions,
): DownRefusal | undefined {
  if (!topic.startsWith(COMMANDS)) return 'not-the-main-device';
  const [name, id, ...more] = topic.slice(COMMANDS.length).split('/');
  const operation = gatewayOperation.safeParse(name);
  if (!operation.success) return 'operation-not-allowed';
  if (id === undefined || more.length > 0 || !COMMAND_ID.test(id)) return 'bad-command-id';
  if (payload.length === 0) return undefined;
  const command = readCommand(payload);
  if (command === undefined) return 'bad-payload';
  return isPermitted(permissions, operation.data, command.type) ? undefined : 'not-permitted';
}

function readCommand(payload: Buffer): { status: 'init'; type?: unknown } | undefined {
  if (payload.length > LARGEST_COMMAND) return undefined;
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'));
    return isNewCommand(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isNewCommand = (value: unknown): value is { status: 'init'; type?: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  'status' in value &&
  value.status === 'init';
