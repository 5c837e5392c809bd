import type { GatewayId, ZoneId } from '../../domain/ids';
import type { Bus } from '../bus';

/** What has to be looked at again. */
export interface News {
  /** Gateways whose reports are to be read; `all` when nobody knows which are new. */
  reported: ReadonlySet<GatewayId> | 'all';
  /** Gateways that came or went. */
  linked: ReadonlySet<GatewayId>;
  /** Attestations are to be read anew. */
  words: boolean;
  /** Zones whose open vulnerabilities are to be read anew; `all` when nobody knows which changed. */
  doubted: ReadonlySet<ZoneId> | 'all';
  /** Every zone is looked at, whatever was told. */
  everything: boolean;
}

const ALL: News = { reported: 'all', linked: new Set(), words: true, doubted: 'all', everything: true };
const NONE: News = {
  reported: new Set(),
  linked: new Set(),
  words: false,
  doubted: new Set(),
  everything: false,
};

/** Gathers what happened since posture was judged last, and calls `wake` at once. */
export class PostureNews {
  #news: News = ALL;

  constructor(bus: Bus, owner: object, wake: () => void) {
    const add = (news: Partial<News>) => {
      this.add({ ...NONE, ...news });
      wake();
    };
    bus.on(owner, 'evidence.reported', ({ gateways }) => add({ reported: gateways }));
    bus.on(owner, 'gateway.connected', ({ gateway }) => add({ linked: new Set([gateway]) }));
    bus.on(owner, 'gateway.disconnected', ({ gateway }) => add({ linked: new Set([gateway]) }));
    bus.on(owner, 'attestation.changed', () => add({ words: true, everything: true }));
    bus.on(owner, 'vulnerability.changed', ({ zones }) => add({ doubted: new Set(zones) }));
    bus.on(owner, 'plant.changed', () => add({ reported: 'all', everything: true }));
  }

  /** Also gives back what could not be dealt with. */
  add({ reported, linked, words, doubted, everything }: News): void {
    const old = this.#news;
    this.#news = {
      reported:
        reported === 'all' || old.reported === 'all' ? 'all' : new Set([...old.reported, ...reported]),
      linked: new Set([...old.linked, ...linked]),
      words: words || old.words,
      doubted: doubted === 'all' || old.doubted === 'all' ? 'all' : new Set([...old.doubted, ...doubted]),
      everything: everything || old.everything,
    };
  }

  /** Time passed: everything is looked at, though nothing has to be read. */
  addRound(): void {
    this.add({ ...NONE, everything: true });
  }

  take(): News {
    const news = this.#news;
    this.#news = NONE;
    return news;
  }
}
