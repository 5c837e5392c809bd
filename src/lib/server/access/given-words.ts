import { z } from 'zod';

/** What people write: any letters and lines, nothing that controls a screen or that the database refuses. */
export const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `use at most ${most} characters`)
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'use no control characters');

/** A reason that must be given. */
export const reason = words(500).min(1, 'say why');
