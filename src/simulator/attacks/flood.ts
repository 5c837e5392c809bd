import type { Step } from './forwarded';

/** Most states of a flood: a gateway may announce no more devices than the platform follows. */
export const MOST_IN_FLOOD = 1_500;
/** All of them are said within this. */
const WITHIN_MS = 800;

/** So many alarm states at once, each of another part of the gateway: the certificates of its meters end together. */
export function floodSteps(count: number): readonly Step[] {
  return Array.from({ length: count }, (_, i) => ({
    afterMs: Math.floor((i * WITHIN_MS) / Math.max(1, count)),
    say: () => ({
      kind: 'alarm',
      type: 'cert_expired',
      entity: entityOf(i),
      severity: 'major',
      text: `The certificate of ${nameOf(i)} has expired`,
      facts: { subject: `CN=${nameOf(i)}` },
    }),
  }));
}

/** Ends the states of a flood of that size. */
export const floodEnds = (count: number): readonly Step[] =>
  Array.from({ length: count }, (_, i) => ({
    afterMs: Math.floor((i * WITHIN_MS) / Math.max(1, count)),
    say: () => ({
      kind: 'alarm',
      type: 'cert_expired',
      entity: entityOf(i),
      severity: '',
      text: '',
      facts: {},
      isOver: true,
    }),
  }));

const nameOf = (i: number): string => `meter-${String(i + 1).padStart(4, '0')}`;
const entityOf = (i: number): string => `device/main/service/${nameOf(i)}`;
