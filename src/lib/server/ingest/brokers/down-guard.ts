/** The only operations that may ever be asked of a gateway (D6). */
export const DOWN_OPERATIONS = [
  'firmware_update',
  'software_update',
  'config_update',
  'restart',
  'log_upload',
] as const;
type DownOperation = (typeof DOWN_OPERATIONS)[number];

export type DownRefusal =
  'not-the-main-device' | 'operation-not-allowed' | 'bad-command-id' | 'bad-payload' | 'type-not-allowed';

/** thin-edge's own command document; everything beyond `status` and `type` is the operation's. */
const LARGEST_COMMAND = 16_384;
const MAIN_DEVICE = 'te/device/main//';
const COMMAND_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}$/;

/**
 * Says why a message may not go to a gateway, or undefined when it may: a command with an id, from the
 * allow-list, to the gateway itself and never to a child or service, because drives are child devices
 * there. A command starts as `init`; an empty payload clears it. `configTypes` are the configuration types
 * that this gateway may be asked to change.
 */
export function whyNotDown(
  topic: string,
  payload: Buffer,
  configTypes: ReadonlySet<string>,
): DownRefusal | undefined {
  if (!topic.startsWith(`${MAIN_DEVICE}/cmd/`)) return 'not-the-main-device';
  const [operation, id, ...more] = topic.slice(`${MAIN_DEVICE}/cmd/`.length).split('/');
  if (!isDownOperation(operation)) return 'operation-not-allowed';
  if (id === undefined || more.length > 0 || !COMMAND_ID.test(id)) return 'bad-command-id';
  if (payload.length === 0) return undefined;
  const command = readCommand(payload);
  if (command === undefined) return 'bad-payload';
  if (operation !== 'config_update') return undefined;
  return typeof command.type === 'string' && configTypes.has(command.type) ? undefined : 'type-not-allowed';
}

const isDownOperation = (text: string | undefined): text is DownOperation =>
  DOWN_OPERATIONS.some((operation) => operation === text);

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
