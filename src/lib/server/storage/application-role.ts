import pg from 'pg';
import { APPLICATION_ROLE } from './postgres-cluster';

/**
 * The connection that the running program uses on a server named by DATABASE_URL: the same user, in the
 * application's role, which may neither change the schema nor rewrite the audit log. Where the user may not
 * take that role on, or a pooler does not pass the option on, it is the connection as given. Call it after
 * migrating, which is what makes the role.
 */
export async function applicationConnection(owner: pg.PoolConfig): Promise<pg.PoolConfig> {
  const options = [owner.options, `-c role=${APPLICATION_ROLE}`].filter(Boolean).join(' ');
  const narrowed: pg.PoolConfig = { ...owner, options };
  const client = new pg.Client(narrowed);
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ role: string }>('select current_user as role');
    return rows[0]?.role === APPLICATION_ROLE ? narrowed : owner;
  } catch {
    return owner;
  } finally {
    await client.end().catch(() => undefined);
  }
}
