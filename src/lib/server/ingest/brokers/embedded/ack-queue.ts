/** Messages with the same commit, one after the other. */
interface Run {
  readonly committed: Promise<void>;
  readonly acks: number[];
  isReady: boolean;
}

/**
 * Acknowledgements leave in the order in which the messages came (MQTT 3.1.1, 4.6), each not before its
 * own message is committed: one that is ready waits for those before it. An acknowledgement is a number here,
 * because tens of thousands wait at any time; what it means is known to whoever sends it.
 */
export class AckQueue {
  #runs: Run[] = [];

  constructor(
    private readonly send: (ack: number) => void,
    /** Told when a commit has failed: these acknowledgements never leave, nor do those behind them. */
    private readonly failed: (acks: readonly number[], error: unknown) => void,
  ) {}

  /** Takes the next place in the order. */
  add(ack: number, committed: Promise<void>): void {
    const last = this.#runs.at(-1);
    if (last?.committed === committed && !last.isReady) {
      last.acks.push(ack);
      return;
    }
    const run = { committed, acks: [ack], isReady: false };
    this.#runs.push(run);
    committed.then(
      () => {
        run.isReady = true;
        this.#flush();
      },
      (error: unknown) => this.failed(run.acks, error),
    );
  }

  #flush(): void {
    let sent = 0;
    for (const run of this.#runs) {
      if (!run.isReady) break;
      sent += 1;
      for (const ack of run.acks) this.send(ack);
    }
    this.#runs.splice(0, sent);
  }
}
