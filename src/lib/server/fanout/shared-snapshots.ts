import type { Instant } from '../../domain/time';
import type { DurableSnapshot } from '../../protocol/down';
import type { Clock } from '../clock';
import type { Viewer } from './viewer';

/** As long as this a snapshot is handed to others as well: a whole shift may connect at once. */
const SHARED_MS = 500;

/**
 * One snapshot for everybody who sees the same and asks at about the same time. Whoever gets an older one loses
 * nothing: the entries after its head follow.
 */
export class SharedSnapshots {
  readonly #made = new Map<string, { at: Instant; snapshot: Promise<DurableSnapshot> }>();

  constructor(
    private readonly clock: Clock,
    private readonly make: (viewer: Viewer) => Promise<DurableSnapshot>,
  ) {}

  of(viewer: Viewer): Promise<DurableSnapshot> {
    const now = this.clock.now();
    for (const [key, { at }] of this.#made) if (Math.abs(now - at) > SHARED_MS) this.#made.delete(key);
    const known = this.#made.get(viewer.key);
    if (known !== undefined) return known.snapshot;
    const snapshot = this.make(viewer);
    this.#made.set(viewer.key, { at: now, snapshot });
    // Who asks next finds out for themselves.
    snapshot.catch(() => this.#made.delete(viewer.key));
    return snapshot;
  }

  /** Everybody sees something else now. */
  forget(): void {
    this.#made.clear();
  }
}
