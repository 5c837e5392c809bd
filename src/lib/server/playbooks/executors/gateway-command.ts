import { isPermitted, isTyped } from '../../../domain/plant/gateway-operations';
import { MAIN_DEVICE } from '../../../domain/plant/entity';
import { GATEWAY_COMMAND } from '../../../domain/playbooks/commands/command-types';
import { readGatewayRequest, type GatewayRequest } from '../../../domain/playbooks/commands/gateway-command';
import type { GatewayId } from '../../../domain/ids';
import type { Database } from '../../storage/database';
import { readState } from '../../storage/entity-state-store';
import type { Executor, StepOutcome, StepWork } from '../executor';
import type { CommandDesk } from '../gateways/command-desk';
import { isConnected, LINK_WORDS, type GatewayLine } from '../gateways/gateway-line';
import { gatewayOf, whyNotInMode } from './gateway-of';

/** Asks a gateway for a change of itself, and waits for what it says of it (D6). */
export class GatewayCommandExecutor implements Executor {
  readonly type = GATEWAY_COMMAND;

  constructor(
    private readonly parts: {
      desk: Pick<CommandDesk, 'ask' | 'find'>;
      line: Pick<GatewayLine, 'linkOf' | 'permissionsOf'>;
      database: Pick<Database, 'read'>;
    },
  ) {}

  async execute(work: StepWork): Promise<StepOutcome> {
    try {
      const read = readWork(work);
      if ('problem' in read) return failed(read.problem);
      const why = whyNotInMode(work) ?? (await this.#whyNot(read));
      if (why !== undefined) return failed(`${why} Nothing was sent.`);
      return await this.parts.desk.ask({ ...work, ...read });
    } catch (error) {
      return { kind: 'unknown', text: `Whether the gateway was asked is not known: ${words(error)}` };
    }
  }

  /** Waits until the gateway is back and has said what it knows, at the longest until the deadline. */
  async probe(work: StepWork): Promise<StepOutcome | undefined> {
    const gateway = gatewayOf(work);
    if (typeof gateway === 'object') return failed(gateway.problem);
    return this.parts.desk.find({ ...work, gateway }).catch(() => undefined);
  }

  async preview(work: StepWork): Promise<string> {
    const read = readWork(work);
    if ('problem' in read) return read.problem;
    const { gateway, request } = read;
    const fields = JSON.stringify(request.fields);
    const why = await this.#whyNot(read).catch((error: unknown) => words(error));
    const link = LINK_WORDS[this.parts.line.linkOf(gateway)];
    const what = `Asks gateway ${gateway}, which ${link}, for ${request.operation}${fields === '{}' ? '' : ` ${fields}`}.`;
    return why === undefined ? what : `${what} It would be refused: ${why}`;
  }

  /** What stands against asking now, in words; the endpoint holds every command against the permissions again. */
  async #whyNot({
    gateway,
    request,
  }: {
    gateway: GatewayId;
    request: GatewayRequest;
  }): Promise<string | undefined> {
    const { line, database } = this.parts;
    const { operation, fields } = request;
    const { type } = fields;
    const named = isTyped(operation) ? `${operation} of ${String(type)}` : operation;
    if (!isPermitted(line.permissionsOf(gateway), operation, type)) {
      return `${gateway} is not permitted to be asked for ${named}; an administrator can permit it.`;
    }
    const link = line.linkOf(gateway);
    if (!isConnected(link)) return `${gateway} ${LINK_WORDS[link]}.`;
    const name = { gateway, topicId: MAIN_DEVICE, channel: 'capability', name: operation } as const;
    const capability = await database.read((tx) => readState(tx, name));
    if (capability === undefined || capability.clearedAt !== null)
      return `${gateway} does not offer ${operation}.`;
    if (isTyped(operation) && !offers(capability.body, type)) return `${gateway} does not offer ${named}.`;
    return undefined;
  }
}

function readWork(work: StepWork): { gateway: GatewayId; request: GatewayRequest } | { problem: string } {
  const request = readGatewayRequest(work.command);
  if ('problem' in request) return request;
  const gateway = gatewayOf(work);
  return typeof gateway === 'object' ? gateway : { gateway, request };
}

/** A gateway that lists no types has not said which it takes. */
function offers(body: unknown, type: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('types' in body) || !Array.isArray(body.types))
    return true;
  return body.types.includes(type);
}

const failed = (text: string): StepOutcome => ({ kind: 'failed', text });
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));
