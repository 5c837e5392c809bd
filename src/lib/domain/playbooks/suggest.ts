import type { DriveId, GatewayId, PlaybookId } from '../ids';
import { SUGGESTION_TABLE, type Filling } from './suggestion-table';

type Facts = Readonly<Record<string, string | number>>;

/** One thing that was seen: a type of the catalogue or a definition of an alarm, and what it tells. */
export interface Sign {
  type: string;
  facts: Facts;
}

/** From where somebody reaches for a playbook: an alarm, an incident, a gateway or a drive. */
export interface Occasion {
  /** The newest first. */
  signs: readonly Sign[];
  /** Rule that opened the incident. */
  rule: string | null;
  gateway: GatewayId | null;
  /** The drive in question first. */
  drives: readonly DriveId[];
  /** A drive behind the gateway, which a run takes where its playbook wants one and none is in question. */
  behind?: DriveId | undefined;
}

export interface Suggestion {
  playbook: PlaybookId;
  /** The sign that it answers; null when only the incident's rule speaks for it. */
  because: string | null;
  variables: Record<string, string>;
}

/** Names under which sources of events tell one thing (src/lib/domain/security/types). */
const FACTS: Readonly<Record<Exclude<Filling, 'gateway' | 'drive'>, readonly string[]>> = {
  source: ['src', 'source', 'address', 'ip'],
  account: ['user', 'account'],
  device: ['mac', 'ip', 'cn', 'src'],
};

/**
 * Playbooks for an occasion, the best first: those that a sign calls for in the table's order, then those of
 * the incident's rule. A variable that the occasion does not tell is left out, for a person to fill.
 */
export function suggestPlaybooks(occasion: Occasion): Suggestion[] {
  const called = SUGGESTION_TABLE.flatMap((row) => {
    const sign = row.types.map((type) => occasion.signs.find((each) => each.type === type)).find(Boolean);
    return sign === undefined ? [] : [{ row, because: sign.type }];
  });
  const named = new Set(called.map(({ row }) => row.playbook));
  const byRule = SUGGESTION_TABLE.filter(
    ({ playbook, rules }) => occasion.rule !== null && rules.includes(occasion.rule) && !named.has(playbook),
  ).map((row) => ({ row, because: null }));
  return [...called, ...byRule].map(({ row, because }) => ({
    playbook: row.playbook,
    because,
    variables: filled(row.fills, occasion),
  }));
}

function filled(fills: Readonly<Record<string, Filling>>, occasion: Occasion): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, filling] of Object.entries(fills)) {
    const value = valueOf(filling, occasion);
    if (value !== undefined && value !== '') variables[name] = value;
  }
  return variables;
}

function valueOf(filling: Filling, { gateway, drives, behind, signs }: Occasion): string | undefined {
  if (filling === 'gateway') return gateway ?? undefined;
  if (filling === 'drive') return drives[0] ?? behind;
  for (const { facts } of signs) {
    for (const name of FACTS[filling]) if (facts[name] !== undefined) return String(facts[name]);
  }
  return undefined;
}
