import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_NAME, visibleText } from '../visible-text';
import { number, text, type JsonRecord } from './json-values';

/** Quotes are asked for and are valid; nobody could be asked, so it is tried again; what has failed. */
const HEALTHY = 3;
const RETRYING = 4;
const FAILED: ReadonlySet<number> = new Set([5, 7, 8, 9, 10]);

/** What a failure can be about, as the beginning of its id (the first is Keylime's own spelling). */
const ABOUT: Readonly<Record<string, string>> = {
  qoute_validation: 'the quote of the TPM is not valid',
  pcr_validation: 'registers of the TPM are not as expected',
  measured_boot: 'it started with something else than approved',
  ima: 'a file ran that is not approved',
  tee_attestation: 'its protected environment is not as expected',
};

export const isKeylime = (of: JsonRecord): boolean => number(of, 'operational_state') !== undefined;

/**
 * The status of an agent at Keylime's verifier. Not reachable is not failed: only what was measured and did not
 * fit is. That it fits again ends the state, but its alarm stays until a person resets it.
 */
export function readKeylime(of: JsonRecord): Reading {
  const state = number(of, 'operational_state');
  const id = visibleText(text(of, 'last_event_id') ?? '', MAX_NAME);
  const component = id.split('.', 1)[0] ?? '';
  if (state === HEALTHY) {
    return finding('keylime', 'host.attestation_failed', 'Measured boot is as expected', {}, { ends: true });
  }
  if (state === RETRYING || component === 'internal') {
    return finding('keylime', 'host.attestation_unknown', 'Measured boot cannot be checked', {
      state,
      event: id,
    });
  }
  if (state === undefined || !FAILED.has(state)) return 'nothing';
  const why = Object.hasOwn(ABOUT, component) ? ABOUT[component] : undefined;
  return finding(
    'keylime',
    'host.attestation_failed',
    why === undefined ? 'Measured boot is not as expected' : `Measured boot: ${why}`,
    { state, event: id, level: text(of, 'severity_level') ?? number(of, 'severity_level') },
  );
}
