/**
 * Acknowledgements leave in the order in which the messages came (MQTT 3.1.1, 4.6), each not before its
 * own message is committed: one that is ready waits for those before it.
 */
export class AckQueue {
  #waiting: { ready: boolean; send: () => void }[] = [];
  #head = 0;

  /** Takes the next place in the order; call the result once the message is committed. */
  add(send: () => void): () => void {
    const entry = { ready: false, send };
    this.#waiting.push(entry);
    return () => {
      entry.ready = true;
      this.#flush();
    };
  }

  #flush(): void {
    for (;;) {
      const next = this.#waiting[this.#head];
      if (next === undefined || !next.ready) break;
      this.#head += 1;
      next.send();
    }
    if (this.#head === this.#waiting.length || this.#head > 1_024) {
      this.#waiting = this.#waiting.slice(this.#head);
      this.#head = 0;
    }
  }
}
