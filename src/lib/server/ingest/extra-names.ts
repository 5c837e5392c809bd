/** Names outside the canon that one device may have; one that invents ever new names is not followed. */
const MAX_EXTRA_NAMES = 256;

/** Bounds how many different signals a device can make the database remember. */
export class ExtraNames {
  readonly #known = new Map<number, Set<string>>();

  /** The values whose names there is room for; the very map that was given when that is all of them. */
  admit(key: number, extras: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
    if (extras.size === 0) return extras;
    const names = this.#known.get(key) ?? new Set<string>();
    this.#known.set(key, names);
    let admitted = 0;
    for (const name of extras.keys()) {
      if (!names.has(name) && names.size < MAX_EXTRA_NAMES) names.add(name);
      if (names.has(name)) admitted += 1;
    }
    return admitted === extras.size ? extras : new Map([...extras].filter(([name]) => names.has(name)));
  }
}
