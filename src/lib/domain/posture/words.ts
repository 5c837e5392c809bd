import { EVIDENCE, type EvidenceKey } from './evidence';
import type { Reason } from './judge-zone';

/** What a reason says to a person, with what would raise it. */
export interface ReasonWords {
  text: string;
  raisedBy: string | undefined;
}

const CLASSES = { gateway: 'gateway', drive: 'drive', network: 'network', platform: 'platform' } as const;
const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
const questions = (keys: readonly EvidenceKey[]): string =>
  keys.map((key) => EVIDENCE[key].title).join(' or ');

/** A reason in words. Names of assets stand beside it, not in it. */
export function wordsOf(reason: Reason): ReasonWords {
  switch (reason.kind) {
    case 'refuted':
      return {
        text: `${EVIDENCE[reason.key].title}: ${reason.found}`,
        raisedBy: EVIDENCE[reason.key].passes,
      };
    case 'doubted':
      return {
        text: `In doubt by ${reason.vulnerability}`,
        raisedBy: 'Install the fix, or decide on the vulnerability with a reason',
      };
    case 'compensated':
      return { text: `A measure stands in (no. ${reason.compensation})`, raisedBy: undefined };
    case 'not-applicable':
      return { text: `Does not apply: ${EVIDENCE[reason.key].title}`, raisedBy: undefined };
    case 'proven':
      return {
        text:
          `Proven for ${counted(reason.assets, CLASSES[reason.class])}` +
          (reason.attestation === undefined ? '' : ` with attestation no. ${reason.attestation}`),
        raisedBy: undefined,
      };
    case 'unproven':
      return {
        text: `No fresh proof from ${counted(reason.assets.length, CLASSES[reason.class])}: ${questions(reason.by)}`,
        raisedBy: reason.by.map((key) => EVIDENCE[key].passes).join('; or '),
      };
    case 'unattested':
      return {
        text: `1 statement missing for the ${CLASSES[reason.class]}s`,
        raisedBy:
          reason.signatures === 2
            ? 'An attestation with a second signature'
            : 'An attestation: somebody’s dated word that it is so',
      };
  }
}

/** Assets that a reason is about. */
export const assetsOf = (reason: Reason): readonly string[] =>
  reason.kind === 'refuted' || reason.kind === 'doubted'
    ? [reason.asset]
    : reason.kind === 'unproven'
      ? reason.assets
      : [];
