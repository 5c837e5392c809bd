import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '../../../domain/errors';
import { alarmId, driveId, gatewayId, incidentId, playbookId, runId, zoneId } from '../../../domain/ids';
import type { Foreseen } from '../../../domain/playbooks/engine/events';
import { startValues, withSamples, type StartValues } from '../../../domain/playbooks/engine/start-values';
import type { RunState } from '../../../domain/playbooks/engine/state';
import type { Values } from '../../../domain/playbooks/engine/values';
import { recordedWindow } from '../../../domain/playbooks/recorded';
import { runMode } from '../../../domain/playbooks/run';
import type { RunView } from '../../../protocol/runs';
import { definePreparedCommand, type CommandContext } from '../../access/command';
import type { Tx } from '../../storage/database';
import { insertRun } from '../../storage/run-store';
import { foresee } from '../foresee';
import { placeOf, type Place } from '../place';
import { runViewOf } from '../present';
import { Recording } from '../recording';
import { runsOf } from '../run-host';
import { assertStartable } from '../startable';
import type { PlaybookVersion } from '../version';
import { writeRun } from '../write-run';
import { auditOf, personOf, runSubject } from './run-command';

/** How much faster a drill's waits pass where nobody says otherwise. */
const DRILL_SCALE = 60;

const schema = z.object({
  id: playbookId,
  mode: runMode,
  /** `modified` of the version; the newest without it. */
  version: z.string().max(40).optional(),
  incident: incidentId.optional(),
  alarm: alarmId.optional(),
  gateway: gatewayId.optional(),
  drives: z.array(driveId).max(500).optional(),
  zone: zoneId.optional(),
  variables: z.record(z.string().max(210), z.string().max(10_000)).default({}),
  timeScale: z.number().min(1).max(3_600).optional(),
  /** Stored telemetry that a drill looks at instead of what is live: from and to, in ms since 1970. */
  recorded: recordedWindow.optional(),
});
type Input = z.output<typeof schema>;

/** A run as it would begin: found out before its transaction for dry runs, and within it for all. */
interface Beginning {
  version: PlaybookVersion;
  place: Place;
  values: StartValues;
}

/**
 * Starts a run, a dry run or a drill of a version of the library. A dry run is over at once: nothing of it is
 * done. A drill needs nothing but the playbook, and acts upon simulated equipment alone.
 */
export const startRun = definePreparedCommand({
  name: 'run.start',
  action: 'run.start',
  schema,
  async prepare(input, context): Promise<Record<string, Foreseen> | undefined> {
    if (input.mode !== 'dry-run') return undefined;
    const { parts } = runsOf(context.host);
    const { version, place, values } = await parts.database.read((tx) => findBeginning(tx, input, context));
    return foresee({
      playbook: version.playbook,
      sha256: version.sha256,
      values: values.values,
      plant: context.plant,
      executors: parts.executors,
      now: context.now,
      facts: {
        ...place,
        // There is no number yet, and nothing that is only looked at needs one.
        id: runId.parse(1),
        mode: 'dry-run',
        timeScale: 1,
        requestedBy: personOf(context.actor),
      },
    });
  },
  async subject(tx, input, context) {
    const { version, place } = await beginning(tx, input, context);
    return runSubject(place, context.plant, {
      forOperators: input.mode === 'drill' || version.forOperators,
    });
  },
  async run(tx, input, context, foreseen) {
    const runs = runsOf(context.host);
    const made = await beginning(tx, input, context);
    const state = stateOf(input, made, context);
    const playbooks = await runs.playbooks.context(tx, state.frames, context.now);
    await assertStartable(tx, runs.parts, { ...input, ...made, playbooks });
    const id = await insertRun(tx, { state, view: runViewOf(state, new Map()) });
    const recording = new Recording(id, { state, steps: new Map() }, playbooks);
    recording.take(foreseen === undefined ? { type: 'began' } : { type: 'foreseen', steps: foreseen });
    await writeRun(tx, runs.parts, recording);
    const result: RunView = { ...runViewOf(recording.state, recording.steps), id };
    const { playbook, version, sha256, mode, timeScale, recorded } = state.facts;
    return {
      result,
      audit: [
        {
          ...auditOf(id, state),
          facts: {
            playbook,
            version,
            sha256,
            mode,
            time_scale: timeScale,
            ...(recorded && { recorded: new Date(recorded.from).toISOString() }),
            gateway: made.place.gateway,
            drives: made.place.drives.join(' '),
            ...Object.fromEntries(Object.entries(input.variables)),
          },
        },
      ],
    };
  },
});

/** Found out once in a transaction: whoever decides and whoever begins see the same. */
const known = new WeakMap<Tx, Promise<Beginning>>();

function beginning(tx: Tx, input: Input, context: CommandContext): Promise<Beginning> {
  const found = known.get(tx) ?? findBeginning(tx, input, context);
  known.set(tx, found);
  return found;
}

async function findBeginning(
  tx: Tx,
  input: Input,
  { actor, plant, now, host }: CommandContext,
): Promise<Beginning> {
  const { parts } = runsOf(host);
  const version = await parts.library.version(tx, input.id, input.version);
  if (version === undefined) {
    throw new DomainError('not-found', 'The library does not hold this playbook in that version.');
  }
  const place = await placeOf(tx, input, { actor, plant, now, isSimulated: (id) => parts.isSimulated(id) });
  const values = startValues(version.playbook, input.variables, {
    __gateway__: place.gateway ?? undefined,
    __gateway_id__: place.gateway ?? undefined,
    __drive__: place.drives[0] ?? plant.drives.find(({ gateway }) => gateway === place.gateway)?.id,
    __zone__: place.zone ?? undefined,
    __site__: place.site ?? undefined,
    __incident__: place.incident === null ? undefined : String(place.incident),
    __incident_id__: place.incident === null ? undefined : String(place.incident),
    __alarm__: place.alarm === null ? undefined : String(place.alarm),
  });
  return { version, place, values };
}

function stateOf(
  { mode, timeScale = DRILL_SCALE, recorded }: Input,
  { version, place, values }: Beginning,
  { actor, now }: CommandContext,
): RunState {
  const filled: Values = mode === 'drill' ? withSamples(values) : values.values;
  const { id: playbook, version: modified, sha256 } = version;
  return {
    facts: {
      ...place,
      playbook,
      version: modified,
      sha256,
      title: version.playbook.name.slice(0, 200),
      mode,
      timeScale: mode === 'drill' ? timeScale : 1,
      ...(recorded === undefined ? {} : { recorded }),
      key: `zw${randomBytes(6).toString('hex')}`,
      forOperators: version.forOperators,
      requestedBy: personOf(actor),
      startedAt: now,
    },
    status: 'running',
    hold: 'none',
    reason: null,
    frames: [
      {
        playbook,
        version: modified,
        sha256,
        caller: null,
        values: filled,
        isExceptional: false,
        mishap: null,
        isOver: false,
      },
    ],
    queue: [],
    steps: 0,
    done: 0,
    entries: 0,
    updatedAt: now,
    endedAt: null,
  };
}
