import type { IncidentId } from '$lib/domain/ids';
import type { IncidentPhase } from '$lib/domain/incidents/phase';
import type { IncidentSeverity } from '$lib/domain/incidents/severity';
import type { IncidentVerdict } from '$lib/domain/incidents/verdict';
import { Act } from '$lib/live/act.svelte';
import { tellApi } from '$lib/live/api';
import type { ChartPin, IncidentLink, IncidentView } from '$lib/protocol/incidents';

/** What a person may do to an incident where it stands; the server decides again. */
export interface IncidentRights {
  acknowledge: boolean;
  comment: boolean;
  assign: boolean;
  move: boolean;
  close: boolean;
  merge: boolean;
}

/**
 * What a person does to one incident. An act upon its state and words for its history go their ways apart, so
 * that a slow one does not hold up the other.
 */
export class IncidentActs {
  readonly state = new Act();
  readonly words = new Act();
  readonly #id: () => number;
  readonly #done: (incident: IncidentView) => void;
  readonly #tell: typeof tellApi;

  constructor(id: () => number, done: (incident: IncidentView) => void, tell: typeof tellApi = tellApi) {
    this.#id = id;
    this.#done = done;
    this.#tell = tell;
  }

  acknowledge(note: string): Promise<boolean> {
    return this.#do(this.state, 'Acknowledge', 'acknowledge', { note });
  }

  claim(): Promise<boolean> {
    return this.#do(this.state, 'Claim', 'claim', {});
  }

  release(): Promise<boolean> {
    return this.#do(this.state, 'Release the claim', 'release', {});
  }

  assign(to: { assignee: string | null; processOwner: string | null; reason: string }): Promise<boolean> {
    return this.#do(this.state, 'Assign', 'assign', to);
  }

  setSeverity(severity: IncidentSeverity, reason: string): Promise<boolean> {
    return this.#do(this.state, 'Change severity', 'severity', { severity, reason });
  }

  move(to: IncidentPhase, reason: string, verdict: IncidentVerdict | null): Promise<boolean> {
    return this.#do(this.state, to === 'closed' ? 'Close' : 'Move', 'transition', { to, reason, verdict });
  }

  /** Ends it because `into` goes on with everything that is linked to it. */
  merge(into: IncidentId, reason: string): Promise<boolean> {
    return this.#do(this.state, 'Merge', 'merge', { into, reason });
  }

  /** Ends it because `of` is about the same. */
  duplicate(of: IncidentId, reason: string): Promise<boolean> {
    return this.#do(this.state, 'End as duplicate', 'transition', { to: 'duplicate', of, reason });
  }

  comment(text: string): Promise<boolean> {
    return this.#do(this.words, 'Add note', 'comment', { text });
  }

  pin(chart: ChartPin, text: string): Promise<boolean> {
    return this.#do(this.words, 'Pin chart', 'pin', { chart, text });
  }

  link(links: readonly IncidentLink[], reason: string): Promise<boolean> {
    return this.#do(this.words, 'Link', 'link', { links, reason });
  }

  #do(act: Act, what: string, verb: string, body: object): Promise<boolean> {
    return act.run(what, async () => {
      const { incident } = await this.#tell<{ incident: IncidentView }>(
        `/incidents/${this.#id()}/${verb}`,
        body,
      );
      this.#done(incident);
      // An answer after the time for it is believed, and takes its fault away.
      act.confirmed();
    });
  }
}
