import { z } from 'zod';
import { rule, verdict, word, type Rule } from './rule';

const bool = z.boolean();
const AUTHENTICATING = new Set(['opc-ua-secure', 'cip-security', 'profinet-security', 'modbus-tls']);

/** What gateways report of the drives behind them; read, never written. */
export const DRIVE_RULES = {
  /** `{type, serial, software}` as read from the drive. */
  'drv.inventory': rule(
    z.object({ type: word, serial: word, software: word }),
    ({ type, serial, software }) =>
      verdict(
        type !== '' && serial !== '' && software !== '',
        `${type}, serial ${serial || 'unknown'}, software ${software || 'unknown'}`,
      ),
  ),
  /** `{protocol}` of the link, such as `modbus-rtu`. */
  'drv.protocol': rule(z.object({ protocol: word }), ({ protocol }) =>
    verdict(AUTHENTICATING.has(protocol.toLowerCase()), protocol),
  ),
  /** `{matches, approved}`: equal to the baseline, or the change was approved. */
  'drv.params.baseline': rule(
    z.object({ matches: bool, approved: bool.optional() }),
    ({ matches, approved }) =>
      verdict(
        matches || approved === true,
        matches ? 'as the baseline' : approved ? 'changed, approved' : 'changed',
      ),
  ),
  /** `{locked, isDefault}` of the panel. */
  'drv.params.lock': rule(z.object({ locked: bool, isDefault: bool.optional() }), ({ locked, isDefault }) =>
    verdict(locked && isDefault !== true, locked ? (isDefault ? 'default password' : 'locked') : 'open'),
  ),
  'drv.sto': rule(z.object({ asDesigned: bool }), ({ asDesigned }) =>
    verdict(asDesigned, asDesigned ? 'as designed' : 'not as designed'),
  ),
} as const satisfies Record<string, Rule>;
