import { isWithin, type Outage } from '../blows/outage';

/** What an outage explains on a console: requests that nobody answered, or that were answered with 5xx. */
const EXPLAINED =
  /net::ERR_|WebSocket connection to|Failed to fetch|NetworkError|Load failed|status of 50[0-4]|error loading dynamically imported module|Internal Error/i;

/** Whether an outage of that time (ms since 1970) explains what the console said. */
export const isExplained = (text: string, at: number, outages: readonly Outage[]): boolean =>
  EXPLAINED.test(text) && isWithin(outages, at);
