import type { Grant } from '../../lib/domain/access/roles';
import { grantKey } from '../../lib/domain/access/scope';
import {
  addPerson,
  disablePerson,
  enablePerson,
  resetPassword,
  setGrants,
} from '../../lib/server/access/people';
import { listPeople } from '../../lib/server/access/people-list';
import { readArguments } from '../arguments';
import { withInstallation } from '../installation';
import { EXIT, type CliCommand } from '../shell';
import { moment, table } from '../table';

const GRANTS = 'ROLE@SCOPE ...';

const add: CliCommand = {
  name: 'user add',
  usage: `NAME [${GRANTS}] [--display TEXT]`,
  summary: 'add a person, such as: user add kim operator@site:aarhus',
  run(args, shell) {
    const read = readArguments(args, { least: 1, most: 65, options: { display: 'text' } });
    const [person = '', ...grants] = read.positionals;
    return withInstallation(shell, async ({ act }) => {
      const done = await act(addPerson, { person, displayName: read.text('display') ?? person, grants });
      shell.print(`${person} may sign in now.`);
      if (done.generatedPassword) shell.print(`Password, shown only here: ${done.generatedPassword}`);
      return EXIT.done;
    });
  },
};

const password: CliCommand = {
  name: 'user password',
  usage: 'NAME',
  summary: 'give a person a new password, made up and shown once; ends their sessions',
  run(args, shell) {
    const [person = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    return withInstallation(shell, async ({ act }) => {
      const { generatedPassword } = await act(resetPassword, { person });
      shell.print(`Password of ${person}, shown only here: ${generatedPassword}`);
      return EXIT.done;
    });
  },
};

const grant: CliCommand = {
  name: 'user grant',
  usage: `NAME [${GRANTS}]`,
  summary: "make these all of a person's roles; none takes every role away",
  run(args, shell) {
    const [person = '', ...grants] = readArguments(args, { least: 1, most: 65 }).positionals;
    return withInstallation(shell, async ({ act }) => {
      await act(setGrants, { person, grants });
      shell.print(`${person} is now ${grants.length === 0 ? 'without any role' : grants.join(', ')}.`);
      return EXIT.done;
    });
  },
};

const disable: CliCommand = {
  name: 'user disable',
  usage: 'NAME [--reason TEXT]',
  summary: 'let a person sign in no more; ends their sessions',
  run(args, shell) {
    const read = readArguments(args, { least: 1, most: 1, options: { reason: 'text' } });
    const [person = ''] = read.positionals;
    return withInstallation(shell, async ({ act }) => {
      await act(disablePerson, { person, reason: read.text('reason') });
      shell.print(`${person} cannot sign in any more.`);
      return EXIT.done;
    });
  },
};

const enable: CliCommand = {
  name: 'user enable',
  usage: 'NAME',
  summary: 'let a disabled person sign in again',
  run(args, shell) {
    const [person = ''] = readArguments(args, { least: 1, most: 1 }).positionals;
    return withInstallation(shell, async ({ act }) => {
      await act(enablePerson, { person });
      shell.print(`${person} may sign in again.`);
      return EXIT.done;
    });
  },
};

const list: CliCommand = {
  name: 'user list',
  usage: '',
  summary: 'list the people and their roles',
  run(args, shell) {
    readArguments(args, { least: 0, most: 0 });
    return withInstallation(shell, async ({ host, actor }) => {
      const people = await host.database.read((tx) => listPeople(tx, actor, host.plant()));
      const roles = (grants: readonly Grant[]) => grants.map(grantKey).join(' ') || '-';
      shell.print(
        table(
          ['NAME', 'STATE', 'LAST SEEN', 'SESSIONS', 'ROLES'],
          people.map((p) => [
            p.id,
            p.disabledAt === null ? 'active' : 'disabled',
            moment(p.lastSeenAt),
            String(p.sessions),
            roles(p.grants),
          ]),
        ),
      );
      return EXIT.done;
    });
  },
};

export const userCommands: readonly CliCommand[] = [add, password, grant, disable, enable, list];
