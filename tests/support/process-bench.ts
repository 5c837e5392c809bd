import type { ConditionReport } from '../../src/lib/domain/alarms/condition';
import { gatewayId, type DriveKey, type EntityTopicId, type GatewayId } from '../../src/lib/domain/ids';
import type { Drive } from '../../src/lib/domain/plant/model';
import type { SignalKey } from '../../src/lib/domain/telemetry/signals';
import type { GatewayLink } from '../../src/lib/protocol/down';
import { ProcessEvaluator, type OpenAlarm } from '../../src/lib/server/detection/process/evaluator';
import { LiveImage } from '../../src/lib/server/plant/live-image';
import { aDrive, aPlant, aSample } from './telemetry-builders';

const GATEWAY = gatewayId.parse('gw-042');

/** A running VLT by its status word (reference: drives, section 5.1). */
export const RUNNING = 0x0f07;
export const TRIPPED = 0x020b;

/** Drives behind one gateway and the evaluator over them, with hands that a test turns. */
export class ProcessBench {
  now = Date.UTC(2026, 10, 20, 9);
  link: GatewayLink = 'live';
  readonly image = new LiveImage();
  readonly said: ConditionReport[] = [];
  drives: readonly Drive[] = [];
  evaluator: ProcessEvaluator;

  constructor(...drives: Partial<Drive>[]) {
    this.setDrives(...(drives.length === 0 ? [{}] : drives));
    this.evaluator = this.#newEvaluator();
    // Beyond the time that gateways have to come back after a start.
    this.wait(31_000, { silent: true });
  }

  setDrives(...drives: Partial<Drive>[]): void {
    this.drives = drives.map((facts, i) =>
      aDrive({ key: (i + 1) as DriveKey, entity: `device/d${i + 1}//` as EntityTopicId, ...facts }),
    );
    this.image.setPlant(this.#plant());
    this.evaluator?.plantChanged();
  }

  /** As after a restart of the server: the evaluator remembers nothing but what is open. */
  restart(open: readonly OpenAlarm[]): void {
    this.evaluator = this.#newEvaluator();
    this.evaluator.takeOver(open, this.now);
  }

  /** The drive says this now. */
  says(values: Partial<Record<SignalKey, number>>, place = 0): void {
    const drive = this.drives[place]!;
    const { gateway, entity } = drive;
    this.image.apply(aSample(values, { receivedAt: this.now, gateway, entity }), drive);
  }

  round(): void {
    this.image.sweep(this.now);
    this.said.push(...this.evaluator.round(this.now));
  }

  /** Lets time pass second by second; the drive goes on saying `values` unless told to be silent. */
  wait(
    ms: number,
    { silent = false, values = {} as Partial<Record<SignalKey, number>>, place = 0 } = {},
  ): void {
    for (const end = this.now + ms; this.now < end;) {
      this.now += Math.min(1_000, end - this.now);
      if (!silent) this.says(values, place);
      this.round();
    }
  }

  setOffline(isOffline: boolean): void {
    this.link = isOffline ? 'offline' : 'live';
    this.image.setGatewayOffline(GATEWAY, isOffline, this.now);
  }

  /** What was told since the last call: definition, key where there is one, condition. */
  told(): string[] {
    return this.said
      .splice(0)
      .map(({ definition, key, condition }) => `${definition}${key && `/${key}`} ${condition}`);
  }

  #newEvaluator(): ProcessEvaluator {
    return new ProcessEvaluator({
      image: this.image,
      gateways: {
        linkOf: (_gateway: GatewayId) => this.link,
        clockOf: () => ({ offsetMs: 40, uncertaintyMs: 15, epoch: 0 }),
      },
      plant: () => this.#plant(),
      startedAt: this.now,
    });
  }

  #plant() {
    const gateways = [{ id: GATEWAY, site: 's' as never, zone: 'z' as never, name: 'gw', model: undefined }];
    return { ...aPlant(this.drives), gateways };
  }
}
