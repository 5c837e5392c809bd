/**
 * CACAO Security Playbooks 2.0: read, checked, linted, compared and signed.
 *
 * This folder stands on its own: it imports nothing but its own files, `ajv` and `canonicalize`, uses no clock,
 * no input or output and nothing of Node, and so could be published as a package.
 *
 * - `readPlaybook(json)` or `parsePlaybook(text)` (here): limits, then the shape by schemas written for this
 *   module (`schema/`, JSON Schema 2019-09). The schemas that the standard's committee publishes cannot be used:
 *   they name one draft and use the words of another, and validate either too much or nothing.
 * - `lintPlaybook(playbook, options)` (`lint.ts`): rules L1 to L16, which no schema can state: that pointers
 *   lead somewhere, branches end, loops are bounded, names are declared, effects are said.
 * - `executability(playbook, options)` (`lint.ts`): whether an executor that obeys the standard may run it.
 * - `otExecution(step)` (`ot-execution.ts`): the extension `x-ot-execution`: effect, attempts, loop caps, consent.
 * - `comparePlaybooks(a, b)` (`compare.ts`): what one version changed.
 * - `canonicalPlaybook(playbook)`, `signingText`, `verifySignature` (`signature.ts`): what is hashed and signed;
 *   hashing and the signature algorithm itself are handed in.
 *
 * What is read is never changed: any valid playbook goes out as it came in.
 */
import type { Finding } from './finding';
import { MOST_TEXT, overLimit, tooLong } from './limits';
import type { Playbook } from './model';
import { shapeFindings } from './validate';

export type Reading = { playbook: Playbook } | { findings: Finding[] };

const refused = (rule: Finding['rule'], message: string): Reading => ({
  findings: [{ rule, level: 'error', path: '', message }],
});

/** Reads the text of a playbook; texts over 1 MiB are not looked into. */
export function parsePlaybook(text: string): Reading {
  if (text.length > MOST_TEXT) return refused('limit', tooLong());
  try {
    return readPlaybook(JSON.parse(text));
  } catch (error) {
    return refused(
      'json',
      error instanceof Error ? `Is not JSON: ${error.message.slice(0, 200)}` : 'Is not JSON.',
    );
  }
}

/**
 * Reads a playbook: limits first (1 MiB, 2,000 steps, 32 levels), then its shape. What comes out is the very value
 * that went in. Throws nothing.
 */
export function readPlaybook(json: unknown): Reading {
  const beyond = overLimit(json);
  if (beyond) return { findings: [beyond] };
  const findings = shapeFindings(json);
  return findings.length === 0 ? { playbook: json as Playbook } : { findings };
}
