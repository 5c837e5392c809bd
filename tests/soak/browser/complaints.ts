/** When something was out of order by the run's own doing; ms since 1970, `to` undefined while it lasts. */
export interface Outage {
  from: number;
  to: number | undefined;
}

/** What an outage explains on a console: requests that nobody answered, or that were answered with 5xx. */
const EXPLAINED =
  /net::ERR_|WebSocket connection to|Failed to fetch|NetworkError|Load failed|status of 50[0-4]|error loading dynamically imported module|Internal Error/i;
/** Requests that were under way when the outage ended may fail a little later. */
const AFTERMATH_MS = 5_000;

export const isExplained = (text: string, at: number, outages: readonly Outage[]): boolean =>
  EXPLAINED.test(text) && isWithin(outages, at);

/** Whether something was killed then, or shortly before. */
export const isWithin = (outages: readonly Outage[], at: number): boolean =>
  outages.some(({ from, to }) => at >= from && (to === undefined || at <= to + AFTERMATH_MS));

/** Words with how often they were said; bounded, because a fault may repeat without end. */
export class Tally {
  readonly #counts = new Map<string, number>();
  #total = 0;

  constructor(private readonly most = 50) {}

  add(text: string): void {
    this.#total += 1;
    const key = text.slice(0, 300);
    const known = this.#counts.get(key);
    if (known !== undefined || this.#counts.size < this.most) this.#counts.set(key, (known ?? 0) + 1);
  }

  get total(): number {
    return this.#total;
  }

  list(): { text: string; times: number }[] {
    return [...this.#counts].map(([text, times]) => ({ text, times }));
  }
}
