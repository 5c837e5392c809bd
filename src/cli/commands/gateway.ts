import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { INSTALLATION } from '../../lib/domain/access/subject';
import { defineCommand } from '../../lib/server/access/command';
import { Authority } from '../../lib/server/ingest/identity/authority';
import { Enrolment, type Enrolled } from '../../lib/server/ingest/identity/enrolment';
import { readIdentities } from '../../lib/server/storage/gateway-store';
import { readArguments } from '../arguments';
import { withInstallation, type Installation } from '../installation';
import { EXIT, type CliCommand, type Shell } from '../shell';
import { moment, table } from '../table';
import { readNamedFile } from './plant-check';

/** Admits a gateway: issues its certificate and puts it on record. */
export const enrolGateway = (enrolment: Enrolment) =>
  defineCommand({
    name: 'gateway.enrol',
    action: 'gateway.manage',
    schema: z.object({ name: z.string(), csr: z.string().optional(), renew: z.boolean().optional() }),
    subject: () => INSTALLATION,
    async run(tx, request, { now }) {
      const enrolled = await enrolment.enrol(tx, request, now);
      const facts = {
        fingerprint: enrolled.fingerprint,
        valid_until: new Date(enrolled.notAfter).toISOString(),
        own_key: request.csr !== undefined,
      };
      return { result: enrolled, audit: [{ object: { type: 'gateway', id: enrolled.gateway }, facts }] };
    },
  });

/** Turns a gateway out. */
const revokeGateway = (enrolment: Enrolment) =>
  defineCommand({
    name: 'gateway.revoke',
    action: 'gateway.manage',
    schema: z.object({ name: z.string(), reason: z.string().max(500).optional() }),
    subject: () => INSTALLATION,
    async run(tx, { name, reason }, { now }) {
      const gateway = await enrolment.revoke(tx, name, now);
      return { result: gateway, audit: [{ object: { type: 'gateway', id: gateway }, reason }] };
    },
  });

/** The plant's authority, made now if this is its first use. */
export const openAuthority = ({ settings, host }: Installation): Promise<Authority> =>
  Authority.open(settings.keysDirectory, settings.mqtt.host, host.clock.now());

/** Writes what a gateway needs to connect into a folder of its own; the key for its owner alone. */
export async function writeCredentials(directory: string, enrolled: Enrolled): Promise<string> {
  const folder = join(directory, enrolled.gateway);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'certificate.pem'), enrolled.certificatePem);
  await writeFile(join(folder, 'ca.pem'), enrolled.caPem);
  if (enrolled.keyPem !== undefined)
    await writeFile(join(folder, 'key.pem'), enrolled.keyPem, { mode: 0o600 });
  return folder;
}

const add: CliCommand = {
  name: 'gateway add',
  usage: 'NAME [--csr FILE] [--out DIR] [--renew]',
  summary: 'admit a gateway and write its certificate; with a request, its key never leaves it',
  async run(args, shell) {
    const read = readArguments(args, {
      least: 1,
      most: 1,
      options: { csr: 'text', out: 'text', renew: 'flag' },
    });
    const [name = ''] = read.positionals;
    const csrFile = read.text('csr');
    const csr = csrFile === undefined ? undefined : await readNamedFile(csrFile, shell);
    return withInstallation(shell, async (installation) => {
      const out = read.text('out');
      if (out !== undefined) await mkdir(resolve(shell.workingDirectory, out), { recursive: true });
      const command = enrolGateway(new Enrolment(await openAuthority(installation)));
      const enrolled = await installation.act(command, { name, csr, renew: read.flag('renew') });
      const folder = await writeOrShow(shell, out, enrolled);
      shell.complain(instructions(enrolled, installation, folder));
      return EXIT.done;
    });
  },
};

/** Without a folder to write to, everything goes to standard output, once. */
async function writeOrShow(
  shell: Shell,
  out: string | undefined,
  enrolled: Enrolled,
): Promise<string | undefined> {
  if (out !== undefined) return writeCredentials(resolve(shell.workingDirectory, out), enrolled);
  shell.print([enrolled.certificatePem, enrolled.keyPem ?? '', enrolled.caPem].join('').trimEnd());
  return undefined;
}

function instructions(enrolled: Enrolled, { settings }: Installation, folder: string | undefined): string {
  const parts =
    enrolled.keyPem === undefined ? 'certificate and authority' : 'certificate, key and authority';
  return [
    `${enrolled.gateway} may connect until ${moment(enrolled.notAfter)}.`,
    folder === undefined ? `Above: ${parts}, in this order.` : `${folder} holds its ${parts}.`,
    enrolled.keyPem === undefined
      ? ''
      : 'The key is kept nowhere here. Bring it to the gateway safely, then delete it.',
    `Broker: ${settings.mqtt.host}:${settings.mqtt.port}, topics gw/${enrolled.gateway}/up/te/...`,
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const revoke: CliCommand = {
  name: 'gateway revoke',
  usage: 'NAME [--reason TEXT]',
  summary: 'turn a gateway out: its session ends within a second, its certificates for good',
  run(args, shell) {
    const read = readArguments(args, { least: 1, most: 1, options: { reason: 'text' } });
    const [name = ''] = read.positionals;
    return withInstallation(shell, async (installation) => {
      const enrolment = new Enrolment(await openAuthority(installation));
      const gateway = await installation.act(revokeGateway(enrolment), { name, reason: read.text('reason') });
      shell.print(`${gateway} is revoked.`);
      return EXIT.done;
    });
  },
};

const list: CliCommand = {
  name: 'gateway list',
  usage: '',
  summary: 'list the gateways and whether they may connect',
  run(args, shell) {
    readArguments(args, { least: 0, most: 0 });
    return withInstallation(shell, async ({ host, registry }) => {
      const { gateways } = await host.database.read(readIdentities);
      const rows = gateways.map(({ id, enrolledAt, revokedAt }) => {
        const placed = registry.gateway(id);
        const state = revokedAt !== null ? 'revoked' : enrolledAt !== null ? 'enrolled' : 'not enrolled';
        return [id, state, moment(revokedAt ?? enrolledAt), placed?.zone ?? '-', placed?.name ?? '-'];
      });
      shell.print(table(['GATEWAY', 'STATE', 'SINCE', 'ZONE', 'NAME'], rows));
      return EXIT.done;
    });
  },
};

export const gatewayCommands: readonly CliCommand[] = [add, revoke, list];
