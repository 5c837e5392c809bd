import { z } from 'zod';
import { listed, rule, verdict, word, words, type Rule } from './rule';

const protocol = z.enum(['tcp', 'udp']);
const port = z.number().int().min(1).max(65_535);
const socket = z.object({ protocol, port, address: word, process: word.optional() });
const ALWAYS_ALLOWED: ReadonlySet<string> = new Set(['22/tcp', '443/tcp']);
const isLoopback = (address: string) => /^(127\.|::1$|\[::1\]$|localhost$)/.test(address);

/** What gateways report of what they let in and out. */
export const EXPOSURE_RULES = {
  /** `{sockets: [{protocol, port, address, process}]}`; a listener on loopback is not exposed. */
  'gw.ports.listening': rule(
    z.object({ sockets: z.array(socket).max(500) }),
    ({ sockets }, { listeners }) => {
      const exposed = sockets.filter(({ address }) => !isLoopback(address));
      const named = (of: typeof exposed) => [
        ...new Set(
          of.map(({ port: n, protocol: p, process }) => `${n}/${p}${process ? ` (${process})` : ''}`),
        ),
      ];
      const isListed = ({ port: n, protocol: p }: z.infer<typeof socket>) =>
        ALWAYS_ALLOWED.has(`${n}/${p}`) || listeners.has(`${n}/${p}`);
      const unlisted = exposed.filter((one) => !isListed(one));
      return unlisted.length > 0
        ? verdict(false, `not listed: ${listed(named(unlisted), '')}`)
        : verdict(true, listed(named(exposed), 'nothing listens'));
    },
  ),
  /** `{destinations: ["host:port"]}`; judged once the zone lists what is allowed. */
  'gw.ports.outbound': rule(z.object({ destinations: words }), ({ destinations }, context) => {
    if (context.destinations.size === 0) return undefined;
    const unlisted = destinations.filter((one) => !context.destinations.has(one));
    return verdict(
      unlisted.length === 0,
      unlisted.length > 0 ? `not listed: ${listed(unlisted, '')}` : listed(destinations, 'none'),
    );
  }),
  /** `{input, forward}` default policies and `baseline`: whether the rules are those of the baseline. */
  'gw.firewall.policy': rule(
    z.object({ input: word, forward: word, baseline: z.boolean().optional() }),
    ({ input, forward, baseline = true }, { isBoundary }) =>
      isBoundary
        ? verdict(
            input === 'drop' && forward === 'drop' && baseline,
            `input ${input}, forward ${forward}${baseline ? '' : ', rules differ from the baseline'}`,
          )
        : undefined,
  ),
  /** `{synCookies, rateLimit}`. */
  'gw.dos.config': rule(z.object({ synCookies: z.boolean(), rateLimit: z.boolean() }), (raw) =>
    verdict(
      raw.synCookies && raw.rateLimit,
      `SYN cookies ${onOff(raw.synCookies)}, rate limits ${onOff(raw.rateLimit)}`,
    ),
  ),
  /** `{separate, forwarding}`: own interfaces or VLANs for the drives’ side, and whether packets pass between. */
  'net.segments': rule(z.object({ separate: z.boolean(), forwarding: z.boolean() }), (raw) =>
    verdict(
      raw.separate && !raw.forwarding,
      `${raw.separate ? 'separate' : 'one'} network, forwarding ${onOff(raw.forwarding)}`,
    ),
  ),
  /** `{unexpected: ["mac or address"]}` on the drives’ side. */
  'net.neighbours': rule(z.object({ unexpected: words }), ({ unexpected }) =>
    verdict(unexpected.length === 0, listed(unexpected, 'the expected set')),
  ),
  'net.unexpected': rule(z.object({ unexpected: words }), ({ unexpected }) =>
    verdict(unexpected.length === 0, listed(unexpected, 'none')),
  ),
} as const satisfies Record<string, Rule>;

const onOff = (is: boolean): string => (is ? 'on' : 'off');
