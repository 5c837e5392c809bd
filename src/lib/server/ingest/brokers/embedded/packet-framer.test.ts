import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PacketFramer } from './packet-framer';

/** A packet of type `type` with a body of `size` bytes. */
function packet(type: number, size: number): Buffer {
  const length: number[] = [];
  let rest = size;
  do {
    const more = rest > 127;
    length.push((rest % 128) + (more ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([type << 4, ...length]), Buffer.alloc(size, type)]);
}

function all(framer: PacketFramer): Buffer[] {
  const packets: Buffer[] = [];
  for (let next = framer.next(); next !== undefined; next = framer.next()) packets.push(next);
  return packets;
}

it('gives the same packets however the stream is cut', () => {
  const packets = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 15 }), fc.oneof(fc.constantFrom(0, 127, 128, 16_384), fc.nat(300))),
  );
  fc.assert(
    fc.property(packets, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (list, cuts) => {
      const sent = list.map(([type, size]) => packet(type, size));
      const stream = Buffer.concat(sent);
      const framer = new PacketFramer(1_000_000);
      const got: Buffer[] = [];
      for (let at = 0, i = 0; at < stream.length; i += 1) {
        const size = cuts[i % cuts.length]!;
        framer.push(stream.subarray(at, at + size));
        at += size;
        got.push(...all(framer));
      }
      expect(Buffer.concat(got).equals(stream)).toBe(true);
      expect(got.map((p) => p.length)).toEqual(sent.map((p) => p.length));
    }),
  );
});

it('judges a size by its header, before the body has come', () => {
  const framer = new PacketFramer(1_000);
  framer.push(packet(3, 2_000).subarray(0, 3));
  expect(() => framer.next()).toThrow('2003 bytes');
});

it('refuses a length that does not end after four bytes', () => {
  const framer = new PacketFramer(1_000);
  framer.push(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff]));
  expect(() => framer.next()).toThrow('more than four bytes');
});

it('waits for a header that is cut in the middle', () => {
  const framer = new PacketFramer(100_000);
  framer.push(Buffer.from([0x30, 0x80]));
  expect(framer.next()).toBeUndefined();
});
