import { isIP } from 'node:net';
import type { AgentTarget } from '../../../domain/playbooks/cacao/model';
import type { StepWork } from '../executor';

/** Where a request goes, and who says so. */
export interface Destination {
  url: URL;
  definition: AgentTarget;
}

/** As many as one command may go to. */
const MOST = 20;

/**
 * Where a command of type `http-api` goes: its targets of that type, or the agent where there are none. Nothing
 * is sent in the clear, so the port is 443 where none is named, and not the standard's 80.
 */
export function destinationsOf(
  { agent, targets }: Pick<StepWork, 'agent' | 'targets'>,
  path: string,
): { all: readonly Destination[] } | { fault: string } {
  const named = targets.map(({ definition }) => definition).filter(({ type }) => type === 'http-api');
  const definitions = named.length > 0 ? named : agent.type === 'http-api' ? [agent] : [];
  if (definitions.length === 0) return { fault: 'neither a target nor the agent is of type http-api' };
  if (definitions.length > MOST) return { fault: `it has more than ${MOST} targets` };
  const all: Destination[] = [];
  for (const definition of definitions) {
    const url = urlOf(definition, path);
    if (typeof url === 'string') return { fault: `the target ${definition.name} ${url}` };
    all.push({ url, definition });
  }
  return { all };
}

function urlOf({ address = {}, port = '443' }: AgentTarget, path: string): URL | string {
  const { url: [written] = [], dname: [name] = [], ipv4: [ipv4] = [], ipv6: [ipv6] = [] } = address;
  if (written !== undefined) {
    if (!/^https:\/\/[^/?#@\s]+\/?$/i.test(written) || !URL.canParse(written)) {
      return 'has a url that is not https:// and a host alone';
    }
    return joined(new URL(written), path);
  }
  const host = name ?? ipv4 ?? (ipv6 === undefined ? undefined : `[${ipv6}]`);
  if (host === undefined) return 'has neither dname, ipv4, ipv6 nor url';
  if (!/^\d{1,5}$/.test(port)) return 'has a port that is no number';
  const isAddress = isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  if (!isAddress && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(host))
    return 'has a dname that is no host';
  const base = `https://${host}:${port}`;
  return URL.canParse(base) ? joined(new URL(base), path) : 'has an address that is none';
}

/** The path as it was written and approved, not as a URL might read it. */
function joined(base: URL, path: string): URL | string {
  const whole = new URL(path, base);
  return whole.host === base.host && `${whole.pathname}${whole.search}` === path
    ? whole
    : 'and the path together are no plain address';
}
