import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { valueLook } from './grade';
import Value from './value.svelte';

afterEach(cleanup);

const shown = (container: Element) => container.querySelector('[data-quality]');

describe('the look of a value', () => {
  it.each([
    ['live', 'good', 'live'],
    ['live', 'uncertain', 'uncertain'],
    ['live', 'bad', 'bad'],
    ['live', 'simulated', 'live'],
    ['stale', 'bad', 'stale'],
    ['lost', 'good', 'lost'],
    ['never', 'good', 'never'],
  ] as const)('of freshness %s and quality %s is %s', (freshness, quality, look) => {
    expect(valueLook(freshness, quality)).toBe(look);
  });
});

it('a live value is a number with its unit and no doubt', () => {
  const { container } = render(Value, { value: 1450, unit: 'rpm', freshness: 'live', ageMs: 400 });
  expect(shown(container)?.getAttribute('data-quality')).toBe('live');
  expect(shown(container)?.textContent.replace(/\s+/g, ' ').trim()).toBe(
    '1\u202f450 rpm'.replace('\u202f', ' '),
  );
  expect(container.querySelector('.chip')).toBeNull();
});

it('a stale value is kept and carries its age', () => {
  const { container } = render(Value, { value: 742, unit: 'V', freshness: 'stale', ageMs: 12_300 });
  expect(shown(container)?.getAttribute('data-quality')).toBe('stale');
  expect(shown(container)?.textContent).toContain('742');
  expect(container.querySelector('.chip')?.textContent).toBe('12 s');
});

it('a lost value is not shown as if it were one, but the keyboard reaches it with its time and reason', async () => {
  render(Value, {
    value: 742,
    unit: 'V',
    freshness: 'lost',
    lastAt: '14:02:51 CET',
    reason: 'gateway offline',
  });
  const button = screen.getByRole('button', { name: /last 742 V at 14:02:51 CET/ });
  expect(button.textContent.startsWith('–––')).toBe(true);
  expect(button.getAttribute('aria-expanded')).toBe('false');
  await fireEvent.click(button);
  expect(button.getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByText('last 742 V at 14:02:51 CET, gateway offline')).toBeTruthy();
});

it('never received looks neither like zero nor like lost', () => {
  const { container } = render(Value, { value: undefined, unit: 'V', freshness: 'never' });
  expect(shown(container)?.getAttribute('data-quality')).toBe('never');
  expect(shown(container)?.textContent).toContain('never received');
  expect(shown(container)?.textContent).not.toMatch(/0|–/);
});

it.each([
  ['bad', '!'],
  ['uncertain', '?'],
] as const)('a value of quality %s is marked %s, in words too', (quality, mark) => {
  const { container } = render(Value, { value: 5, freshness: 'live', quality });
  expect(container.querySelector('sup')?.textContent).toBe(mark);
  expect(shown(container)?.textContent).toContain(`${quality}:`);
});

it.each([
  ['substituted', 'S'],
  ['simulated', 'SIM'],
  ['manual', 'M'],
] as const)('a %s value carries %s', (quality, mark) => {
  const { container } = render(Value, { value: 5, freshness: 'live', quality });
  expect(container.querySelector('.boxed')?.textContent).toBe(mark);
});
