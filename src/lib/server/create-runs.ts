import type { DriveId, GatewayId } from '../domain/ids';
import type { Instant } from '../domain/time';
import type { CommandHost } from './access/command';
import { announce, changedOf, record } from './incidents/history';
import { driveNow, lookedAt } from './plant/drive-now';
import type { LiveImage } from './plant/live-image';
import { Executors, type Executor } from './playbooks/executor';
import { previewLossIn } from './playbooks/loss-preview';
import type { IncidentLine } from './playbooks/parts';
import { Runs } from './playbooks/service';
import type { Library } from './playbooks/version';
import type { Tx } from './storage/database';
import { lockIncident } from './storage/incident-store';

interface Ground {
  host: CommandHost;
  library: Library;
  executors: readonly Executor[];
  image: Pick<LiveImage, 'get'>;
  /** A demonstration: nothing of it is real. */
  isDemo: boolean;
}

/** What drives say at a moment, in an audit entry or a timeline: the first of many. */
const MOST_DRIVES = 8;
const SIGNALS = ['output_frequency_hz', 'motor_current_a', 'motor_power_kw'] as const;

/** Puts runs together with the rest of the server. */
export function createRuns({ host, library, executors, image, isDemo }: Ground): Runs {
  const { database, bus, clock, log, appendAudit } = host;
  const plant = () => host.plant();
  return new Runs({
    database,
    bus,
    clock,
    log,
    appendAudit,
    plant,
    library,
    executors: new Executors(executors),
    isSimulated(gateway: GatewayId) {
      if (isDemo) return true;
      const behind = plant().drives.filter((drive) => drive.gateway === gateway);
      return behind.length > 0 && behind.every(({ simulated }) => simulated);
    },
    lossOf(tx: Tx, gateway: GatewayId) {
      const look = { clock, plant, driveNow: (drive: DriveId) => driveNow(image.get(drive)) };
      return previewLossIn(tx, look, gateway);
    },
    inLocal: (gateway) =>
      plant()
        .drives.filter((drive) => drive.gateway === gateway && driveNow(image.get(drive.id)).local === true)
        .map(({ id }) => id),
    telemetry: (drives) => telemetryWords(image, drives, clock.now()),
    async tellIncident(tx: Tx, incident, lines: readonly IncidentLine[], at: Instant) {
      const row = await lockIncident(tx, incident);
      if (row === undefined) return;
      const drafts = lines.map(({ run, mode, text, by }) => ({
        what: { kind: 'run' as const, run, mode, text },
        by: by ?? undefined,
      }));
      announce(tx, bus, [changedOf(await record(tx, row, drafts, at))], at);
    },
  });
}

/** `mp-101 running 41.2 Hz 12.3 A; mp-102 lost`: only what is live counts as a value. */
function telemetryWords(image: Pick<LiveImage, 'get'>, drives: readonly DriveId[], now: Instant): string {
  const words = drives.slice(0, MOST_DRIVES).map((id) => {
    const live = image.get(id);
    if (live === undefined) return `${id} never seen`;
    const { freshness, state, signal } = lookedAt(live, now);
    if (freshness !== 'live') return `${id} ${freshness}`;
    const values = SIGNALS.flatMap((name) => {
      const found = signal(name);
      return found?.freshness === 'live' ? [`${Number(found.value.toPrecision(4))} ${found.unit}`] : [];
    });
    return [id, state.run, ...values].join(' ');
  });
  const more = drives.length - words.length;
  return [...words, ...(more > 0 ? [`${more} more`] : [])].join('; ');
}
