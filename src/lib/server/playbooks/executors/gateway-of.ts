import type { GatewayId } from '../../../domain/ids';
import type { StepWork } from '../executor';

/** The one gateway that a command is for, of those that the step acts upon. Plain words when that is not clear. */
export function gatewayOf({
  targets,
  gateways,
}: Pick<StepWork, 'targets' | 'gateways'>): GatewayId | { problem: string } {
  if (targets.some(({ gateway, drive }) => drive !== null && gateway === null)) {
    return { problem: 'A drive is its target. Commands go to gateways alone.' };
  }
  const [only, ...more] = gateways;
  if (more.length > 0) return { problem: 'It has several gateways as targets; a command goes to one.' };
  return only ?? { problem: 'Neither the step nor the run names a gateway of the plant.' };
}

/** Why a run of this mode may not act on what the step acts on; undefined when it may. */
export function whyNotInMode({ run, simulated }: Pick<StepWork, 'run' | 'simulated'>): string | undefined {
  if (run.mode === 'dry-run') return 'A dry run has no effect.';
  if (run.mode === 'drill' && !simulated)
    return 'A drill acts on simulated equipment alone, and this is real.';
  return undefined;
}
