import { asc, eq } from 'drizzle-orm';
import type { Tx } from './database';
import { outgoingHost } from './schema/outgoing-host';
import { outgoingSecret } from './schema/outgoing-secret';

export type OutgoingHostRow = typeof outgoingHost.$inferSelect;
export type OutgoingSecretRow = typeof outgoingSecret.$inferSelect;

/** Hosts that may be called, by name. */
export const listHosts = (tx: Tx): Promise<OutgoingHostRow[]> =>
  tx.orm.select().from(outgoingHost).orderBy(asc(outgoingHost.host));

/** Lists a host; false when it is listed already. */
export async function insertHost(tx: Tx, row: OutgoingHostRow): Promise<boolean> {
  const rows = await tx.orm
    .insert(outgoingHost)
    .values(row)
    .onConflictDoNothing()
    .returning({ host: outgoingHost.host });
  return rows.length > 0;
}

/** Takes a host off the list; false when it was not on it. */
export async function deleteHost(tx: Tx, host: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(outgoingHost)
    .where(eq(outgoingHost.host, host))
    .returning({ host: outgoingHost.host });
  return rows.length > 0;
}

export const listSecrets = (tx: Tx): Promise<OutgoingSecretRow[]> =>
  tx.orm.select().from(outgoingSecret).orderBy(asc(outgoingSecret.name));

export async function selectSecret(tx: Tx, name: string): Promise<OutgoingSecretRow | undefined> {
  const [row] = await tx.orm.select().from(outgoingSecret).where(eq(outgoingSecret.name, name));
  return row;
}

/** Names a secret, or the host of one that is there. */
export async function upsertSecret(tx: Tx, row: OutgoingSecretRow): Promise<void> {
  const { name, ...set } = row;
  await tx.orm
    .insert(outgoingSecret)
    .values({ name, ...set })
    .onConflictDoUpdate({
      target: outgoingSecret.name,
      set,
    });
}

export async function deleteSecret(tx: Tx, name: string): Promise<boolean> {
  const rows = await tx.orm
    .delete(outgoingSecret)
    .where(eq(outgoingSecret.name, name))
    .returning({ name: outgoingSecret.name });
  return rows.length > 0;
}

/** Every text of a twin that looks like an address: where equipment says that it, or something behind it, is. */
export async function readToldAddresses(tx: Tx): Promise<string[]> {
  const { rows } = await tx.client.query<{ address: string }>(
    `select distinct told #>> '{}' as address
     from entity_state s, jsonb_path_query(s.body, '$.** ? (@.type() == "string")') as told
     where s.channel in ('twin', 'config')
       and told #>> '{}' ~ '^([0-9]{1,3}\\.){3}[0-9]{1,3}$|^[0-9a-fA-F]*:[0-9a-fA-F:.]+$'`,
  );
  return rows.map(({ address }) => address);
}
