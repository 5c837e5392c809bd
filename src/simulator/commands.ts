import { z } from 'zod';
import { MAIN } from './topics';

/** What a gateway does about one message that came down to it. */
interface Answer {
  say: { entity: string; channel: string; body: object }[];
  health: boolean;
  restart: boolean;
}

const command = z.looseObject({ status: z.string().default('init') });
const NOTHING: Answer = { say: [], health: false, restart: false };

/**
 * Answers a command the way thin-edge does: `executing`, then how it ended (reference: ingest, section
 * 2.7). A restart is carried out; everything else fails with the plain reason that it is not simulated,
 * because a drill must not learn from a success that never happened.
 */
export function answerCommand(to: { entity: string; channel: string }, payload: Buffer): Answer {
  const [root, operation, id, ...rest] = to.channel.split('/');
  if (root !== 'cmd' || operation === undefined || id === undefined || rest.length > 0) return NOTHING;
  if (operation === 'health' && id === 'check') return { ...NOTHING, health: true };
  const parsed = command.safeParse(json(payload));
  // Empty means cleared; any state but `init` is our own word coming back.
  if (payload.length === 0 || !parsed.success || parsed.data.status !== 'init') return NOTHING;
  const said = (status: string, more: object = {}) => ({
    entity: to.entity,
    channel: to.channel,
    body: { ...parsed.data, status, ...more },
  });
  if (operation === 'restart' && to.entity === MAIN) {
    return { say: [said('executing'), said('successful')], health: false, restart: true };
  }
  const reason = `${operation} is not simulated`;
  return { say: [said('executing'), said('failed', { reason })], health: false, restart: false };
}

function json(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString());
  } catch {
    return undefined;
  }
}
