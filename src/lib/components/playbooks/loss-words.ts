import type { CommunicationLossView } from '$lib/protocol/communication-loss';

type DriveReaction = CommunicationLossView['drives'][number];

/** What the drive does at the moment, as far as that is live. */
export function nowWords({ running, local }: Pick<DriveReaction, 'running' | 'local'>): string {
  if (running === null) return 'what it does now is not known';
  const runs = running ? 'it runs now' : 'it stands now';
  return local === true ? `${runs}, in LOCAL: the bus does not command it` : runs;
}

/** On what the prediction rests. */
export function sourceWords({ source }: Pick<DriveReaction, 'source'>): string {
  switch (source) {
    case 'drive':
      return 'read from the drive';
    case 'plant-file':
      return 'by the plant file, not read from the drive';
    case 'none':
      return 'neither the drive nor the plant file says';
  }
}
