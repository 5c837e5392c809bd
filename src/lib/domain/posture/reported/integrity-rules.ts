import { z } from 'zod';
import { listed, rule, verdict, word, words, type Rule } from './rule';

const bool = z.boolean();

/** What gateways report of what they boot and run. */
export const INTEGRITY_RULES = {
  /** `{enabled, enforced}`; enabled in set-up mode, or with open fuses, is not enforced. */
  'gw.secureboot': rule(z.object({ enabled: bool, enforced: bool }), ({ enabled, enforced }) =>
    verdict(enabled && enforced, enabled ? (enforced ? 'enforced' : 'enabled, not enforced') : 'off'),
  ),
  /** `{resident}`: whether the device key lives in the TPM; `{available}` beside it proves nothing. */
  'gw.tpm.used': rule(z.object({ resident: bool, available: bool.optional() }), ({ resident, available }) =>
    verdict(resident, resident ? 'key in the TPM' : available ? 'TPM there, key not in it' : 'key in a file'),
  ),
  /** `{matches, nonceFresh}` of a quote against golden values. */
  'gw.attestation': rule(z.object({ matches: bool, nonceFresh: bool }), ({ matches, nonceFresh }) =>
    verdict(
      matches && nonceFresh,
      `${matches ? 'matches' : 'differs'}, nonce ${nonceFresh ? 'fresh' : 'old'}`,
    ),
  ),
  /** `{version, newest?, slot?}`; reaches no level. */
  'gw.fw.version': rule(z.object({ version: word, newest: word.optional(), slot: word.optional() }), (raw) =>
    verdict(
      raw.newest === undefined || raw.version === raw.newest,
      raw.version + (raw.slot ? `, slot ${raw.slot}` : ''),
    ),
  ),
  /** `{signed, unexplainedRollbacks}` of the last update and the last 30 days. */
  'gw.fw.update': rule(z.object({ signed: bool, unexplainedRollbacks: z.number().int().min(0) }), (raw) =>
    verdict(
      raw.signed && raw.unexplainedRollbacks === 0,
      `signature ${raw.signed ? 'right' : 'wrong'}, ${raw.unexplainedRollbacks} unexplained rollbacks`,
    ),
  ),
  /** `{changed: [paths], ageHours}` of the newest run. */
  'gw.fim': rule(z.object({ changed: words, ageHours: z.number().min(0) }), ({ changed, ageHours }) =>
    verdict(
      changed.length === 0 && ageHours <= 24,
      `${listed(changed, 'no change')}, run ${Math.round(ageHours)} h ago`,
    ),
  ),
  /** `{unconfined: [processes]}` that face the network. */
  'gw.apparmor': rule(z.object({ unconfined: words }), ({ unconfined }) =>
    verdict(
      unconfined.length === 0,
      unconfined.length > 0 ? `unconfined: ${listed(unconfined, '')}` : 'all confined',
    ),
  ),
  /** `{readOnlyRoot, allowList, scanner}`. */
  'gw.malware': rule(z.object({ readOnlyRoot: bool, allowList: bool, scanner: bool }), (raw) =>
    verdict(
      (raw.readOnlyRoot && raw.allowList) || raw.scanner,
      raw.scanner
        ? 'scanner active'
        : `root ${raw.readOnlyRoot ? 'read-only' : 'writable'}, allow-list ${raw.allowList ? 'on' : 'off'}`,
    ),
  ),
  'gw.disk.encryption': rule(z.object({ encrypted: bool }), ({ encrypted }) =>
    verdict(encrypted, encrypted ? 'on' : 'off'),
  ),
  'gw.tamper': rule(z.object({ closed: bool }), ({ closed }) => verdict(closed, closed ? 'closed' : 'open')),
} as const satisfies Record<string, Rule>;
