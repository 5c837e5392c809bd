import type { DriveId } from '../../ids';

/** What was found where a statement looks: something that is current, or why there is nothing to go by. */
export type FoundValue =
  | {
      readonly known: true;
      /** As people read it, with its unit. */
      readonly text: string;
      /** As variables take it; as `text` when left out. */
      readonly plain?: string;
      readonly number?: number;
      /** For what is so or not. */
      readonly is?: boolean;
    }
  | { readonly known: false; readonly text: string };

/** One thing that a statement is about. */
export interface Found {
  readonly drive: DriveId | null;
  /** What it is called where several are looked at. */
  readonly name: string;
  readonly value: FoundValue;
}

export const unknown = (why: string): FoundValue => ({ known: false, text: why });
export const number = (value: number, unit = ''): FoundValue => ({
  known: true,
  text: unit === '' ? String(value) : `${value} ${unit}`,
  plain: String(value),
  number: value,
});
export const word = (text: string): FoundValue => ({ known: true, text });
export const truth = (is: boolean, text: string): FoundValue => ({ known: true, text, is });
