import { versionKey, type CalledPlaybook, type Context } from '../../domain/playbooks/engine/context';
import type { RunFacts } from '../../domain/playbooks/engine/state';
import type { PlaybookId } from '../../domain/ids';
import type { Tx } from '../storage/database';
import type { RunParts } from './parts';
import { unsignedHere } from './signed';

type Root = Pick<RunFacts, 'mode' | 'zone' | 'playbook' | 'version'>;

/**
 * What is known while a run is worked on, with the playbooks that it calls judged as the library has them now:
 * trust can be withdrawn and validity end after a run has begun, and its steps may call them hours later.
 */
export async function judgeCalled(
  tx: Tx,
  parts: Pick<RunParts, 'library' | 'plant'>,
  root: Root,
  context: Context,
): Promise<Context> {
  if (context.playbooks.size < 2) return context;
  const playbooks = new Map(context.playbooks);
  for (const [key, called] of context.playbooks) {
    if (key === versionKey(root.playbook, root.version)) continue;
    playbooks.set(key, { ...called, reasons: await whyNot(tx, parts, root, called) });
  }
  return { ...context, playbooks };
}

async function whyNot(
  tx: Tx,
  parts: Pick<RunParts, 'library' | 'plant'>,
  root: Root,
  { playbook, sha256 }: CalledPlaybook,
): Promise<string[]> {
  const held = await parts.library.version(tx, playbook.id as PlaybookId, playbook.modified);
  if (held === undefined || held.sha256 !== sha256) return ['The library does not hold it any more.'];
  const { executability } = held;
  const unsigned = unsignedHere(parts, root, held);
  return [...(executability.executable ? [] : executability.reasons), ...(unsigned ? [unsigned] : [])];
}

/** Versions that steps call and the library does not hold, as people name them. */
export function missingCalls({ playbooks }: Pick<Context, 'playbooks'>): string[] {
  const missing = new Set<string>();
  for (const { playbook } of playbooks.values()) {
    for (const step of Object.values(playbook.workflow)) {
      if (step.type !== 'playbook-action') continue;
      const { playbook_id: id, playbook_version: version } = step;
      if (version === undefined || !playbooks.has(versionKey(id, version))) {
        missing.add(`${id} of ${version ?? 'any version'}`);
      }
    }
  }
  return [...missing];
}
