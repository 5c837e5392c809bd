/** Of an asset of the inventory: a kind, a colon, and what the kind calls it. */
export const match = (param: string): boolean =>
  param.length <= 400 && /^(gateway|drive|device|platform):./.test(param);
