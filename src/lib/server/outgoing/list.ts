import type { Database } from '../storage/database';
import {
  listHosts,
  listSecrets,
  type OutgoingHostRow,
  type OutgoingSecretRow,
} from '../storage/outgoing-store';

/** Hosts that steps may call, and the names of the secrets for them. */
export const listOutgoing = (
  database: Database,
): Promise<{ hosts: OutgoingHostRow[]; secrets: OutgoingSecretRow[] }> =>
  database.read(async (tx) => ({ hosts: await listHosts(tx), secrets: await listSecrets(tx) }));
