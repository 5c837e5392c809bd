import { z } from 'zod';
import { incidentId } from '../domain/ids';
import { PAINTED_BOUNDS_MS } from './painted-bounds';
import { view } from './views';

/** The views on screen, as a whole: what is not listed is no longer sent. */
export const watch = z.object({ views: z.array(view).max(8) });
export type Watch = z.infer<typeof watch>;

/** Where the client stands in the durable stream; `null` asks for a snapshot. */
export const resume = z.object({ lastSeq: z.number().int().nonnegative().nullable() });
export type Resume = z.infer<typeof resume>;

/** The newest frame that the page has taken in; keeps the slow-client gate open. */
export const received = z.object({ frame: z.number().int().nonnegative() });
export type Received = z.infer<typeof received>;

/** How long values took from their publication to the screen, as counts per bucket since the last report. */
export const painted = z.object({
  counts: z.array(z.number().int().nonnegative().max(1_000_000)).length(PAINTED_BOUNDS_MS.length + 1),
  /** Sum of the latencies counted, in ms. */
  sumMs: z.number().nonnegative().max(1e12),
});
export type Painted = z.infer<typeof painted>;

/** The canary of that number is on the screen. */
export const canaryPainted = z.object({ number: z.number().int().nonnegative() });
export type CanaryPainted = z.infer<typeof canaryPainted>;

/** The incident that is open on this page; `null` when none is. */
export const lookAt = z.object({ incident: incidentId.nullable() });
export type LookAt = z.infer<typeof lookAt>;

/** Answer to a message that asks for one. `views` names the watched views that were refused, by their keys. */
export type Ack =
  { ok: true } | { ok: false; code: string; message: string; views?: readonly string[] | undefined };

/** Socket.IO event map, browser to server. */
export interface UpEvents {
  watch: (message: Watch, ack: (answer: Ack) => void) => void;
  resume: (message: Resume, ack: (answer: Ack) => void) => void;
  received: (message: Received) => void;
  painted: (message: Painted) => void;
  lookAt: (message: LookAt, ack: (answer: Ack) => void) => void;
  canaryPainted: (message: CanaryPainted) => void;
}
