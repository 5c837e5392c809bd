import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import Menu from './menu.svelte';

const signOut = vi.fn();

beforeEach(() => {
  signOut.mockClear();
  render(Menu, {
    label: 'Account',
    items: [
      { label: 'Sessions', href: '/account' },
      { label: 'Sign out', onselect: signOut },
    ],
    children: createRawSnippet(() => ({ render: () => '<span>operator</span>' })),
  });
});
afterEach(cleanup);

const button = () => screen.getByRole('button', { name: 'Account' });
const press = (key: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key });

it('discloses its list, says so, and closes on a press elsewhere', async () => {
  expect(screen.queryByRole('list')).toBeNull();
  await fireEvent.click(button());
  expect(button().getAttribute('aria-expanded')).toBe('true');
  expect(screen.getByRole('link', { name: 'Sessions' }).getAttribute('href')).toBe('/account');
  await fireEvent.pointerDown(document.body);
  expect(screen.queryByRole('list')).toBeNull();
});

it('is worked by arrow keys, and Escape gives the focus back', async () => {
  button().focus();
  await press('ArrowDown');
  await vi.waitFor(() => expect(document.activeElement?.textContent.trim()).toBe('Sessions'));
  await press('ArrowDown');
  expect(document.activeElement?.textContent).toBe('Sign out');
  await press('ArrowDown');
  expect(document.activeElement?.textContent.trim()).toBe('Sessions');
  await press('End');
  expect(document.activeElement?.textContent).toBe('Sign out');
  await press('Escape');
  expect(screen.queryByRole('list')).toBeNull();
  expect(document.activeElement).toBe(button());
});

it('does what was chosen, once, and closes', async () => {
  await fireEvent.click(button());
  await fireEvent.click(screen.getByRole('button', { name: 'Sign out' }));
  expect(signOut).toHaveBeenCalledTimes(1);
  expect(screen.queryByRole('list')).toBeNull();
});
