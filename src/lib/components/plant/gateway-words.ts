import type { GatewayLink } from '$lib/protocol/down';

/** How a gateway's connection is, in a word or two. */
export const LINK_WORDS = {
  live: 'live',
  silent: 'silent',
  held: 'held by us',
  offline: 'offline',
  never: 'never seen',
  revoked: 'revoked',
} as const satisfies Record<GatewayLink, string>;

/** The same, said so that a person knows where to look. */
export const LINK_MEANING = {
  live: 'Connected, and its messages come in time.',
  silent: 'Connected, but nothing came for longer than its own interval.',
  held: 'Connected; we read no further, because our database does not take more. It keeps its data.',
  offline: 'Not connected.',
  never: 'Enrolled, and never connected since.',
  revoked: 'Its certificate was revoked; it cannot connect.',
} as const satisfies Record<GatewayLink, string>;
