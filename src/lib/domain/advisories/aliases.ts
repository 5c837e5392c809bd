/** A product that is sold under another name. A person confirms what only an alias says. */
interface Alias {
  vendor: string;
  written: RegExp;
  /** Name of the product as its maker has it, and the maker. */
  product: string;
  maker: string;
  note: string;
}

const ALIASES: readonly Alias[] = [
  {
    vendor: 'eaton',
    written: /\b9000X\b/i,
    product: 'VACON NX',
    maker: 'danfoss',
    note: 'Eaton 9000X is said to be a VACON NX under another name; not verified',
  },
];

/** Names under which a product that somebody wrote about is known elsewhere. */
export const aliasesOf = (vendorKey: string, written: string): readonly Omit<Alias, 'written'>[] =>
  ALIASES.filter((alias) => vendorKey.includes(alias.vendor) && alias.written.test(written));
