import type { Clock } from '../clock';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { Service } from '../service';
import { runtimeNotice } from './runtime-age';
import type { Notices } from './service';

interface SystemWatchOptions {
  notices: Notices;
  clock: Clock;
  log: Logger;
  metrics: Pick<Metrics, 'heldGateways'>;
  /** Gateways whose reading stands still at present. */
  heldGateways(): number;
  nodeVersion: string;
}

const EVERY_MS = 5_000;
const RUNTIME = 'runtime.end-of-life';

/** Looks after the program itself: tells when the runtime is too old, publishes how many gateways wait for us. */
export class SystemWatch implements Service {
  readonly name = 'system watch';

  constructor(private readonly options: SystemWatchOptions) {}

  async run(signal: AbortSignal): Promise<void> {
    const { notices, clock, log, metrics, heldGateways, nodeVersion } = this.options;
    const notice = runtimeNotice(nodeVersion, clock.now());
    if (notice === undefined) await notices.clear(RUNTIME);
    else {
      log.warn({ event: RUNTIME }, notice.text);
      await notices.raise(notice);
    }
    while (!signal.aborted) {
      metrics.heldGateways.set(heldGateways());
      await clock.sleep(EVERY_MS, signal);
    }
  }
}
