import { cleanup, fireEvent, render } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import { driveId, gatewayId } from '$lib/domain/ids';
import type { CommunicationLossView } from '$lib/protocol/communication-loss';
import CommunicationLoss from './communication-loss.svelte';

afterEach(cleanup);

const unknown = driveId.parse('p-101');
const stops = driveId.parse('p-102');
const rest = { afterSeconds: null, readAt: null, disagrees: false, running: null, local: null } as const;
const loss: CommunicationLossView = {
  gateway: gatewayId.parse('gw-001'),
  at: 0,
  drives: [
    {
      drive: unknown,
      name: 'Pump 1',
      reaction: 'unknown',
      source: 'none',
      text: 'Unknown: nobody can say.',
      ...rest,
    },
    {
      drive: stops,
      name: 'Pump 2',
      reaction: 'stops',
      source: 'drive',
      text: 'Stops.',
      ...rest,
      running: true,
    },
  ],
  mustBeNamed: [unknown],
  outOfSight: 2,
};
const words = (container: HTMLElement) => container.textContent.replace(/\s+/g, ' ');

it('lists every drive with its reaction, says unknown plainly and what is out of sight', () => {
  const { container } = render(CommunicationLoss, { loss });
  expect(words(container)).toMatch(
    /Pump 1 Unknown: nobody can say.*neither the drive nor the plant file says/,
  );
  expect(words(container)).toMatch(/Pump 2 Stops.*it runs now; read from the drive/);
  expect(words(container)).toContain('2 more drives stand behind it in zones that you may not see');
  expect(container.querySelectorAll('input')).toHaveLength(0);
});

it('asks to name those that need it one by one, and only those', async () => {
  const { container, getByRole } = render(CommunicationLoss, { loss, named: [] });
  expect(container.querySelectorAll('input')).toHaveLength(1);
  expect(getByRole('status').textContent).toBe('1 still to be named.');
  await fireEvent.click(getByRole('checkbox', { name: 'I have thought of Pump 1' }));
  expect(getByRole('status').textContent).toBe('All of them are named.');
});
