/** Why a list stands still: a pointer over it, something open or chosen in it, or a person's wish. */
export class Freeze {
  isHeld = $state(false);
  #isOver = $state(false);
  readonly #isChosen: () => boolean;

  /** @param isChosen whether something of the list is open or chosen */
  constructor(isChosen: () => boolean = () => false) {
    this.#isChosen = isChosen;
  }

  get isOn(): boolean {
    return this.isHeld || this.#isOver || this.#isChosen();
  }

  get why(): string {
    if (this.isHeld) return 'until you let it go on';
    return this.#isOver ? 'while the pointer is over the list' : 'while something of it is open';
  }

  toggle = (): void => {
    this.isHeld = !this.isHeld;
  };

  /** For the list's element: a finger that has been lifted is over nothing. */
  readonly enter = ({ pointerType }: PointerEvent): void => {
    this.#isOver = pointerType !== 'touch';
  };

  readonly leave = (): void => {
    this.#isOver = false;
  };
}
