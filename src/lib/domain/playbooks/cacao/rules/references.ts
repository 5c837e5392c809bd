import { pointer, type Finding } from '../finding';
import type { AgentTarget, Extensions, Identifier, Playbook } from '../model';
import { error, inStep, stepsOf } from './facts';

/** L6: agents, targets, authentication, extensions and markings that are named are defined. */
export function lintReferences(playbook: Playbook): Finding[] {
  const {
    agent_definitions: agents,
    target_definitions: targets,
    authentication_info_definitions: authentication,
    extension_definitions: extensions,
    data_marking_definitions: markings,
  } = playbook;

  const unknown = (what: string, where: Record<string, unknown> | undefined, id: Identifier, path: string) =>
    where !== undefined && Object.hasOwn(where, id)
      ? []
      : [error('L6', path, `No ${what} of this id is defined.`)];
  const extended = (of: Extensions | undefined, path: string): Finding[] =>
    Object.keys(of ?? {}).flatMap((id) => unknown('extension', extensions, id, `${path}${pointer(id)}`));
  const reached = (of: Record<string, AgentTarget> | undefined, name: string): Finding[] =>
    Object.entries(of ?? {}).flatMap(([key, { authentication_info: id, agent_target_extensions }]) => {
      const path = pointer(name, key);
      return [
        ...(id === undefined
          ? []
          : unknown('authentication', authentication, id, `${path}/authentication_info`)),
        ...extended(agent_target_extensions, `${path}/agent_target_extensions`),
      ];
    });

  return [
    ...stepsOf(playbook).flatMap(([key, step]) => [
      ...(step.type === 'action'
        ? [
            ...unknown('agent', agents, step.agent, inStep(key, 'agent')),
            ...(step.targets ?? []).flatMap((id, i) =>
              unknown('target', targets, id, inStep(key, 'targets', i)),
            ),
          ]
        : []),
      ...extended(step.step_extensions, inStep(key, 'step_extensions')),
    ]),
    ...reached(agents, 'agent_definitions'),
    ...reached(targets, 'target_definitions'),
    ...Object.entries(authentication ?? {}).flatMap(([key, { authentication_info_extensions }]) =>
      extended(
        authentication_info_extensions,
        pointer('authentication_info_definitions', key, 'authentication_info_extensions'),
      ),
    ),
    ...Object.entries(markings ?? {}).flatMap(([key, { marking_extensions }]) =>
      extended(marking_extensions, pointer('data_marking_definitions', key, 'marking_extensions')),
    ),
    ...extended(playbook.playbook_extensions, '/playbook_extensions'),
    ...(playbook.markings ?? []).flatMap((id, i) => unknown('marking', markings, id, pointer('markings', i))),
  ];
}
