import { auditReach, reaches } from '../../domain/audit/reach';
import type { Plant } from '../../domain/plant/model';
import type { Bus, BusEvents } from '../bus';
import type { Client } from './client';

type Entry = BusEvents['audit.grown']['entries'][number];

/** Of more entries in a second, the newest are enough to say that there are some. */
const KEPT = 500;

/** Tells pages that the audit log has grown, each of the entries that its person may read, and nothing of others. */
export class AuditHints {
  #entries: Entry[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly clients: () => Iterable<Client>,
    private readonly plant: () => Plant,
  ) {}

  listen(): void {
    this.bus.on(this, 'audit.grown', ({ entries }) => {
      this.#entries = [...this.#entries, ...entries].slice(-KEPT);
    });
  }

  ignore(): void {
    this.bus.off(this);
  }

  /** Once a second. Nothing is lost with a hint that does not arrive: the next page that is read has it all. */
  send(): void {
    const entries = this.#entries;
    if (entries.length === 0) return;
    this.#entries = [];
    const plant = this.plant();
    for (const client of this.clients()) {
      const reach = auditReach(client.session.actor, plant);
      const head = entries.findLast((entry) => reaches(reach, entry))?.seq;
      if (head !== undefined) client.socket.volatile.emit('audit', { head });
    }
  }
}
