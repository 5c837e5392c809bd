import { CheckpointFolder } from '../lib/server/audit/checkpoint-folder';
import { originOf } from '../lib/server/audit/signing-key';
import type { Installation } from './installation';

/** Where an installation keeps what its audit log is verified by. */
export function auditPlaces({ settings, store }: Installation) {
  const { folder, copy } = settings.checkpoints;
  return {
    keysDirectory: settings.keysDirectory,
    folders: [folder, ...(copy === undefined ? [] : [copy])].map((path) => new CheckpointFolder(path)),
    origin: originOf(store.installation.uuid),
  };
}
