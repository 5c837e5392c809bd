import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** Never called, whatever a name resolves to (D16): this machine, its link, and what is no single machine. */
const FORBIDDEN = new BlockList();
FORBIDDEN.addSubnet('0.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('127.0.0.0', 8, 'ipv4');
FORBIDDEN.addSubnet('169.254.0.0', 16, 'ipv4');
FORBIDDEN.addSubnet('224.0.0.0', 4, 'ipv4');
FORBIDDEN.addSubnet('240.0.0.0', 4, 'ipv4');
FORBIDDEN.addAddress('::', 'ipv6');
FORBIDDEN.addAddress('::1', 'ipv6');
FORBIDDEN.addSubnet('fe80::', 10, 'ipv6');
FORBIDDEN.addSubnet('ff00::', 8, 'ipv6');
// Ways of writing an IPv4 address inside another: translated, tunnelled, or of the old form.
FORBIDDEN.addSubnet('64:ff9b::', 96, 'ipv6');
FORBIDDEN.addSubnet('2002::', 16, 'ipv6');
FORBIDDEN.addSubnet('::', 96, 'ipv6');

/**
 * Why an address must not be called; undefined when it may be. `plant` are addresses of gateways and drives:
 * nothing outside the plant has any business there, and we least of all.
 */
export function refusalOf(
  address: string,
  plant: ReadonlySet<string>,
  allowsOwnMachine = false,
): string | undefined {
  const plain = withoutMapping(address);
  const version = isIP(plain);
  if (version === 0) return 'it is no address';
  if (plant.has(plain)) return 'it belongs to equipment of the plant';
  if (allowsOwnMachine) return undefined;
  if (FORBIDDEN.check(plain, version === 4 ? 'ipv4' : 'ipv6')) {
    return 'it is on this machine, on its own link or no single machine';
  }
  return ownAddresses().has(plain) ? 'it is one of our own services' : undefined;
}

/** `::ffff:10.0.0.1` is 10.0.0.1, also in its hexadecimal form. */
export function withoutMapping(address: string): string {
  const mapped = /^::ffff:(.+)$/i.exec(address)?.[1];
  if (mapped === undefined) return address.toLowerCase();
  if (isIP(mapped) === 4) return mapped;
  const [high = '', low = ''] = mapped.split(':');
  const bits = (Number.parseInt(high, 16) << 16) | Number.parseInt(low, 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

/** Asked anew at every call: addresses of a machine come and go. */
const ownAddresses = (): ReadonlySet<string> =>
  new Set(
    Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address }) => withoutMapping(address)),
    ),
  );
