import { z } from 'zod';
import { days, listed, rule, verdict, word, words, type Rule } from './rule';

const bool = z.boolean();
const account = z.object({ name: word, idleDays: days.optional() });
const radio = z.object({ kind: word, on: bool, security: word.optional(), listed: bool.optional() });
const IDLE_DAYS = 30;
const STRONG = new Set(['wpa3', '802.1x', 'sae', 'eap-tls']);

/** What gateways report of who may come in. */
export const IDENTITY_RULES = {
  /** `{enabled: [names]}` of accounts that were there when it was delivered. */
  'gw.accounts.default': rule(z.object({ enabled: words }), ({ enabled }) =>
    verdict(enabled.length === 0, enabled.length > 0 ? `enabled: ${listed(enabled, '')}` : 'none'),
  ),
  /** `{accounts: [{name, idleDays}]}`. */
  'gw.accounts.idle': rule(z.object({ accounts: z.array(account).max(200) }), ({ accounts }) => {
    const idle = accounts.filter(({ idleDays = 0 }) => idleDays > IDLE_DAYS);
    return verdict(
      idle.length === 0,
      listed(
        idle.map(({ name, idleDays }) => `${name} ${Math.round(idleDays ?? 0)} d`),
        'none idle',
      ),
    );
  }),
  /** `{shared: [names]}` of accounts that more than one person uses. */
  'gw.accounts.named': rule(z.object({ shared: words }), ({ shared }) =>
    verdict(shared.length === 0, shared.length > 0 ? `shared: ${listed(shared, '')}` : 'none shared'),
  ),
  /** `{minLength, dictionary}`. */
  'gw.password.policy': rule(z.object({ minLength: z.number().int().min(0), dictionary: bool }), (raw) =>
    verdict(
      raw.minLength >= 12 && raw.dictionary,
      `at least ${raw.minLength} characters, dictionary check ${raw.dictionary ? 'on' : 'off'}`,
    ),
  ),
  /** `{limit}` of failed sign-ins, and whether a lock-out was `seen`. */
  'gw.login.lockout': rule(z.object({ limit: z.number().int().min(0), seen: bool }), ({ limit, seen }) =>
    verdict(
      limit > 0 && seen,
      limit > 0 ? `after ${limit}${seen ? '' : ', never seen to work'}` : 'no limit',
    ),
  ),
  /** As the SSH server itself tells its settings. */
  'gw.ssh.config': rule(
    z.object({ rootLogin: word, passwords: bool, banner: bool, idleMinutes: z.number().min(0) }),
    ({ rootLogin, passwords, banner, idleMinutes }) => {
      const wrong = [
        ...(rootLogin === 'no' ? [] : [`root login ${rootLogin}`]),
        ...(passwords ? ['passwords allowed'] : []),
        ...(banner ? [] : ['no notice of use']),
        ...(idleMinutes > 0 && idleMinutes <= 15
          ? []
          : [idleMinutes > 0 ? `idle ${idleMinutes} min` : 'idle sessions stay']),
      ];
      return verdict(wrong.length === 0, listed(wrong, 'keys only, no root, notice, idle end'));
    },
  ),
  /** `{radios: [{kind, on, security, listed}]}`; when all are off, what is asked of radios does not apply. */
  'gw.wireless': rule(z.object({ radios: z.array(radio).max(20) }), ({ radios }) => {
    const on = radios.filter((one) => one.on);
    if (on.length === 0) return { verdict: 'not-applicable', found: 'all radios off' };
    const weak = on.filter((one) => !one.listed || !STRONG.has((one.security ?? '').toLowerCase()));
    const named = on.map(({ kind, security }) => `${kind} ${security ?? 'open'}`);
    return verdict(weak.length === 0, listed(named, ''));
  }),
  'gw.usb': rule(z.object({ blocked: bool }), ({ blocked }) =>
    verdict(blocked, blocked ? 'blocked' : 'allowed'),
  ),
} as const satisfies Record<string, Rule>;
