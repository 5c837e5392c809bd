import { gatewayOperation, isTyped, type GatewayOperation } from '../../plant/gateway-operations';

/**
 * What an `x-zonewatch-gateway-command` asks a gateway for over its live session (D6), before it has an id.
 * `command` is the operation, `content` its fields as a JSON object in thin-edge's own words:
 *
 *   { "type": "x-zonewatch-gateway-command", "command": "firmware_update",
 *     "content": "{\"name\":\"gateway-os\",\"version\":\"__version__:value\"}" }
 *
 * It goes to the gateway that the step's target names, or the run's own; never to a device or service behind it.
 */
export interface GatewayRequest {
  operation: GatewayOperation;
  /** Fields of the operation; `status` is not among them. */
  fields: Readonly<Record<string, unknown>>;
}

/** The parts of a playbook's command that are read here. */
interface WrittenCommand {
  command?: string | undefined;
  content?: string | undefined;
}

const LONGEST_CONTENT = 12_000;

/** What a command of a playbook asks for, or what is wrong with it in plain words. Variables may stand in it still. */
export function readGatewayRequest({
  command,
  content,
}: WrittenCommand): GatewayRequest | { problem: string } {
  const operation = gatewayOperation.safeParse(command?.trim());
  if (!operation.success)
    return { problem: `A gateway can be asked for ${gatewayOperation.options.join(', ')}.` };
  const fields = readFields(content);
  if (fields === undefined) return { problem: 'The content is not a JSON object.' };
  if ('status' in fields)
    return { problem: 'The content must not hold a status: every command begins as init.' };
  if (isTyped(operation.data) && typeof fields['type'] !== 'string') {
    return { problem: `${operation.data} needs a type in its content.` };
  }
  return { operation: operation.data, fields };
}

function readFields(content: string | undefined): Record<string, unknown> | undefined {
  if (content === undefined || content.trim() === '') return {};
  if (content.length > LONGEST_CONTENT) return undefined;
  try {
    const value: unknown = JSON.parse(content);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
