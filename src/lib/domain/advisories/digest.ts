const [SEED_A, SEED_B] = [0xdeadbeef, 0x41c6ce57];
const [MIX_A, MIX_B] = [2_654_435_761, 1_597_334_677];

/** A short name of a text, the same for the same text; tells texts apart and keeps no secret. */
export function digestOf(text: string): string {
  let [a, b] = [SEED_A, SEED_B];
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, MIX_A);
    b = Math.imul(b ^ code, MIX_B);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return [a, b].map((part) => (part >>> 0).toString(16).padStart(8, '0')).join('');
}
