import { describe, expect, it } from 'vitest';
import { ATTACKS, attackSteps } from './attacks';
import { floodEnds, floodSteps, MOST_IN_FLOOD } from './flood';
import type { Step } from './forwarded';

const NOW = Date.UTC(2026, 10, 20, 9, 10, 1);

const entities = (steps: readonly Step[]) =>
  steps.map(({ say }) => say(NOW)).map((said) => said.kind === 'alarm' && said.entity);

describe('a flood', () => {
  it('is of so many states, each of another entity, within a second', () => {
    const steps = floodSteps(MOST_IN_FLOOD);
    expect(new Set(entities(steps)).size).toBe(MOST_IN_FLOOD);
    expect(Math.max(...steps.map(({ afterMs }) => afterMs))).toBeLessThan(1_000);
  });

  it('ends for the same entities', () => {
    expect(entities(floodEnds(5))).toEqual(entities(floodSteps(5)));
  });
});

it('no attack names an address but those kept for documentation and private use', () => {
  const said = ATTACKS.flatMap((attack) => attackSteps(attack, { gateway: 'gw-001', random: () => 0.5 }));
  const addresses = new Set(JSON.stringify(said.map(({ say }) => say(NOW))).match(/\d+\.\d+\.\d+\.\d+/g));
  const isFree = (address: string) => /^(192\.0\.2|198\.51\.100|203\.0\.113|10)\./.test(address);
  expect([...addresses].filter((address) => !isFree(address))).toEqual([]);
});
