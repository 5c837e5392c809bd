import type { PlaybookId, RunId } from '$lib/domain/ids';
import { HOUR_MS, MINUTE_MS } from '$lib/domain/time';
import type { Playbook } from '$lib/domain/playbooks/cacao/model';
import type { RunMode } from '$lib/domain/playbooks/run';
import { answered, askApi, tellApi, type Answered } from '$lib/live/api';
import type { PlaybookSuggestion } from '$lib/protocol/playbook-suggestions';
import type { PlaybookSummary } from '$lib/protocol/playbooks';
import type { RunView } from '$lib/protocol/runs';
import type { StartFrom } from './run-desk.svelte';

/** A variable that whoever starts a run supplies. */
export interface AskedVariable {
  name: string;
  type: string;
  description: string;
  /** What the playbook assumes when nothing is said; undefined when it must be said. */
  assumed: string | undefined;
}

type Api = { ask: typeof askApi; tell: typeof tellApi };

/**
 * What a run is begun with, from the moment its window opens: which playbooks fit where it was opened from, the
 * chosen one, and its variables as far as the place fills them.
 */
export class StartForm {
  suggestions = $state.raw<readonly PlaybookSuggestion[]>([]);
  library = $state.raw<readonly PlaybookSummary[]>([]);
  /** What came of asking; undefined while it goes on. */
  answer = $state.raw<Answered<null>>();
  chosen = $state.raw<PlaybookId | ''>('');
  /** The chosen playbook itself; undefined while it is asked for, or when that failed. */
  playbook = $state.raw<Playbook>();
  fault = $state.raw('');
  mode = $state<RunMode>('run');
  timeScale = $state('60');
  /** What the checks of a drill look at: what is live, or what was stored. */
  telemetry = $state<'live' | 'recorded'>('live');
  /** When the stored stretch began, and how long it is. */
  hoursAgo = $state('1');
  minutes = $state('30');
  values = $state<Record<string, string>>({});
  readonly from: StartFrom;
  readonly #api: Api;
  /** The server's clock, as far as it is known. */
  readonly #now: () => number;

  readonly summary = $derived(this.library.find(({ id }) => id === this.chosen));
  readonly suggestion = $derived(this.suggestions.find(({ playbook }) => playbook === this.chosen));
  readonly variables: readonly AskedVariable[] = $derived(askedVariables(this.playbook));
  /** Why it cannot be started as it stands, in words; undefined when it can. */
  readonly obstacle = $derived.by(() => this.#obstacle());

  constructor(from: StartFrom, api: Api = { ask: askApi, tell: tellApi }, now = () => Date.now()) {
    this.from = from;
    this.#api = api;
    this.#now = now;
    if (from.kind === 'playbook') this.chosen = from.id;
  }

  /** Asks which playbooks there are and which fit; the best of those is chosen. */
  async load(): Promise<void> {
    const { ask } = this.#api;
    const { from } = this;
    const [library, suggested] = await Promise.all([
      answered(ask<{ items: PlaybookSummary[] }>('/playbooks')),
      from.kind === 'playbook'
        ? undefined
        : answered(
            ask<{ items: PlaybookSuggestion[] }>('/playbooks/suggested', { query: { [from.kind]: from.id } }),
          ),
    ]);
    this.answer = library.ok ? { ok: true, value: null } : library;
    if (!library.ok) return;
    this.library = library.value.items;
    if (suggested?.ok) this.suggestions = suggested.value.items;
    const known = this.suggestions.find(({ playbook }) => this.library.some(({ id }) => id === playbook));
    await this.choose(this.chosen || (known?.playbook ?? ''));
  }

  /** Takes a playbook, and fills in what the place it is started from tells. */
  async choose(id: PlaybookId | ''): Promise<void> {
    this.chosen = id;
    this.playbook = undefined;
    this.fault = '';
    this.values = { ...this.suggestions.find(({ playbook }) => playbook === id)?.start.variables };
    if (id === '') return;
    const read = await answered(this.#api.ask<Playbook>(`/playbooks/${id}`));
    if (this.chosen !== id) return;
    if (!read.ok) this.fault = read.message;
    else {
      this.playbook = read.value;
      this.#fillFromPlace();
    }
  }

  /** Has the run begin. @throws ApiError */
  async start(): Promise<RunId> {
    const { chosen, mode, suggestion } = this;
    const variables = Object.fromEntries(
      this.variables.flatMap(({ name }) => {
        const value = this.values[name]?.trim() ?? '';
        return value === '' ? [] : [[name, value] as const];
      }),
    );
    const { run } = await this.#api.tell<{ run: RunView }>(`/playbooks/${chosen}/runs`, {
      ...(suggestion?.start ?? this.#place()),
      mode,
      version: this.playbook?.modified,
      variables,
      ...(mode === 'drill' ? { timeScale: Number(this.timeScale), ...this.#record() } : {}),
    });
    return run.id;
  }

  /** The stored stretch that a drill is played; nothing when it looks at what is live. */
  #record(): object {
    if (this.telemetry === 'live') return {};
    const from = Math.round(this.#now() - Number(this.hoursAgo) * HOUR_MS);
    return { recorded: { from, to: Math.round(from + Number(this.minutes) * MINUTE_MS) } };
  }

  /** What a run is about when no suggestion says more. */
  #place(): object {
    const { kind, id } = this.from;
    switch (kind) {
      case 'playbook':
        return {};
      case 'drive':
        return { drives: [id] };
      default:
        return { [kind]: id };
    }
  }

  /** Names that every playbook uses for what it is started for. */
  #fillFromPlace(): void {
    const { kind, id } = this.from;
    const name = kind === 'gateway' ? '__gateway__' : kind === 'drive' ? '__drive__' : undefined;
    if (name !== undefined && this.values[name] === undefined) this.values[name] = String(id);
  }

  #obstacle(): string | undefined {
    const { summary, mode } = this;
    if (summary === undefined || this.playbook === undefined) return 'Choose a playbook.';
    if (!summary.executable)
      return 'It cannot be executed: its page says why. It can be read and done by hand.';
    const missing = this.variables.find(
      ({ name, assumed }) => assumed === undefined && (this.values[name] ?? '').trim() === '',
    );
    if (mode === 'drill' && this.telemetry === 'recorded') {
      if (!(Number(this.minutes) > 0)) return 'Say how many minutes of the record are played.';
      if (!(Number(this.hoursAgo) * HOUR_MS >= Number(this.minutes) * MINUTE_MS))
        return 'The record would end in the future.';
    }
    if (missing !== undefined && mode !== 'drill') return `Fill in: ${missing.description || missing.name}`;
    return undefined;
  }
}

function askedVariables(playbook: Playbook | undefined): AskedVariable[] {
  return Object.entries(playbook?.playbook_variables ?? {})
    .filter(([, { external, constant }]) => external === true && constant !== true)
    .map(([name, { type, description, value }]) => ({
      name,
      type,
      description: description ?? '',
      assumed: value ?? undefined,
    }));
}
