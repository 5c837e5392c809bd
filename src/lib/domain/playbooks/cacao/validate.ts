import { Ajv2019, type ErrorObject, type ValidateFunction } from 'ajv/dist/2019.js';
import type { Finding } from './finding';
import { PLAYBOOK_SCHEMA, REFERRED_SCHEMAS } from './schema/playbook';

/** More of the same helps nobody. */
const MOST_FINDINGS = 100;

let compiled: ValidateFunction | undefined;

/** Compiled at its first use: it takes a good part of a second, and most processes never read a playbook. */
function validator(): ValidateFunction {
  if (compiled) return compiled;
  const ajv = new Ajv2019({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true });
  for (const schema of REFERRED_SCHEMAS) ajv.addSchema(schema);
  return (compiled = ajv.compile(PLAYBOOK_SCHEMA));
}

/** What of the shape is wrong, by our own schemas of CACAO 2.0; empty when a value is a playbook. */
export function shapeFindings(json: unknown): Finding[] {
  const validate = validator();
  if (validate(json)) return [];
  const seen = new Set<string>();
  const findings: Finding[] = [];
  for (const error of validate.errors ?? []) {
    // "if" only says that what follows it failed, which says so itself.
    if (error.keyword === 'if') continue;
    const finding = findingOf(error);
    const key = `${finding.path} ${finding.message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    findings.push(finding);
    if (findings.length === MOST_FINDINGS) break;
  }
  return findings;
}

function findingOf({ keyword, instancePath, params, message }: ErrorObject): Finding {
  const finding = (words: string, path = instancePath): Finding => ({
    rule: 'schema',
    level: 'error',
    path,
    message: words,
  });
  switch (keyword) {
    case 'additionalProperties':
      return finding(
        `“${shown(params['additionalProperty'])}” is not a property or key that may stand here.`,
      );
    case 'required':
      return finding(`“${shown(params['missingProperty'])}” is missing.`);
    case 'const':
      return finding(`Must be “${shown(params['allowedValue'])}”.`);
    case 'enum':
      return finding(`Must be one of ${(params['allowedValues'] as unknown[]).map(shown).join(', ')}.`);
    case 'pattern':
      return finding('Does not have the form that is asked for here.');
    case 'oneOf':
      return finding('Exactly one of public_key, public_cert_chain, cert_url and thumbprint must be given.');
    default:
      return finding(`${capital(message ?? 'is not valid')}.`);
  }
}

const shown = (value: unknown): string => String(value).slice(0, 100);
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
