import canonicalize from 'canonicalize';
import type { GatewayId } from '../../ids';
import type { ActionStep, AgentTarget, Command, Playbook } from '../cacao/model';
import { renderCommand, renderParty } from './render';
import type { Rendered } from './state';
import type { Values } from './values';

/** A step with everything filled in, as executors get it. */
export interface FilledStep {
  commands: Command[];
  agent: AgentTarget;
  targets: { id: string; definition: AgentTarget }[];
}

const NOBODY: AgentTarget = { type: 'individual', name: 'Whoever is on shift' };

/** Fills variables into a step; a text says what is wrong. */
export function fillStep(
  playbook: Pick<Playbook, 'agent_definitions' | 'target_definitions'>,
  step: ActionStep,
  values: Values,
): FilledStep | string {
  const faults: string[] = [];
  const agent = playbook.agent_definitions?.[step.agent] ?? NOBODY;
  try {
    const filled: FilledStep = {
      commands: step.commands.map((command) => renderCommand(command, values, faults)),
      agent: renderParty(agent, values, faults),
      targets: (step.targets ?? []).flatMap((id) => {
        const definition = playbook.target_definitions?.[id] ?? playbook.agent_definitions?.[id];
        return definition === undefined ? [] : [{ id, definition: renderParty(definition, values, faults) }];
      }),
    };
    return faults.length === 0 ? filled : [...new Set(faults)].join('; ');
  } catch {
    return 'what is encoded in base64 cannot be read';
  }
}

/** Longest text of a command that is kept with the step. */
const LONGEST = 4_000;

/**
 * What is approved, executed and recorded of a step. The hash is over the version of the playbook, the step's
 * key, commands, agent and targets as filled in, and the gateways that these turn out to be: whoever approves,
 * approves this and nothing else.
 */
export function rendered(
  of: { sha256: string; step: string },
  filled: FilledStep,
  gateways: readonly GatewayId[],
  hash: (text: string) => string,
): Rendered {
  return {
    commands: filled.commands.map((command) => ({ type: command.type, text: textOf(command) })),
    targets: [...filled.targets.map(({ definition }) => definition), ...callee(filled)].map(partyText),
    gateways,
    bindsTo: hash(canonicalize({ ...of, ...filled, gateways }) ?? ''),
  };
}

/** The agent where requests go to it, because no target says where. */
function callee({ commands, agent, targets }: FilledStep): AgentTarget[] {
  const isCalled =
    agent.type === 'http-api' && commands.some(({ type }) => type === 'http-api' || type === 'openc2-http');
  return isCalled && !targets.some(({ definition }) => definition.type === 'http-api') ? [agent] : [];
}

/** An agent or target as a person reads it: its name, and every address and port that it really has. */
export function partyText({ name, address = {}, port }: AgentTarget): string {
  const addresses = [...new Set(Object.values(address).flat().map(String))].filter((one) => one !== name);
  const where = [...addresses, port === undefined ? '' : `port ${port}`].filter(Boolean).join(', ');
  return where === '' ? name : `${name} (${where})`;
}

/** Whether all of a command can be read where consent to it is asked. */
export const isShownWhole = (command: Command): boolean => wholeText(command).length <= LONGEST;

/** A command as a person reads it: its line, its headers and what it sends, as far as it is kept. */
export function textOf(command: Command): string {
  const text = wholeText(command);
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1).toWellFormed()}…` : text;
}

function wholeText(command: Command): string {
  const line = command.command ?? decoded(command.command_b64);
  const headers = Object.entries(command.headers ?? {}).flatMap(([name, lines]) =>
    lines.map((value) => `${name}: ${value}`),
  );
  const content = command.content ?? decoded(command.content_b64);
  return [[line, ...headers].filter(Boolean).join('\n'), content].filter(Boolean).join('\n\n');
}

function decoded(base64: string | undefined): string {
  if (base64 === undefined) return '';
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
  } catch {
    return base64;
  }
}
