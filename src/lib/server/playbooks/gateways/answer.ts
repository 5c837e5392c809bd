import type { CommandStateRow, GatewayCommandRow } from '../../storage/gateway-command-store';
import type { StepOutcome } from '../executor';

/** Longest word of a gateway in a sentence of ours. */
const LONGEST = 500;

/** What the gateway said last, if it ended with it. */
export function endSaid(states: readonly CommandStateRow[]): CommandStateRow | undefined {
  return states.find(({ status }) => status === 'successful' || status === 'failed');
}

/** What became of a command whose gateway said how it ended. */
export function outcomeOf(
  command: Pick<GatewayCommandRow, 'id' | 'gateway' | 'operation' | 'askedAt'>,
  states: readonly CommandStateRow[],
  end: CommandStateRow,
): StepOutcome {
  const reason = reasonOf(end.body);
  const seconds = Math.max(0, Math.round((end.receivedAt - command.askedAt) / 1_000));
  const said = `${command.gateway}: ${command.operation} ${wayOf(states)}, ${seconds} s after it was asked`;
  return {
    kind: end.status === 'successful' ? 'succeeded' : 'failed',
    text: reason === undefined ? `${said}.` : `${said}: ${reason}.`,
    outputs: {
      __command_id__: command.id,
      __command_status__: end.status,
      __command_reason__: reason ?? '',
    },
  };
}

/** The words a gateway went through, such as `executing, restarting, successful`. */
export function wayOf(states: readonly CommandStateRow[]): string {
  const words = states.map(({ word, status }) => (word === '' ? status : word).slice(0, 60));
  return words.length > 8 ? [...words.slice(0, 4), '...', ...words.slice(-3)].join(', ') : words.join(', ');
}

function reasonOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('reason' in body)) return undefined;
  const { reason } = body;
  return typeof reason === 'string' && reason !== '' ? reason.slice(0, LONGEST) : undefined;
}
