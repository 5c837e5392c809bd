import { z } from 'zod';
import type { Fleet } from './fleet';
import type { SimulatedGateway } from './gateway';
import { ATTACKS, ATTACK_TEXTS, attackSteps, type Attack } from './attacks/attacks';
import { floodEnds, floodSteps, MOST_IN_FLOOD } from './attacks/flood';
import { CAUSES, causeText } from './physics/causes';
import { GATEWAY_COMMANDS, gatewayNamed, onGatewayItself, type GatewayCommand } from './control-gateway';
import type { SimulatedDrive } from './physics/drive';
import type { SimulatorReply } from './simulator-reply';

const target = z.string().min(1).max(160);
const onOff = z.enum(['on', 'off']).default('on');

/**
 * What a person can do to the simulated plant. One line of JSON each on the control socket. They act on
 * the simulation as hands and weather act on a plant; the platform itself cannot send them.
 */
const simulatorCommand = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('status') }),
  z.strictObject({ command: z.literal('trip'), target, value: z.enum(CAUSES).default('overcurrent') }),
  z.strictObject({ command: z.literal('reset'), target }),
  z.strictObject({
    command: z.literal('overheat'),
    target,
    value: z.enum(['cooling', 'motor', 'off']).default('cooling'),
  }),
  z.strictObject({ command: z.literal('sto'), target, value: z.enum(['open', 'closed']).default('open') }),
  z.strictObject({ command: z.literal('local'), target, value: onOff }),
  z.strictObject({
    command: z.literal('warn'),
    target,
    value: z.enum([...CAUSES, 'off']).default('fieldbus'),
  }),
  z.strictObject({ command: z.literal('link'), target, value: z.enum(['lost', 'back']).default('lost') }),
  z.strictObject({ command: z.literal('start'), target }),
  z.strictObject({ command: z.literal('stop'), target }),
  z.strictObject({ command: z.literal('offline'), target }),
  z.strictObject({ command: z.literal('online'), target }),
  z.strictObject({
    command: z.literal('clock-skew'),
    target,
    value: z.coerce
      .number('must be a number of seconds')
      .min(-86_400 * 365)
      .max(86_400 * 365),
  }),
  z.strictObject({
    command: z.literal('attack'),
    target: z.enum(ATTACKS),
    value: z.string().min(1).optional(),
  }),
  z.strictObject({
    command: z.literal('flood'),
    target: z.coerce.number('must be a number of alarms').int().min(0).max(MOST_IN_FLOOD),
    value: z.string().min(1).optional(),
  }),
  ...GATEWAY_COMMANDS,
]);
type SimulatorCommand = z.infer<typeof simulatorCommand>;

const done = (text: string): SimulatorReply => ({ ok: true, text });
const refused = (error: string): SimulatorReply => ({ ok: false, error });

/** Carries out one command, given as anything; never throws. */
export function carryOut(fleet: Fleet, input: unknown): SimulatorReply {
  const parsed = simulatorCommand.safeParse(input);
  if (!parsed.success) return refused(explain(parsed.error));
  const command = parsed.data;
  switch (command.command) {
    case 'status':
      return done(status(fleet));
    case 'attack':
      return withGateway(fleet, command.value, (gateway) => attack(gateway, command.target));
    case 'flood':
      return withGateway(fleet, command.value, (gateway) => flood(gateway, command.target));
    case 'offline':
    case 'online':
    case 'clock-skew':
      return withGateway(fleet, command.target, (gateway) => onLine(gateway, command));
    case 'answer':
    case 'corrupt-firmware':
    case 'mend-firmware':
    case 'certificate-request':
    case 'use-certificate':
    case 'announce':
    case 'withdraw':
    case 'commands':
    case 'open-port':
    case 'close-port':
      return withGateway(fleet, gatewayNamed(command), (gateway) => onGatewayItself(gateway, command));
    default:
      return withDrive(fleet, command.target, (drive) => onDrive(drive, command));
  }
}

type LineCommand = Extract<SimulatorCommand, { command: 'offline' | 'online' | 'clock-skew' }>;
type DriveCommand = Exclude<
  SimulatorCommand,
  LineCommand | GatewayCommand | { command: 'status' | 'attack' | 'flood' }
>;

function attack(gateway: SimulatedGateway, name: Attack): SimulatorReply {
  gateway.play(attackSteps(name, { gateway: gateway.id, random: Math.random }), Date.now());
  return done(`At ${gateway.id}: ${ATTACK_TEXTS[name]}.`);
}

/** How many alarms were raised by a flood and not ended, by gateway. */
const flooded = new WeakMap<SimulatedGateway, number>();

function flood(gateway: SimulatedGateway, count: number): SimulatorReply {
  if (count === 0) {
    gateway.play(floodEnds(flooded.get(gateway) ?? 0), Date.now());
    flooded.delete(gateway);
    return done(`Every alarm of a flood at ${gateway.id} is over.`);
  }
  flooded.set(gateway, Math.max(count, flooded.get(gateway) ?? 0));
  gateway.play(floodSteps(count), Date.now());
  return done(`${gateway.id} raises ${count} alarms within a second.`);
}

function onLine(gateway: SimulatedGateway, command: LineCommand): SimulatorReply {
  switch (command.command) {
    case 'offline':
      gateway.cut();
      return done(`${gateway.id} is cut off. It goes on measuring and keeps what it cannot send.`);
    case 'online':
      gateway.open();
      return done(`${gateway.id} connects again, with ${gateway.backlog} messages kept.`);
    case 'clock-skew':
      gateway.setClockOffset(command.value * 1000);
      return done(`The clock of ${gateway.id} is ${command.value} s off.`);
  }
}

function onDrive(drive: SimulatedDrive, command: DriveCommand): SimulatorReply {
  const { id } = drive.spec;
  switch (command.command) {
    case 'trip':
      drive.trip(command.value);
      return done(`${id} has tripped: ${causeText(drive.condition.trip?.cause ?? command.value)}.`);
    case 'reset':
      return reset(drive);
    case 'overheat':
      drive.overheat(command.value === 'off' ? undefined : command.value);
      return done(command.value === 'off' ? `${id} cools down.` : `The ${command.value} of ${id} gets hot.`);
    case 'sto':
      drive.setSto(command.value === 'open');
      return done(`The safe-torque-off circuit of ${id} is ${command.value}.`);
    case 'local':
      drive.setLocal(command.value === 'on');
      return done(`${id} is in ${command.value === 'on' ? 'local' : 'remote'} control.`);
    case 'warn':
      if (command.value === 'off') for (const cause of CAUSES) drive.setWarning(cause, false);
      else drive.setWarning(command.value, true);
      return done(
        command.value === 'off' ? `${id} warns no more.` : `${id} warns: ${causeText(command.value)}.`,
      );
    case 'link':
      drive.setLinkLost(command.value === 'lost');
      return done(`The link between gateway and ${id} is ${command.value}.`);
    case 'start':
    case 'stop':
      drive.setDemand(command.command === 'start');
      return done(`The process asks ${id} to ${command.command}.`);
  }
}

function reset(drive: SimulatedDrive): SimulatorReply {
  const { id } = drive.spec;
  const outcome = drive.reset();
  switch (outcome) {
    case 'reset':
      return done(`Somebody at ${id} pressed reset.`);
    case 'power-cycled':
      return done(`Somebody at ${id} switched its mains off and on.`);
    case 'nothing-to-reset':
      return done(`${id} has not tripped; there is nothing to reset.`);
    case 'cause-present':
      return refused(`${id} does not reset: its cause is still there.`);
  }
}

function withGateway(
  fleet: Fleet,
  id: string | undefined,
  act: (gateway: SimulatedGateway) => SimulatorReply,
): SimulatorReply {
  const gateway = id === undefined ? fleet.gateways[0] : fleet.gateways.find((g) => g.id === id);
  if (gateway) return act(gateway);
  return refused(`There is no simulated gateway ${id}. There are: ${some(fleet.gateways.map((g) => g.id))}.`);
}

function withDrive(fleet: Fleet, id: string, act: (drive: SimulatedDrive) => SimulatorReply): SimulatorReply {
  const drives = fleet.gateways.flatMap((g) => g.drives);
  const drive = drives.find((d) => d.spec.id === id);
  if (drive) return act(drive);
  return refused(`There is no simulated drive ${id}. There are: ${some(drives.map((d) => d.spec.id))}.`);
}

const some = (names: readonly string[]): string =>
  names.length <= 12 ? names.join(', ') : `${names.slice(0, 12).join(', ')} and ${names.length - 12} more`;

/** The whole plant in a few lines: each gateway's line, then every drive that is not well. */
function status(fleet: Fleet): string {
  const lines = fleet.gateways.map((g) => {
    const running = g.drives.filter((d) => d.running).length;
    const skew = g.clockOffsetMs === 0 ? '' : `, clock ${g.clockOffsetMs / 1000} s off`;
    const { agent } = g;
    const firmware = agent.slots.runsWell ? '' : `, firmware of slot ${agent.slots.running} damaged`;
    const mood = agent.mood === 'well' ? '' : `, commands: ${agent.mood}`;
    const lost = g.dropped === 0 ? '' : `, ${g.dropped} lost`;
    return `${g.id}  ${g.online ? 'online ' : 'OFFLINE'}  ${running}/${g.drives.length} running, ${g.backlog} waiting${lost}${skew}${firmware}${mood}`;
  });
  for (const drive of fleet.gateways.flatMap((g) => g.drives)) {
    const state = unwell(drive);
    if (state !== '') lines.push(`  ${drive.spec.id}  ${state}`);
  }
  return lines.join('\n');
}

function unwell({ condition }: SimulatedDrive): string {
  const parts = [...condition.warnings].map((cause) => `warning: ${causeText(cause)}`);
  if (condition.trip)
    parts.unshift(`tripped: ${causeText(condition.trip.cause)}${condition.trip.locked ? ' (locked)' : ''}`);
  if (condition.stoOpen) parts.push('safety circuit open');
  if (condition.local) parts.push('local control');
  if (condition.linkLost) parts.push('link lost');
  return parts.join(', ');
}

function explain(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}
