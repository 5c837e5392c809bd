import type { ConditionReport } from '../../../domain/alarms/condition';
import type { GatewayId } from '../../../domain/ids';
import type { Plant } from '../../../domain/plant/model';
import type { ClockReading } from '../../../domain/telemetry/clock-offset';
import type { GatewayLink } from '../../../protocol/down';
import type { Bus } from '../../bus';
import type { Clock } from '../../clock';
import type { Logger } from '../../log';
import type { Service } from '../../service';
import { isTransient } from '../../storage/transient';
import { ProcessEvaluator, type ChangedDrives, type OpenAlarm } from './evaluator';

interface ProcessAlarmsParts {
  image: ChangedDrives;
  gateways: {
    linkOf(gateway: GatewayId): GatewayLink;
    clockOf(gateway: GatewayId): ClockReading | undefined;
  };
  plant: () => Plant;
  /** Alarms of drives and gateways that are open, to be taken over at a start. */
  openAlarms: () => Promise<readonly OpenAlarm[]>;
  /** Where reports go. Keeps them, in their order, while the database is away. */
  report: (reports: readonly ConditionReport[]) => Promise<void>;
  bus: Bus;
  clock: Clock;
  log: Logger;
}

/** A trip is told within half a second of its publication: this, and the time of a transaction. */
const ROUND_MS = 200;
const PAUSE_MS = 1_000;

/** Raises and ends the alarms of drives and gateways, from what the live image knows. */
export class ProcessAlarms implements Service {
  readonly name = 'process alarms';
  readonly #parts: ProcessAlarmsParts;

  constructor(parts: ProcessAlarmsParts) {
    this.#parts = parts;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { image, gateways, plant, bus, clock } = this.#parts;
    const evaluator = new ProcessEvaluator({ image, gateways, plant, startedAt: clock.now() });
    bus.on(evaluator, 'plant.changed', () => evaluator.plantChanged());
    let telling = Promise.resolve();
    try {
      const open = await this.#openAlarms(signal);
      if (open !== undefined) evaluator.takeOver(open, clock.now());
      while (!signal.aborted) {
        const reports = evaluator.round(clock.now());
        // Nobody waits for it: the plant goes on while alarms are written.
        if (reports.length > 0) telling = Promise.all([telling, this.#tell(reports)]).then(() => undefined);
        await clock.sleep(ROUND_MS, signal);
      }
    } finally {
      bus.off(evaluator);
      await telling;
    }
  }

  async #tell(reports: readonly ConditionReport[]): Promise<void> {
    try {
      await this.#parts.report(reports);
    } catch (error) {
      this.#parts.log.error({ err: error, reports: reports.length }, 'alarms of drives were not taken');
    }
  }

  /** Waits for the database: without knowing what is open, everything would be raised again. */
  async #openAlarms(signal: AbortSignal): Promise<readonly OpenAlarm[] | undefined> {
    const { openAlarms, clock, log } = this.#parts;
    while (!signal.aborted) {
      try {
        return await openAlarms();
      } catch (error) {
        if (!isTransient(error)) throw error;
        log.debug({ err: error }, 'alarms of drives wait for the database');
        await clock.sleep(PAUSE_MS, signal);
      }
    }
    return undefined;
  }
}
