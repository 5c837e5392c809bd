/** When something was out of order by the run's own doing; ms since 1970, `to` undefined while it lasts. */
export interface Outage {
  from: number;
  to: number | undefined;
}

/** What was under way when the outage ended may fail a little later. */
const AFTERMATH_MS = 5_000;

/** Whether something was killed then, or shortly before. */
export const isWithin = (outages: readonly Outage[], at: number): boolean =>
  outages.some(({ from, to }) => at >= from && (to === undefined || at <= to + AFTERMATH_MS));
