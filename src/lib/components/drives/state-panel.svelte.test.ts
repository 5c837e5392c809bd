import { cleanup, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it } from 'vitest';
import type { DriveStatus } from '$lib/live/drive-board.svelte';
import { MARKS } from '$lib/protocol/frame';
import StatePanel from './state-panel.svelte';
import { placeWords, stateReport } from './state-report';

afterEach(cleanup);

function show(status: DriveStatus, words: Parameters<typeof stateReport>[2]) {
  return render(StatePanel, {
    name: 'P-104',
    report: stateReport('vlt-fc-202', status, words),
    status,
    place: placeWords('vlt-fc-202', status, words),
  });
}

const tripped: DriveStatus = {
  run: 'tripped',
  freshness: 'live',
  marks: MARKS.tripLock,
  faultCode: 14,
  loadPct: 0,
  receivedAt: 1_000,
  ageMs: 300,
};

it('a trip is read at once: state, fault with text, device status, what must be done at the drive', () => {
  const { container } = show(tripped, { statusWord: 0x0649, faultCode: 14 });
  expect(container.querySelector('.headline')?.textContent.replace(/\s+/g, ' ').trim()).toBe('P-104 tripped');
  expect(container.querySelector('.fault')?.textContent).toBe('VLT FC 202 fault 14: Earth fault');
  expect(screen.getByRole('img', { name: 'device status F, failure' })).toBeTruthy();
  expect(screen.getByText(/mains off and on at the drive/)).toBeTruthy();
});

it('the device status has no colour of its own', () => {
  const { container } = show(tripped, { statusWord: 0x0649 });
  expect(container.innerHTML).not.toMatch(/--p[1-4]|#[0-9a-f]{3,6}\b|rgb\(/i);
});

it('a running drive says where it is controlled from, its load, and that it follows its reference', () => {
  const { container } = show(
    { ...tripped, run: 'running', marks: MARKS.atReference, faultCode: 0, loadPct: 61.6 },
    { statusWord: 0x0f07 },
  );
  expect(container.textContent).toContain('fieldbus control, load 62 %, at its reference');
  expect(container.querySelector('.fault')).toBeNull();
});

it('a lost drive shows its last state as such, with its age, and no load', () => {
  const { container } = show(
    { ...tripped, run: 'running', marks: 0, faultCode: 0, loadPct: 61, freshness: 'lost', ageMs: 38_000 },
    { statusWord: 0x0f07 },
  );
  expect(container.querySelector('.headline')?.textContent.replace(/\s+/g, ' ').trim()).toBe(
    'P-104 last running lost 38 s',
  );
  expect(container.querySelector('.state')?.getAttribute('data-quality')).toBe('lost');
  expect(container.textContent).not.toContain('load');
});
