import { z } from 'zod';

/** What the preparation of the demo hands over, as one line of JSON. */
export const prepared = z.object({
  drives: z.number(),
  gateways: z.number(),
  people: z.array(z.object({ name: z.string(), role: z.string(), password: z.string() })),
});
export type Prepared = z.infer<typeof prepared>;

/** What a newcomer needs to know: where to look and who to be. */
export function welcome(address: string, { drives, gateways, people }: Prepared): string {
  const width = Math.max(...people.map(({ name }) => name.length));
  const secret = Math.max(...people.map(({ password }) => password.length));
  return [
    '',
    `Zonewatch is running: ${address}`,
    `A simulated plant (SIM): ${drives} drives behind ${gateways} gateways. Nothing of it is real.`,
    '',
    'Sign in as one of these people:',
    ...people.map(
      ({ name, role, password }) => `  ${name.padEnd(width)}  ${password.padEnd(secret)}  ${role}`,
    ),
    '',
    'Make something happen:  npx zonewatch sim help',
    'Stop:                   Ctrl+C',
    '',
  ].join('\n');
}
