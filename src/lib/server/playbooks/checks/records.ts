import { gatewayId, incidentId, personId } from '../../../domain/ids';
import { isOpenPhase } from '../../../domain/incidents/phase';
import { textOf } from '../../../domain/playbooks/commands/judge-claim';
import {
  number,
  truth,
  unknown,
  word,
  type Found,
  type FoundValue,
} from '../../../domain/playbooks/commands/found';
import type { Claim } from '../../../domain/playbooks/commands/statement';
import { listGatewayCommands, readGatewayCommand } from '../../storage/gateway-command-store';
import { selectIncident } from '../../storage/incident-store';
import { selectPerson } from '../../storage/person-store';
import { selectSessions } from '../../storage/session-store';
import { NOT_RECORDED } from './facts';
import type { Look } from './parts';

type About<T extends Claim['about']> = Extract<Claim, { about: T }>;

const one = (name: string, value: FoundValue): Found[] => [{ drive: null, name, value }];

export async function findIncident({ incident, claim }: About<'incident'>, look: Look): Promise<Found[]> {
  const id =
    incident === undefined
      ? look.run.incident
      : (incidentId.safeParse(Number(textOf(incident))).data ?? null);
  const row = id === null ? undefined : await selectIncident(look.tx, id);
  if (row === undefined) return one('incident', unknown('there is no such incident'));
  const { status } = row;
  switch (claim.kind) {
    case 'phase':
      return one('incident', word(status.phase));
    case 'severity':
      return one('incident', number(status.severity));
    case 'is': {
      const so = {
        open: isOpenPhase(status.phase),
        acknowledged: status.acknowledged !== null,
        claimed: status.claim !== null && status.claim.until > look.now,
      }[claim.is];
      return one('incident', truth(so, so ? claim.is : `not ${claim.is}`));
    }
  }
}

/** Commands that we sent: by their id, or the newest of an operation on a gateway. */
export async function findCommand({ command, gateway }: About<'command'>, look: Look): Promise<Found[]> {
  // A drill on a record asks no gateway for anything.
  if (look.run.recorded !== undefined) return one('command', NOT_RECORDED);
  const name = textOf(command);
  const on = gateway === undefined ? undefined : gatewayId.safeParse(textOf(gateway)).data;
  const byName =
    on === undefined
      ? undefined
      : (await listGatewayCommands(look.tx, on, 50)).find(({ operation }) => operation === name);
  const found = await readGatewayCommand(look.tx, byName?.id ?? name);
  if (found === undefined || (on !== undefined && found.command.gateway !== on)) {
    return one('command', unknown('there is no such command'));
  }
  const { outcome } = found.command;
  const said = found.states.at(-1)?.word;
  return one(
    'command',
    outcome !== null ? word(outcome) : said ? word(said) : unknown('nothing was said of it'),
  );
}

export async function findPerson({ person, is }: About<'person'>, look: Look): Promise<Found[]> {
  const id = personId.safeParse(textOf(person)).data;
  const row = id === undefined ? undefined : await selectPerson(look.tx, id);
  if (row === undefined) return one('person', unknown('there is no such person'));
  if (is === 'disabled') {
    const so = row.disabledAt !== null;
    return one('person', truth(so, so ? 'disabled' : 'not disabled'));
  }
  const sessions = await selectSessions(look.tx, row.id);
  const open = sessions.filter(({ expiresAt }) => expiresAt.getTime() > look.now).length;
  return one('person', truth(open === 0, open === 0 ? 'no session' : `${open} sessions`));
}

export function findAudit({ parts }: Look): Found[] {
  const isIntact = parts.auditIntact();
  return one(
    'audit log',
    isIntact === undefined
      ? unknown('it was not verified yet')
      : truth(isIntact, isIntact ? 'verified without a fault' : 'faults were found'),
  );
}
