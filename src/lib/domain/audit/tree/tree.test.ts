import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeOver, leavesOf, plainRoot, proofOver, sha256 } from '../../../../../tests/support/merkle';
import { toHex } from '../bytes';
import { nodesOfSize, TreeEdge } from './edge';
import { leafOf } from './hashing';
import { consistencyParts, inclusionParts } from './parts';
import { provesConsistency, provesInclusion } from './verify';

/** Entries are the texts e0, e1 and so on; two independent implementations agree on these. */
const VECTORS: Readonly<Record<number, string>> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '956ae51bd3e285ccb826298dd523dd08824ce5579749994f2e0021737b9dd4b8',
  2: '718fa0369d7475099bc6cb4327e3823a4972285f92bd49971a583c9f08ffb68d',
  3: '64b249c4e0606e3d9742c49bfd57cd1e3eb170f5ccefa26ea045ca193d64a75f',
  5: 'e14e43627e473070de926fe026cc670820e60288089abd1f95f83f42fe81f7ab',
  7: '4cbd8e35849450400d4e9c4c0ae7f71c79ad4410f9ad2c624622ff5f8617313d',
  8: '2c56d14626d0985b97bcaeff29d37232fe7a1c69e65055ba13d4e12c0ad34cf7',
  70: 'f25e0d3336870f2ead28d3b6c1ed4badff46b7c05a5d94348ce0cad7ab730420',
};
const leaves = leavesOf(130);
const tree = (size: number) => leaves.slice(0, size);
const roots = Array.from({ length: leaves.length + 1 }, (_, size) => plainRoot(tree(size)));
const rootOf = (size: number) => roots[size]!;
const altered = (hash: Uint8Array): Uint8Array => hash.map((byte, i) => (i === 7 ? byte ^ 1 : byte));

describe('the root', () => {
  it.each(Object.entries(VECTORS))('of %s entries is the one of the test vectors', (size, root) => {
    expect(toHex(edgeOver(tree(Number(size))).root())).toBe(root);
  });

  it('of an empty entry’s leaf is the one of the test vectors', () => {
    expect(toHex(leafOf(sha256, new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });

  it('grown at the right edge is that of the definition, at every size, also when the edge was put away meanwhile', () => {
    let edge = new TreeEdge(sha256);
    for (const [i, leaf] of leaves.entries()) {
      edge.append(leaf);
      if (i % 3 === 0) edge = new TreeEdge(sha256, edge.state());
      expect(toHex(edge.root())).toBe(toHex(rootOf(i + 1)));
    }
  });

  it('is not computed of an edge that has too many or too few hashes', () => {
    expect(() => new TreeEdge(sha256, { size: 3, nodes: [leaves[0]!] })).toThrow(RangeError);
    expect(nodesOfSize(2 ** 40 + 5)).toBe(3);
  });
});

describe('inclusion', () => {
  const inclusion = (index: number, size: number) => ({
    index,
    size,
    leaf: leaves[index]!,
    path: proofOver(tree(size), inclusionParts(index, size)),
    root: rootOf(size),
  });

  it('is proven for every entry of every size', () => {
    for (let size = 1; size <= 70; size++) {
      for (let index = 0; index < size; index++) {
        expect(provesInclusion(sha256, inclusion(index, size)), `${index} of ${size}`).toBe(true);
      }
    }
  });

  it('is not proven with anything else than what was proven', () => {
    const places = fc
      .integer({ min: 1, max: leaves.length })
      .chain((size) => fc.record({ size: fc.constant(size), index: fc.integer({ min: 0, max: size - 1 }) }));
    const holds = fc.property(places, fc.nat(), ({ size, index }, chance) => {
      const good = inclusion(index, size);
      const at = good.path.length === 0 ? 0 : chance % good.path.length;
      const wrong = [
        { ...good, index: index + 1 },
        { ...good, index: -1 },
        { ...good, index: index + 0.5 },
        { ...good, size: index },
        { ...good, leaf: altered(good.leaf) },
        { ...good, root: altered(good.root) },
        { ...good, path: [...good.path, good.root] },
        { ...good, leaf: good.leaf.slice(1) },
        ...(good.path.length === 0
          ? []
          : [
              { ...good, path: good.path.slice(1) },
              { ...good, path: good.path.map((hash, i) => (i === at ? altered(hash) : hash)) },
              { ...good, path: good.path.map((hash, i) => (i === at ? hash.slice(1) : hash)) },
            ]),
      ];
      return wrong.every((claim) => !provesInclusion(sha256, claim));
    });
    expect(fc.check(holds)).toMatchObject({ failed: false });
  });

  it('of one entry is not proven at another place, nor in a tree of another size with this root', () => {
    for (const size of [2, 3, 7, 8, 64, 70]) {
      for (let index = 0; index < size; index++) {
        const good = inclusion(index, size);
        for (let other = 0; other < size; other++) {
          if (other !== index) expect(provesInclusion(sha256, { ...good, index: other })).toBe(false);
        }
      }
    }
    expect(provesInclusion(sha256, { ...inclusion(0, 8), size: 16 })).toBe(false);
  });
});

describe('consistency', () => {
  const consistency = (from: number, size: number) => ({
    from,
    size,
    fromRoot: rootOf(from),
    root: rootOf(size),
    proof: proofOver(tree(size), consistencyParts(from, size)),
  });

  it('is proven from every size to every larger one', () => {
    for (let size = 0; size <= 70; size++) {
      for (let from = 0; from <= size; from++) {
        expect(provesConsistency(sha256, consistency(from, size)), `${from} to ${size}`).toBe(true);
      }
    }
  });

  it('is not proven for a history that was altered, shortened or exchanged', () => {
    const sizes = fc
      .integer({ min: 2, max: leaves.length })
      .chain((size) => fc.record({ size: fc.constant(size), from: fc.integer({ min: 1, max: size - 1 }) }));
    const holds = fc.property(sizes, fc.nat(), ({ size, from }, chance) => {
      const good = consistency(from, size);
      const place = chance % from;
      const history = leaves.map((leaf, i) => (i === place ? altered(leaf) : leaf));
      const wrong = [
        { ...good, fromRoot: plainRoot(history.slice(0, from)) },
        { ...good, root: plainRoot(history.slice(0, size)) },
        { ...good, fromRoot: rootOf(from - 1) },
        { ...good, size: from, from: size },
        {
          ...good,
          proof: good.proof.map((hash, i) => (i === chance % good.proof.length ? altered(hash) : hash)),
        },
        { ...good, proof: good.proof.slice(1) },
        { ...good, proof: good.proof.slice(0, -1) },
        { ...good, proof: [...good.proof, good.root] },
        {
          ...good,
          proof: proofOver(history, consistencyParts(from, size)),
          root: plainRoot(history.slice(0, size)),
        },
      ];
      return wrong.every((claim) => !provesConsistency(sha256, claim));
    });
    expect(fc.check(holds)).toMatchObject({ failed: false });
  });

  it('of equal sizes is their equality, without a proof', () => {
    const same = consistency(5, 5);
    expect(provesConsistency(sha256, { ...same, root: altered(same.root) })).toBe(false);
    expect(provesConsistency(sha256, { ...same, proof: [same.root] })).toBe(false);
    expect(provesConsistency(sha256, { ...consistency(0, 5), proof: [same.root] })).toBe(false);
  });
});
