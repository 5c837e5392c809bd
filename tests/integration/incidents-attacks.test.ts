import { afterEach, beforeEach, expect, it } from 'vitest';
import { floodSteps } from '../../src/simulator/attacks/flood';
import { ATTACKS, attackSteps, type Attack } from '../../src/simulator/attacks/attacks';
import { attackedPlant } from '../support/attacked-plant';

let plant: Awaited<ReturnType<typeof attackedPlant>>;
beforeEach(async () => void (plant = await attackedPlant()));
afterEach(() => plant.close());

/** What each attack of the simulator opens, by severity, rule and title. */
const OPENS: Record<Attack, string | undefined> = {
  'port-scan': undefined,
  'syn-flood': 'S4 denial-of-service: Flood of traffic at gw-042',
  'ssh-bruteforce': 'S4 intrusion: Attempts to log in on gw-042',
  'firmware-tamper': 'S3 gateway-integrity: Firmware of gw-042 is not to be trusted',
  'rogue-device': 'S4 foreign-device: Foreign device in no known zone',
  'expired-cert': 'S3 trust-expired: Certificate of gw-042 has expired',
  'unauthorised-write': 'S2 intrusion: Unauthorised control of drives behind gw-042',
  'compromised-account': 'S3 intrusion: Somebody may have got in at gw-042',
  intrusion: 'S2 intrusion: Unauthorised control of drives behind gw-042',
};

it.each(ATTACKS)('%s', async (attack) => {
  await plant.suffer(attackSteps(attack, { gateway: 'gw-042', random: () => 0.42 }));
  const lines = (await plant.incidents()).map(
    ({ severity, rule, title }) => `S${severity} ${rule}: ${title}`,
  );
  const expected = OPENS[attack];
  expect(lines).toEqual(expected === undefined ? [] : [expected]);
});

it('a flood of a thousand alarms is one incident that has them all', async () => {
  const began = performance.now();
  await plant.suffer(floodSteps(1_000));
  const ms = Math.round(performance.now() - began);
  const all = await plant.incidents();
  expect(all.map(({ rule, alarms, events }) => ({ rule, alarms, events }))).toEqual([
    { rule: 'trust-expired', alarms: 1_000, events: 1_000 },
  ]);
  expect(all[0]?.title).toBe('Flood of alarms from gw-042: Certificate of gw-042 has expired');
  const { rows } = await plant.db.client.query(
    `select (select count(*) from alarm_occurrence where incident = $1) as alarms,
       (select count(*) from security_event where incident = $1) as events`,
    [all[0]!.id],
  );
  expect(rows).toEqual([{ alarms: 1_000, events: 1_000 }]);
  expect(ms).toBeLessThan(60_000);
});
