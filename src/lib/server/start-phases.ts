/** What a start consists of, in the order of its log line. `program` is the loading of our own code. */
const PHASES = [
  'program',
  'settings',
  'claim',
  'database',
  'migrations',
  'plant',
  'certificates',
  'image',
  'ingest',
  'playbooks',
  'broker',
  'http',
] as const;
export type StartPhase = (typeof PHASES)[number];

/** Knows how long each phase of a start took, so that one log line says where a slow start spent its time. */
export class StartPhases {
  readonly #ms = new Map<StartPhase, number>();

  /** `now` tells the ms since the process began. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Runs the work of a phase and counts its time, also when it fails. Phases may overlap, and be resumed. */
  async time<T>(phase: StartPhase, work: () => T | Promise<T>): Promise<T> {
    const from = this.now();
    try {
      return await work();
    } finally {
      this.add(phase, this.now() - from);
    }
  }

  add(phase: StartPhase, ms: number): void {
    this.#ms.set(phase, (this.#ms.get(phase) ?? 0) + ms);
  }

  /** Whole ms since the process began, and of each phase there was. */
  report(): { totalMs: number; phasesMs: Partial<Record<StartPhase, number>> } {
    const known = PHASES.filter((phase) => this.#ms.has(phase));
    return {
      totalMs: Math.round(this.now()),
      phasesMs: Object.fromEntries(known.map((phase) => [phase, Math.round(this.#ms.get(phase) ?? 0)])),
    };
  }
}
