import { describe, expect, it } from 'vitest';
import { anAction, cacaoId } from '../../../../../tests/support/cacao-playbooks';
import { A, byHand, end, made, ot, restart } from '../../../../../tests/support/run-steps';
import { RunWalk } from '../../../../../tests/support/run-walk';
import { END } from '../../../../../tests/support/cacao-playbooks';
import { driveId, gatewayId, siteId, zoneId } from '../../ids';
import type { AgentTarget, WorkflowStep } from '../cacao/model';
import type { Grounds } from './equipment';

const PUMPS = zoneId.parse('pumps');
const gateway = (id: string, zone: string) => ({
  id: gatewayId.parse(id),
  site: siteId.parse('aarhus'),
  zone: zoneId.parse(zone),
  name: id,
  model: undefined,
});
const PLANT: Grounds = {
  gateways: [gateway('gw-1', 'pumps'), gateway('gw-2', 'pumps'), gateway('gw-9', 'mill')],
  drives: [],
};
const TARGET = cacaoId('net-address', 1);
const to = (name: string, more: Partial<AgentTarget> = {}): AgentTarget => ({
  type: 'net-address',
  name: 'Gateway',
  address: { dname: [name] },
  ...more,
});

/** A run in zone pumps about gw-1, of one step with one target. */
function runOf(step: WorkflowStep, target?: AgentTarget) {
  const steps = {
    [A]: {
      ...step,
      ...(target && { targets: [TARGET] }),
      on_success: END,
      on_failure: end(2),
    } as WorkflowStep,
    [end(2)]: { type: 'end' as const },
  };
  const playbook = made(steps, target && { target_definitions: { [TARGET]: target } });
  return new RunWalk(playbook, [], { zone: PUMPS, gateway: gatewayId.parse('gw-1') }, PLANT);
}

describe('a step acts upon', () => {
  it('what its target names, and the gateway of the run where it has none', () => {
    expect(runOf(restart({}), to('gw-2')).step(A).rendered?.gateways).toEqual(['gw-2']);
    expect(runOf(restart({})).step(A).rendered?.gateways).toEqual(['gw-1']);
  });

  it('nothing at all when its target is not in the plant', () => {
    const step = runOf(restart({}), to('GW-99')).step(A);
    expect(step).toMatchObject({ status: 'failed', problem: 'GW-99 is not in the plant.', approval: null });
  });

  it('nothing that stands in another zone than the run', () => {
    expect(runOf(restart({}), to('gw-9')).step(A)).toMatchObject({
      status: 'failed',
      problem: 'gw-9 stands in zone mill, and this run acts in pumps alone.',
    });
  });

  it('the gateway of the run where a request goes to a host of its own', () => {
    const call = anAction({
      commands: [{ type: 'http-api', command: 'POST /block HTTP/1.1' }],
      step_extensions: ot('reversible'),
    });
    const host: AgentTarget = {
      type: 'http-api',
      name: 'Firewall',
      address: { dname: ['fw.example'] },
      port: '8443',
    };
    const { rendered } = runOf(call, host).step(A);
    expect(rendered).toMatchObject({ gateways: ['gw-1'], targets: ['Firewall (fw.example, port 8443)'] });
  });

  it('nothing when it cuts a path and names nothing that is known', () => {
    const cut = { ...byHand({}), step_extensions: ot('disruptive', { isolates: true }) } as WorkflowStep;
    expect(runOf(cut, to('switch-7')).step(A).problem).toBe('switch-7 is not in the plant.');
    const person: AgentTarget = { type: 'ssh', name: 'Switch', address: { dname: ['switch-7'] } };
    expect(runOf(cut, person).step(A).problem).toContain('to which gateway');
  });
});

describe('whoever approves', () => {
  it('is shown the address that was filled in, and not only the name that somebody gave it', () => {
    expect(runOf(restart({}), to('gw-2')).step(A).rendered?.targets).toEqual(['Gateway (gw-2)']);
  });

  it('approves the gateways that it turned out to be', () => {
    const bound = (name: string) => runOf(restart({}), to('x', { name })).step(A).rendered?.bindsTo;
    expect(bound('gw-1')).not.toBe(bound('gw-2'));
    const [one, other] = [runOf(restart({})), runOf(restart({}))];
    const elsewhere = new RunWalk(
      made({ [A]: restart({ on_success: END, on_failure: end(2) }), [end(2)]: { type: 'end' } }),
      [],
      { zone: PUMPS, gateway: gatewayId.parse('gw-2') },
      PLANT,
    );
    expect(one.step(A).rendered?.bindsTo).toBe(other.step(A).rendered?.bindsTo);
    expect(elsewhere.step(A).rendered?.bindsTo).not.toBe(one.step(A).rendered?.bindsTo);
  });

  it('is asked for nothing that cannot be shown whole', () => {
    const long = {
      type: 'x-zonewatch-gateway-command',
      command: 'restart',
      content: `{"a":"${'x'.repeat(4_000)}"}`,
    };
    const step = runOf({ ...restart({}), commands: [long] } as WorkflowStep).step(A);
    expect(step).toMatchObject({ status: 'failed', approval: null });
    expect(step.problem).toContain('longer than can be shown');
  });
});

it('a drive is known by its gateway', () => {
  const drives = [
    { id: driveId.parse('mill-1'), gateway: gatewayId.parse('gw-9') },
  ] as unknown as Grounds['drives'];
  const walk = new RunWalk(
    made(
      {
        [A]: restart({ on_success: END, on_failure: end(2), targets: [TARGET] } as object),
        [end(2)]: { type: 'end' },
      },
      { target_definitions: { [TARGET]: to('mill-1') } },
    ),
    [],
    { zone: PUMPS, gateway: gatewayId.parse('gw-1') },
    { ...PLANT, drives },
  );
  expect(walk.step(A).problem).toContain('gw-9 stands in zone mill');
});
