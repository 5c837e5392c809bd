/** Numbers of an IPv4 address; `undefined` for anything else. */
function ipv4(address: string): readonly number[] | undefined {
  if (address.length > 15) return undefined;
  const parts = address.split('.');
  if (parts.length !== 4) return undefined;
  const numbers = parts.map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  return numbers.every((n) => n <= 255) ? numbers : undefined;
}

const isIpv6 = (address: string): boolean =>
  address.length <= 45 && address.includes(':') && /^[0-9a-f:.]+$/i.test(address);

/** Whether it is an address at all: attackers choose what stands where one should. */
export const isAddress = (text: string): boolean => ipv4(text) !== undefined || isIpv6(text);

/** An IPv4 address written as IPv6 in its plain form; zone and brackets off. */
export function plainAddress(written: string): string {
  let address = written.length > 100 ? written.slice(0, 100) : written;
  if (address.startsWith('[') && address.endsWith(']')) address = address.slice(1, -1);
  const zone = address.indexOf('%');
  if (zone > 0) address = address.slice(0, zone);
  const mapped = address.slice(7);
  return address.slice(0, 7).toLowerCase() === '::ffff:' && ipv4(mapped) !== undefined ? mapped : address;
}

/**
 * Whether an address is one that a plant uses within itself: RFC 1918, link-local, and unique local IPv6. The
 * answer where the plant file says nothing better of its networks; carrier-grade NAT (RFC 6598) is outside.
 */
export function isPrivateAddress(address: string): boolean {
  const numbers = ipv4(address);
  if (numbers !== undefined) {
    const [a = 0, b = 0] = numbers;
    return (
      a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254)
    );
  }
  return isIpv6(address) && /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/i.test(address);
}
