import { z } from 'zod';
import { INSTALLATION } from '../../domain/access/subject';
import { DomainError } from '../../domain/errors';
import {
  deleteHost,
  deleteSecret,
  insertHost,
  listHosts,
  listSecrets,
  upsertSecret,
} from '../storage/outgoing-store';
import { defineCommand } from '../access/command';
import { removeSecret, SECRET_NAME, writeSecret } from './secret-files';

/** A name, or an address in brackets where it is IPv6, with a port that is not 443. */
export const host = z
  .string()
  .trim()
  .toLowerCase()
  .max(260)
  .refine(
    (text) => isHost(text),
    'must be a host such as tickets.plant.example, or tickets.plant.example:8443',
  );

function isHost(text: string): boolean {
  const address = `https://${text}`;
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.host === text && /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/.test(url.hostname);
}

const note = z
  .string()
  .trim()
  .min(1, 'say what it is for')
  .max(200)
  .regex(/^[^\p{C}]*$/u, 'use no control characters');
const name = z.string().regex(SECRET_NAME, 'use lower-case letters, digits, _ and -');

/** Lets steps of playbooks call a host over HTTPS. */
export const allowHost = defineCommand({
  name: 'outgoing.allow-host',
  action: 'settings.change',
  schema: z.object({ host, note }),
  subject: () => INSTALLATION,
  async run(tx, { host: added, note: why }, { actor, now }) {
    if (!(await insertHost(tx, { host: added, note: why, addedBy: actor.id, addedAt: now }))) {
      throw new DomainError('conflict', `${added} is listed already.`);
    }
    return {
      result: added,
      audit: [{ object: { type: 'outgoing-host', id: added }, reason: why, after: { host: added } }],
    };
  },
});

/** Takes a host off the list. What is just being sent is not broken off. */
export const forbidHost = defineCommand({
  name: 'outgoing.forbid-host',
  action: 'settings.change',
  schema: z.object({ host }),
  subject: () => INSTALLATION,
  async run(tx, { host: removed }) {
    if (!(await deleteHost(tx, removed))) throw new DomainError('not-found', `${removed} is not listed.`);
    return {
      result: removed,
      audit: [{ object: { type: 'outgoing-host', id: removed }, before: { host: removed } }],
    };
  },
});

/**
 * Keeps a secret that steps may send to one host, by its name. The file is written before the transaction ends: a
 * name never stands without it. What it is goes into no table, entry or log.
 */
export const keepSecret = (keysDirectory: string) =>
  defineCommand({
    name: 'outgoing.keep-secret',
    action: 'settings.change',
    schema: z.object({
      name,
      host,
      value: z
        .string()
        .min(8, 'has fewer than 8 characters')
        .max(4_096)
        .regex(/^[\x21-\x7e]+$/, 'use visible ASCII characters without spaces'),
    }),
    subject: () => INSTALLATION,
    async run(tx, { name: kept, host: to, value }, { actor, now }) {
      const hosts = await listHosts(tx);
      if (!hosts.some((row) => row.host === to)) {
        throw new DomainError('not-found', `${to} is not listed. List the host first.`);
      }
      const before = (await listSecrets(tx)).find((row) => row.name === kept);
      await upsertSecret(tx, { name: kept, host: to, addedBy: actor.id, addedAt: now });
      await writeSecret(keysDirectory, kept, value);
      return {
        result: kept,
        audit: [
          {
            object: { type: 'outgoing-secret', id: kept },
            before: before && { name: kept, host: before.host },
            after: { name: kept, host: to },
            facts: { host: to },
          },
        ],
      };
    },
  });

export const forgetSecret = (keysDirectory: string) =>
  defineCommand({
    name: 'outgoing.forget-secret',
    action: 'settings.change',
    schema: z.object({ name }),
    subject: () => INSTALLATION,
    async run(tx, { name: gone }) {
      if (!(await deleteSecret(tx, gone))) throw new DomainError('not-found', `There is no secret ${gone}.`);
      await removeSecret(keysDirectory, gone);
      return { result: gone, audit: [{ object: { type: 'outgoing-secret', id: gone } }] };
    },
  });
