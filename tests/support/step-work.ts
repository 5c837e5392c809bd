import { personId, runId } from '../../src/lib/domain/ids';
import type { Command } from '../../src/lib/domain/playbooks/cacao/model';
import type { RunFacts, StepWork } from '../../src/lib/server/playbooks/executor';

/** A step's command to be carried out, in a run of a responder that belongs to nothing. */
export function stepWork(
  command: Command,
  given: Partial<Omit<StepWork, 'run'>> & { run?: Partial<RunFacts> } = {},
): StepWork {
  const { run, ...rest } = given;
  return {
    runStep: 1,
    index: 0,
    command,
    agent: { type: 'organization', name: 'Zonewatch' },
    targets: [],
    gateways: run?.gateway ? [run.gateway] : [],
    effect: 'read-only',
    idempotencyKey: 'run-7-step-1',
    deadline: Number.MAX_SAFE_INTEGER,
    signal: new AbortController().signal,
    simulated: true,
    ...rest,
    run: {
      id: runId.parse(7),
      mode: 'run',
      timeScale: 1,
      gateway: null,
      drives: [],
      site: null,
      zone: null,
      incident: null,
      requestedBy: personId.parse('responder'),
      ...run,
    },
  };
}
