import { z } from 'zod';
import { MOODS } from './agent/operations';
import type { SimulatedGateway } from './gateway';
import { entityOfOld, OLD_DEVICES, OLD_DEVICE_NAMES, type OldDevice } from './old-devices';
import type { SimulatorReply } from './simulator-reply';

const target = z.string().min(1).max(160);
const port = z.coerce.number('must be a port').int().min(1).max(65_535);
const pem = z.string().min(1).max(4_000);

/** What a person can do to a simulated gateway, beyond its line and clock: its firmware, agent and certificate. */
export const GATEWAY_COMMANDS = [
  z.strictObject({ command: z.literal('answer'), target, value: z.enum(MOODS).default('well') }),
  z.strictObject({
    command: z.literal('corrupt-firmware'),
    target,
    value: z.enum(['one', 'both']).default('one'),
  }),
  z.strictObject({ command: z.literal('mend-firmware'), target }),
  z.strictObject({ command: z.literal('certificate-request'), target }),
  z.strictObject({ command: z.literal('use-certificate'), target, certificate: pem, key: pem }),
  z.strictObject({
    command: z.literal('announce'),
    target: z.enum(OLD_DEVICE_NAMES),
    value: target.optional(),
  }),
  z.strictObject({
    command: z.literal('withdraw'),
    target: z.enum(OLD_DEVICE_NAMES),
    value: target.optional(),
  }),
  z.strictObject({ command: z.literal('commands'), target }),
  z.strictObject({ command: z.literal('open-port'), target, value: port }),
  z.strictObject({ command: z.literal('close-port'), target, value: port }),
] as const;
export type GatewayCommand = z.infer<(typeof GATEWAY_COMMANDS)[number]>;

const done = (text: string): SimulatorReply => ({ ok: true, text });

const ANSWERS = {
  well: 'does what it is asked for',
  fails: 'fails at whatever it is asked for',
  hangs: 'begins whatever it is asked for and never ends it',
  reboots: 'restarts in the middle of whatever it is asked for, and then goes on with it',
  'falls-back': 'comes back on its old slot from every change of firmware',
} as const;

/** The gateway that a command is for; undefined for the first there is. */
export const gatewayNamed = (command: GatewayCommand): string | undefined =>
  command.command === 'announce' || command.command === 'withdraw' ? command.value : command.target;

export function onGatewayItself(gateway: SimulatedGateway, command: GatewayCommand): SimulatorReply {
  const { agent, id } = gateway;
  switch (command.command) {
    case 'answer':
      agent.mood = command.value;
      return done(`${id} ${ANSWERS[command.value]}, from the next command on.`);
    case 'corrupt-firmware':
      agent.corrupt(command.value === 'both');
      return done(
        `The firmware that runs on ${id} is damaged${command.value === 'both' ? ', and so is the other slot' : ''}: it restarts again and again.`,
      );
    case 'mend-firmware':
      agent.mend();
      return done(`Both firmware slots of ${id} are good.`);
    case 'certificate-request':
      void agent.requestCertificate();
      return done(`${id} makes a new key and shows a request for its certificate.`);
    case 'use-certificate':
      gateway.useCredentials(command);
      return done(`${id} connects with another certificate from now on.`);
    case 'announce':
      return announce(gateway, command.target);
    case 'withdraw':
      gateway.announceDevice(entityOfOld(command.target), undefined);
      gateway.say({ channel: 'a/vuln_eol_product', body: '' });
      return done(`${OLD_DEVICES[command.target].model} is silent at ${id}.`);
    case 'commands':
      return done(commandsOf(gateway));
    case 'open-port':
      return done(
        gateway.listen(command.value, true)
          ? `${id} listens on ${command.value}/tcp from now on.`
          : `${id} listens on ${command.value}/tcp already.`,
      );
    case 'close-port':
      return done(
        gateway.listen(command.value, false)
          ? `${id} listens on ${command.value}/tcp no more.`
          : `${id} has no such port that was opened by hand.`,
      );
  }
}

function announce(gateway: SimulatedGateway, device: OldDevice): SimulatorReply {
  const { model, name, address, text } = OLD_DEVICES[device];
  gateway.announceDevice(entityOfOld(device), { name, type: model, address, simulated: true });
  gateway.say({
    channel: 'a/vuln_eol_product',
    body: { text, severity: 'major', product: model, ip: address, simulated: true },
  });
  return done(`${gateway.id} has met ${model} at ${address}.`);
}

/** How often each command came and was begun: the proof of what was done twice, and what was not. */
function commandsOf({ id, agent }: SimulatedGateway): string {
  const lines = [...agent.counts].map(
    ([channel, { received, begun }]) =>
      `${channel.slice('cmd/'.length)}  received ${received}, begun ${begun}`,
  );
  return lines.length === 0 ? `${id} was asked for nothing.` : lines.join('\n');
}
