export type SlotName = 'A' | 'B';
export type SlotState = 'good' | 'bad' | 'installed';

interface Slot {
  version: string;
  state: SlotState;
}

/**
 * The two places that hold a gateway's firmware: one runs, the other waits. An update goes into the other one, and
 * the gateway stays with what runs unless the other starts and is found well.
 */
export class FirmwareSlots {
  #running: SlotName = 'A';
  #bootCount = 0;
  readonly #slots: Record<SlotName, Slot> = {
    A: { version: '2.4.1', state: 'good' },
    B: { version: '2.4.0', state: 'good' },
  };

  get running(): SlotName {
    return this.#running;
  }

  get other(): SlotName {
    return this.#running === 'A' ? 'B' : 'A';
  }

  get runsWell(): boolean {
    return this.#slots[this.#running].state !== 'bad';
  }

  versionOf(slot: SlotName): string {
    return this.#slots[slot].version;
  }

  /** Starts of what runs since it was last found well. */
  get bootCount(): number {
    return this.#bootCount;
  }

  /** What runs is damaged; with `both`, what waits is too. */
  corrupt(both: boolean): void {
    this.#slots[this.#running].state = 'bad';
    if (both) this.#slots[this.other].state = 'bad';
  }

  /** Both hold what they should again. */
  mend(): void {
    for (const slot of Object.values(this.#slots)) slot.state = 'good';
    this.#bootCount = 0;
  }

  install(version: string): void {
    this.#slots[this.other] = { version, state: 'installed' };
  }

  countBoot(): void {
    this.#bootCount += 1;
  }

  /**
   * Starts what waits. If it is damaged, or `wellBooted` says that it did not get well, the gateway is back on what
   * ran before, and the other slot is marked.
   *
   * @returns whether it stayed with the other one
   */
  switch(wellBooted: boolean): boolean {
    const to = this.#slots[this.other];
    if (to.state === 'bad' || !wellBooted) {
      to.state = 'bad';
      return false;
    }
    this.#running = this.other;
    to.state = 'good';
    this.#bootCount = 1;
    return true;
  }

  /** As the gateway shows it, in its twin `firmware`. */
  twin(): Record<string, string | number | boolean> {
    const { A, B } = this.#slots;
    return {
      name: 'gateway-os',
      version: this.versionOf(this.#running),
      active_slot: this.#running,
      active_slot_state: this.#slots[this.#running].state,
      other_slot: this.other,
      other_slot_version: this.versionOf(this.other),
      other_slot_state: this.#slots[this.other].state,
      boot_count: this.#bootCount,
      slot_a: `${A.version} ${A.state}`,
      slot_b: `${B.version} ${B.state}`,
      simulated: true,
    };
  }
}
