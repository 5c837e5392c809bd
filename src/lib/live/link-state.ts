/**
 * The browser's link to the server.
 *
 *              heard                 late               silent
 *   connecting ─────▶ live ─────────────▶ late ─────────────────▶ down
 *        ▲              ▲ ◀──── heard ─────┘                        │
 *        │              └──────────────── heard ────────────────────┤
 *        └───────────────────────────── start ──────────────────────┘
 *
 * `ended` is where only a person leads out of: signed out, or a page of another version than the server.
 */
export const LINK_STATES = ['connecting', 'live', 'late', 'down', 'ended'] as const;
export type LinkState = (typeof LINK_STATES)[number];

export const LINK_EVENTS = ['start', 'heard', 'late', 'silent', 'closed', 'refused', 'stop'] as const;
/**
 * `heard`: something came from the server. `late`, `silent`: nothing came for LATE_MS, DOWN_MS.
 * `closed`: the socket is gone. `refused`: the server will not have this page as it is.
 */
export type LinkEvent = (typeof LINK_EVENTS)[number];

/** Silence after which the link is late: one heartbeat is missing. */
export const LATE_MS = 1_500;
/**
 * Silence after which the link is down, and said to be: two are missing and the third is due. Less than the
 * three seconds within which people must be told, because silence is measured in steps.
 */
export const DOWN_MS = 2_600;

const NEXT: Record<LinkState, Record<LinkEvent, LinkState>> = {
  connecting: {
    start: 'connecting',
    heard: 'live',
    late: 'connecting',
    silent: 'down',
    closed: 'connecting',
    refused: 'ended',
    stop: 'connecting',
  },
  live: {
    start: 'live',
    heard: 'live',
    late: 'late',
    silent: 'down',
    closed: 'late',
    refused: 'ended',
    stop: 'connecting',
  },
  late: {
    start: 'late',
    heard: 'live',
    late: 'late',
    silent: 'down',
    closed: 'late',
    refused: 'ended',
    stop: 'connecting',
  },
  down: {
    start: 'down',
    heard: 'live',
    late: 'down',
    silent: 'down',
    closed: 'down',
    refused: 'ended',
    stop: 'connecting',
  },
  ended: {
    start: 'connecting',
    heard: 'ended',
    late: 'ended',
    silent: 'ended',
    closed: 'ended',
    refused: 'ended',
    stop: 'ended',
  },
};

export const nextLink = (state: LinkState, event: LinkEvent): LinkState => NEXT[state][event];
