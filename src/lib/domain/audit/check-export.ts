import { sameBytes } from './bytes';
import { readRecord } from './entry';
import { exportLine, type ReadExportLine } from './export-format';
import { openCheckpoint, type Checkpoint } from './note/checkpoint';
import type { VerifySignature } from './note/signed-note';
import { parseVerifierKey, type VerifierKey } from './note/verifier-key';
import { leafOf, type Sha256 } from './tree/hashing';
import { provesConsistency, provesInclusion } from './tree/verify';

export interface ExportFault {
  /** Line of the file, from 1. */
  line: number;
  text: string;
}

/** What an export was found to be. */
export interface ExportVerdict {
  faults: readonly ExportFault[];
  key: VerifierKey | undefined;
  from: number;
  to: number;
  complete: boolean;
  /** Entries whose bytes were proven to stand in the signed log. */
  proven: number;
  checkpoints: number;
  /** The checkpoint that all is proven against. */
  last: Checkpoint | undefined;
}

interface CheckOptions {
  sha256: Sha256;
  verify: VerifySignature;
  /** The key that must have signed, as it came another way; `undefined` to believe the export's own. */
  trusted?: VerifierKey | undefined;
}

type Head = ReadExportLine & { type: 'head' };

/**
 * Verifies an export line by line, without the installation it came from: signatures, that each checkpoint
 * goes on from the one before, and that each entry's bytes lead to the root of the last. Every line that
 * proves nothing is a fault.
 */
export class ExportCheck {
  readonly #faults: ExportFault[] = [];
  #line = 0;
  #head: Head | undefined;
  #key: VerifierKey | undefined;
  #last: Checkpoint | undefined;
  #checkpoints = 0;
  #proven = 0;
  #entries = 0;
  #next = 0;
  #ended = false;

  constructor(private readonly options: CheckOptions) {}

  /** Takes the next line. */
  line(text: string): void {
    this.#line += 1;
    if (this.#ended) return this.#fault('Something follows the end.');
    const line = parse(text);
    if (line === undefined) return this.#fault('This is no line of an export.');
    if ((line.type === 'head') !== (this.#line === 1)) return this.#fault('The first line must be the head.');
    switch (line.type) {
      case 'head':
        return this.#takeHead(line);
      case 'checkpoint':
        return this.#takeCheckpoint(line);
      case 'entry':
        return this.#takeEntry(line);
      case 'end':
        return this.#takeEnd(line);
    }
  }

  verdict(): ExportVerdict {
    const cut = this.#ended
      ? []
      : [{ line: this.#line + 1, text: 'The export is cut off: its end is missing.' }];
    const { from = 0, to = 0, complete = false } = this.#head ?? {};
    return {
      faults: [...this.#faults, ...cut],
      key: this.#key,
      from,
      to,
      complete,
      proven: this.#proven,
      checkpoints: this.#checkpoints,
      last: this.#last,
    };
  }

  #takeHead(head: Head): void {
    this.#head = head;
    this.#next = head.from;
    const { sha256, trusted } = this.options;
    const own = parseVerifierKey(sha256, head.key);
    this.#key = trusted ?? own;
    if (own === undefined) this.#fault('The key of the export cannot be read.');
    else if (trusted !== undefined && !sameBytes(trusted.publicKey, own.publicKey))
      this.#fault('The export names another key than the one that is trusted.');
    if (this.#key !== undefined && this.#key.name !== head.origin)
      this.#fault(`The export is of the log ${head.origin}, the key of ${this.#key.name}.`);
  }

  #takeCheckpoint({ size, note, proof }: ReadExportLine & { type: 'checkpoint' }): void {
    const { sha256, verify } = this.options;
    const found = this.#key === undefined ? undefined : openCheckpoint(note, this.#key, verify);
    if (found === undefined) return this.#fault('This checkpoint is not signed by the key.');
    if (found.size !== size)
      return this.#fault(`This checkpoint is of ${found.size} entries, not of ${size}.`);
    if (this.#entries > 0) return this.#fault('Checkpoints stand before the entries.');
    const before = this.#last;
    if (before !== undefined) {
      const claim = { from: before.size, size, fromRoot: before.root, root: found.root, proof };
      if (!provesConsistency(sha256, claim))
        return this.#fault(`The log of ${size} entries does not begin with that of ${before.size}.`);
    }
    this.#last = found;
    this.#checkpoints += 1;
  }

  #takeEntry({ seq, body, path }: ReadExportLine & { type: 'entry' }): void {
    const { sha256 } = this.options;
    const head = this.#head;
    this.#entries += 1;
    if (head === undefined) return;
    const expected = this.#next;
    this.#next = seq + 1;
    if (seq < expected || seq >= head.to) return this.#fault(`Entry ${seq} does not belong here.`);
    if (head.complete && seq !== expected) this.#fault(`Entry ${expected} is missing.`);
    const last = this.#last;
    if (last?.size !== head.size) return this.#fault(`Entry ${seq} has no checkpoint to be proven by.`);
    const bytes = new TextEncoder().encode(body);
    const leaf = leafOf(sha256, bytes);
    if (!provesInclusion(sha256, { index: seq, size: last.size, leaf, path, root: last.root }))
      return this.#fault(`Entry ${seq} is not what was signed: it was altered, or its proof was.`);
    if (readRecord(bytes)?.seq !== seq) return this.#fault(`Entry ${seq} says another number of itself.`);
    this.#proven += 1;
  }

  #takeEnd({ entries }: ReadExportLine & { type: 'end' }): void {
    this.#ended = true;
    const { complete = false, to = 0 } = this.#head ?? {};
    if (entries !== this.#entries)
      this.#fault(`${entries} entries were exported, ${this.#entries} are here.`);
    if (complete && this.#next !== to) this.#fault(`Entries ${this.#next} to ${to - 1} are missing.`);
  }

  #fault(text: string): void {
    this.#faults.push({ line: this.#line, text });
  }
}

function parse(text: string): ReadExportLine | undefined {
  try {
    return exportLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
