import { z } from 'zod';
import { securityEventId } from '../../../domain/ids';
import { securityEventView } from '../../../protocol/security-events';
import { reviewEvent } from '../../detection/review';
import { unreviewEvent } from '../../detection/unreview';
import { defineMutation } from './mutation';

export const reviewOne = defineMutation({
  path: '/events/{id}/review',
  summary: 'Take a security event out of the review queue; ends a state that a person may end',
  command: reviewEvent,
  params: z.object({ id: z.coerce.number().pipe(securityEventId) }),
  body: z.object({ note: z.string().max(1_000).optional() }),
  response: z.object({ event: securityEventView }),
  answer: (event) => ({ event }),
});

export const unreviewOne = defineMutation({
  path: '/events/{id}/unreview',
  summary: 'Take back one’s own review of the last minute',
  command: unreviewEvent,
  params: z.object({ id: z.coerce.number().pipe(securityEventId) }),
  body: z.object({}),
  response: z.object({ event: securityEventView }),
  answer: (event) => ({ event }),
});
