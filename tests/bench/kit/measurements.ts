/** What the server publishes about itself, in Prometheus' text format. */
export const readMeasurements = async (url: string): Promise<string> =>
  (await fetch(`${url}/metrics`)).text();

/** One figure of it by its name with its labels; NaN when it is not there. */
export function readFigure(text: string, name: string): number {
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return Number(line?.slice(name.length + 1) ?? Number.NaN);
}

/** Frames so far that were not sent because a client had not taken in the last ones. */
export const framesSkipped = async (url: string): Promise<number> =>
  readFigure(await readMeasurements(url), 'zonewatch_frames_skipped_total');
