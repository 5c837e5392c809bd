import { createHash } from 'node:crypto';
import type { Advisory } from '../../domain/advisories/advisory';
import { readCsaf } from '../../domain/advisories/csaf';
import { cveFault, readCveRecord } from '../../domain/advisories/cve-record';
import { objectIn } from '../../domain/advisories/json';
import { csafLimit, textLimit } from '../../domain/advisories/limits';
import { DomainError, type InputIssue } from '../../domain/errors';
import type { AdvisoryRemark } from '../storage/schema/advisory';
import type { CsafChecker } from './csaf-check';

/** An advisory that may be taken in. */
export interface ReadAdvisory {
  advisory: Advisory;
  remarks: readonly AdvisoryRemark[];
  /** The text as it came. */
  body: string;
  sha256: string;
}

const MOST_ISSUES = 20;

/**
 * Reads a text as a CSAF 2.0 document or a CVE record: our own limits first, then the validator library, then what
 * it says. Throws `advisory.invalid` with what is wrong.
 */
export async function readAdvisory(text: string, checker: Pick<CsafChecker, 'check'>): Promise<ReadAdvisory> {
  const body = text.replace(/^\uFEFF/, '');
  const tooMuch = textLimit(body);
  if (tooMuch !== undefined) throw invalid([{ path: '', message: tooMuch }]);
  const json = parsed(body);
  const isCsaf = objectIn(json)['document'] !== undefined;
  const { advisory, remarks } = isCsaf ? await csafOf(json, body, checker) : cveOf(json);
  return { advisory, remarks, body, sha256: createHash('sha256').update(body).digest('hex') };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : '';
    throw invalid([{ path: '', message: `It is not JSON: ${why}` }]);
  }
}

async function csafOf(
  json: unknown,
  text: string,
  checker: Pick<CsafChecker, 'check'>,
): Promise<Pick<ReadAdvisory, 'advisory' | 'remarks'>> {
  const version = String(objectIn(objectIn(json)['document'])['csaf_version']).slice(0, 20);
  if (version !== '2.0') throw invalid([{ path: 'document.csaf_version', message: otherVersion(version) }]);
  const limit = csafLimit(json);
  if (limit !== undefined) throw invalid([{ path: '', message: limit }]);
  const { faults, remarks } = await checker.check(text);
  if (faults.length > 0) throw invalid(faults);
  return { advisory: readCsaf(json), remarks };
}

const otherVersion = (version: string): string => `CSAF ${version} is not read here, only 2.0.`;

function cveOf(json: unknown): Pick<ReadAdvisory, 'advisory' | 'remarks'> {
  if (objectIn(json)['dataType'] === undefined)
    throw invalid([{ path: '', message: 'It is neither a CSAF document nor a CVE record.' }]);
  const fault = cveFault(json);
  if (fault !== undefined) throw invalid([{ path: '', message: fault }]);
  return { advisory: readCveRecord(json), remarks: [] };
}

const invalid = (found: readonly AdvisoryRemark[]): DomainError =>
  new DomainError('advisory.invalid', undefined, {
    issues: found.slice(0, MOST_ISSUES).map(({ path, message }): InputIssue => ({ path, message })),
  });
