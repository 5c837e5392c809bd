import { afterEach, expect, it, vi } from 'vitest';
import { onThemeChange, themeOf, toggleTheme, withTheme } from './theme';

afterEach(() => {
  document.documentElement.dataset.theme = 'day';
});

it('a page is rendered in the theme that the cookie asks for, and by day without one', () => {
  const page = '<html lang="en" data-theme="day"><p>data-theme="day"</p>';
  expect(withTheme(page, themeOf('night'))).toBe(
    '<html lang="en" data-theme="night"><p>data-theme="day"</p>',
  );
  expect(withTheme(page, themeOf(undefined))).toBe(page);
  expect(themeOf('"><script>')).toBe('day');
});

it('a change of theme is shown at once, remembered, and told to those who draw', async () => {
  const told = vi.fn();
  const off = onThemeChange(told);
  expect(toggleTheme()).toBe('night');
  expect(document.documentElement.dataset.theme).toBe('night');
  expect(document.cookie).toContain('zonewatch-theme=night');
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  off();
  expect(toggleTheme()).toBe('day');
  await Promise.resolve();
  expect(told).toHaveBeenCalledTimes(1);
});
