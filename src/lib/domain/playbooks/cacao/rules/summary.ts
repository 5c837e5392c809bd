import { pointer, type Finding } from '../finding';
import type { Playbook, ProcessingSummary } from '../model';
import { commandsOf, error, stepsOf, warning } from './facts';

/**
 * L9: the summary of what processing takes is true, and what steps use stands at the playbook too. Signatures are
 * left out of it: to sign a playbook makes no new version of it.
 */
export function lintSummary(playbook: Playbook): Finding[] {
  return [...lintFlags(playbook), ...lintMirrors(playbook)];
}

function lintFlags(playbook: Playbook): Finding[] {
  const said = playbook.playbook_processing_summary;
  if (said === undefined) return [];
  return Object.entries(flagsOf(playbook)).flatMap(([name, isTrue]) => {
    const is = said[name as keyof ProcessingSummary] ?? false;
    if (is === isTrue) return [];
    const path = pointer('playbook_processing_summary', name);
    // To claim that nobody but software is needed, or the other way round, may lead to a wrong choice in a hurry.
    const found = is ? 'Is said of this playbook, and is not so.' : 'Is so in this playbook; say it.';
    return [is ? error('L9', path, found) : warning('L9', path, found)];
  });
}

function flagsOf(playbook: Playbook): ProcessingSummary {
  const steps = Object.values(playbook.workflow);
  const commands = commandsOf(playbook);
  const has = (type: string): boolean => steps.some((step) => step.type === type);
  return {
    manual_playbook: commands.length > 0 && commands.every(({ command }) => command.type === 'manual'),
    external_playbooks: has('playbook-action'),
    parallel_processing: has('parallel'),
    if_logic: has('if-condition'),
    while_logic: has('while-condition'),
    switch_logic: has('switch-condition'),
    temporal_logic: steps.some(({ delay, timeout }) => delay !== undefined || timeout !== undefined),
    data_markings: (playbook.markings ?? []).length > 0,
    extensions:
      playbook.playbook_extensions !== undefined ||
      steps.some(({ step_extensions: extensions }) => extensions !== undefined),
  };
}

function lintMirrors(playbook: Playbook): Finding[] {
  const activities = new Set(playbook.playbook_activities ?? []);
  const used = new Set<string>();
  const findings: Finding[] = [];
  for (const { command, path } of commandsOf(playbook)) {
    const { playbook_activity: activity } = command;
    if (activity === undefined) continue;
    used.add(activity);
    if (!activities.has(activity)) {
      findings.push(
        warning('L9', `${path}/playbook_activity`, `Name ${activity} in playbook_activities too.`),
      );
    }
  }
  for (const [i, activity] of (playbook.playbook_activities ?? []).entries()) {
    if (!used.has(activity)) {
      findings.push(warning('L9', pointer('playbook_activities', i), 'No command of any step does this.'));
    }
  }
  const sectors = new Set(playbook.industry_sectors ?? []);
  for (const name of ['agent_definitions', 'target_definitions'] as const) {
    for (const [key, { sector }] of Object.entries(playbook[name] ?? {})) {
      if (sector !== undefined && !sectors.has(sector)) {
        findings.push(warning('L9', pointer(name, key, 'sector'), `Name ${sector} in industry_sectors too.`));
      }
    }
  }
  const references = new Set((playbook.external_references ?? []).map(({ name }) => name));
  for (const [key, { external_references: own }] of stepsOf(playbook)) {
    for (const [i, { name }] of (own ?? []).entries()) {
      if (!references.has(name)) {
        findings.push(
          warning(
            'L9',
            pointer('workflow', key, 'external_references', i),
            'Name it in external_references too.',
          ),
        );
      }
    }
  }
  return findings;
}
