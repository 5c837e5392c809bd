/**
 * An address that a person may have typed or kept: not one of the API, which answers in its own form, nor of a
 * file that a browser asks for by itself.
 */
export const match = (param: string): boolean => !/^api(\/|$)|\.[^/]*$/.test(param);
