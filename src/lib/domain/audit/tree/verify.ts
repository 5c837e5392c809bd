import { sameBytes } from '../bytes';
import { HASH_BYTES, nodeOf, type Sha256 } from './hashing';

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_BYTES;
const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

/** A place on the way from a leaf to the root: its number and the last number on its level. */
interface Place {
  at: number;
  last: number;
}

const up = ({ at, last }: Place): Place => ({ at: Math.floor(at / 2), last: Math.floor(last / 2) });

/** Whether the sibling that comes next lies to the left; then also steps over levels without one. */
function climb(place: Place): { isLeft: boolean; next: Place } {
  if (place.at % 2 === 0 && place.at !== place.last) return { isLeft: false, next: up(place) };
  let at = place;
  while (at.at % 2 === 0 && at.at !== 0) at = up(at);
  return { isLeft: true, next: up(at) };
}

interface Inclusion {
  index: number;
  size: number;
  leaf: Uint8Array;
  path: readonly Uint8Array[];
  root: Uint8Array;
}

/** Whether the path proves that the leaf stands at `index` in the tree of that size and root. */
export function provesInclusion(sha256: Sha256, { index, size, leaf, path, root }: Inclusion): boolean {
  if (!isCount(index) || !isCount(size) || index >= size) return false;
  if (![leaf, root, ...path].every(isHash)) return false;
  let place: Place = { at: index, last: size - 1 };
  let hash = leaf;
  for (const sibling of path) {
    if (place.last === 0) return false;
    const { isLeft, next } = climb(place);
    hash = isLeft ? nodeOf(sha256, sibling, hash) : nodeOf(sha256, hash, sibling);
    place = next;
  }
  return place.last === 0 && sameBytes(hash, root);
}

interface Consistency {
  from: number;
  size: number;
  fromRoot: Uint8Array;
  root: Uint8Array;
  proof: readonly Uint8Array[];
}

/** Whether the proof shows that the tree of `size` begins with the tree of `from` leaves. */
export function provesConsistency(
  sha256: Sha256,
  { from, size, fromRoot, root, proof }: Consistency,
): boolean {
  if (!isCount(from) || !isCount(size) || from > size) return false;
  if (![fromRoot, root, ...proof].every(isHash)) return false;
  if (from === size) return proof.length === 0 && sameBytes(fromRoot, root);
  // Every tree begins with the empty one.
  if (from === 0) return proof.length === 0;
  let place: Place = { at: from - 1, last: size - 1 };
  while (place.at % 2 === 1) place = up(place);
  const [first, ...rest] = place.at === 0 ? [fromRoot, ...proof] : proof;
  if (first === undefined) return false;
  let [old, whole] = [first, first];
  for (const sibling of rest) {
    if (place.last === 0) return false;
    const { isLeft, next } = climb(place);
    if (isLeft) old = nodeOf(sha256, sibling, old);
    whole = isLeft ? nodeOf(sha256, sibling, whole) : nodeOf(sha256, whole, sibling);
    place = next;
  }
  return place.last === 0 && sameBytes(old, fromRoot) && sameBytes(whole, root);
}
