import type { GatewayId, PersonId, RunId } from '../../src/lib/domain/ids';
import { GATEWAY_OPERATIONS, type GatewayPermissions } from '../../src/lib/domain/plant/gateway-operations';
import { CERTIFICATE_COMMAND, GATEWAY_COMMAND } from '../../src/lib/domain/playbooks/commands/command-types';
import { MINUTE_MS } from '../../src/lib/domain/time';
import type { StepWork } from '../../src/lib/server/playbooks/executor';

/** Everything that the simulated gateway offers. */
export const EVERYTHING: GatewayPermissions = new Map(
  GATEWAY_OPERATIONS.map((operation) => [
    operation,
    new Set(['tedge.toml', 'certificate-request', 'certificate', 'journal', 'software-management']),
  ]),
);

let steps = 0;

/** A step of a run that asks a gateway for something. */
export function gatewayStep(
  gateway: GatewayId | null,
  command: string,
  content: object | undefined,
  more: Partial<StepWork> & { mode?: StepWork['run']['mode'] } = {},
): StepWork {
  const { mode = 'run', ...rest } = more;
  steps += 1;
  return {
    run: {
      id: 7 as RunId,
      mode,
      timeScale: 1,
      gateway,
      drives: [],
      site: null,
      zone: null,
      incident: null,
      requestedBy: 'rita' as PersonId,
    },
    runStep: steps,
    index: 0,
    command: {
      type: GATEWAY_COMMAND,
      command,
      ...(content === undefined ? {} : { content: JSON.stringify(content) }),
    },
    agent: { type: 'security-category', name: 'Zonewatch' },
    targets: [],
    gateways: gateway === null ? [] : [gateway],
    effect: 'disruptive',
    idempotencyKey: `run-7-step-${steps}`,
    deadline: Date.now() + MINUTE_MS,
    signal: new AbortController().signal,
    simulated: true,
    ...rest,
  };
}

export const certificateStep = (gateway: GatewayId, act: string): StepWork => ({
  ...gatewayStep(gateway, act, undefined),
  command: { type: CERTIFICATE_COMMAND, command: act },
});
