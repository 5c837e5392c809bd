import { createHash } from 'node:crypto';
import type { PlaybookId } from '../../domain/ids';
import { versionKey, type CalledPlaybook, type Context } from '../../domain/playbooks/engine/context';
import type { Frame } from '../../domain/playbooks/engine/state';
import type { Plant } from '../../domain/plant/model';
import type { Instant } from '../../domain/time';
import type { Tx } from '../storage/database';
import type { Library } from './version';

/** Versions kept in memory; a version never changes. */
const KEPT = 200;
/** How far playbooks may call each other. */
const DEEPEST = 10;

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The playbooks that runs are about, as the interpreter needs them. */
export class PlaybookCache {
  readonly #known = new Map<string, CalledPlaybook>();

  constructor(private readonly parts: { library: Library; plant(): Plant }) {}

  /** What the interpreter knows while it works on a run: its playbooks, and those that they call. */
  async context(tx: Tx, frames: readonly Frame[], now: Instant): Promise<Context> {
    const playbooks = new Map<string, CalledPlaybook>();
    for (const { playbook, version, caller } of frames) {
      if (caller === null) await this.#take(tx, playbook, version, playbooks, 0);
    }
    return { now, playbooks, plant: this.parts.plant(), hash: sha256 };
  }

  async #take(
    tx: Tx,
    id: PlaybookId,
    version: string,
    into: Map<string, CalledPlaybook>,
    depth: number,
  ): Promise<void> {
    const key = versionKey(id, version);
    if (into.has(key) || depth > DEEPEST) return;
    const found = this.#known.get(key) ?? (await this.#load(tx, id, version));
    if (found === undefined) return;
    into.set(key, found);
    for (const step of Object.values(found.playbook.workflow)) {
      if (step.type !== 'playbook-action' || step.playbook_version === undefined) continue;
      await this.#take(tx, step.playbook_id as PlaybookId, step.playbook_version, into, depth + 1);
    }
  }

  async #load(tx: Tx, id: PlaybookId, version: string): Promise<CalledPlaybook | undefined> {
    const found = await this.parts.library.version(tx, id, version);
    if (found === undefined) return undefined;
    const called: CalledPlaybook = {
      playbook: found.playbook,
      sha256: found.sha256,
      reasons: found.executability.executable ? [] : found.executability.reasons,
    };
    if (this.#known.size >= KEPT) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(versionKey(id, version), called);
    return called;
  }
}
