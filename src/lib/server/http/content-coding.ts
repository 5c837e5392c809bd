const CODINGS = ['br', 'gzip'] as const;

/** A way of packing a body that browsers ask for by name. */
export type ContentCoding = (typeof CODINGS)[number];

/**
 * The codings of ours that an `Accept-Encoding` takes, the best first (RFC 9110, 12.5.3): by the weight the
 * client gives them, and at equal weights the tighter one. Without the header nothing is packed.
 */
export function acceptedCodings(header: string | null | undefined): ContentCoding[] {
  const weights = new Map((header ?? '').split(',').map(weightOf));
  const weight = (coding: ContentCoding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  return CODINGS.filter((coding) => weight(coding) > 0).sort((a, b) => weight(b) - weight(a));
}

/** A weight that is not a number is none. */
function weightOf(part: string): [name: string, weight: number] {
  const [name = '', ...parameters] = part.toLowerCase().split(';');
  const given = parameters.map((text) => /^\s*q\s*=(.*)$/.exec(text)?.[1]).find((q) => q !== undefined);
  const weight = given === undefined ? 1 : Number(given);
  return [name.trim(), Number.isNaN(weight) ? 0 : weight];
}
