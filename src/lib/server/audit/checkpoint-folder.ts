import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../domain/time';
import { createPrivateFile } from '../storage/private-files';

/** A checkpoint as it lies in a folder: its size and time are its file's name, what it says is its note. */
export interface CheckpointFile {
  size: number;
  at: Instant;
  name: string;
}

const NAME = /^(\d{15})-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.checkpoint$/;
const SIZE_DIGITS = 15;

const nameOf = (size: number, at: Instant): string => {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${String(size).padStart(SIZE_DIGITS, '0')}-${time}.checkpoint`;
};

/**
 * A folder of checkpoints: one file each, the standard's text and nothing else, so that any tool reads it.
 * Files are put in place whole and are never written again.
 */
export class CheckpointFolder {
  constructor(readonly path: string) {}

  /** What lies there, the smallest first. Throws when the folder cannot be read; an absent one is empty. */
  async list(): Promise<CheckpointFile[]> {
    const names = await readdir(this.path).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    return names.flatMap(fileOf).sort((a, b) => a.size - b.size || a.at - b.at);
  }

  read({ name }: CheckpointFile): Promise<string> {
    return readFile(join(this.path, name), 'utf8');
  }

  /** Keeps a checkpoint. One that lies there already stays as it is. */
  async keep(size: number, at: Instant, note: string): Promise<void> {
    await mkdir(this.path, { recursive: true });
    await createPrivateFile(join(this.path, nameOf(size, at)), note);
  }
}

function fileOf(name: string): CheckpointFile[] {
  const match = NAME.exec(name);
  if (match === null) return [];
  const [, size, year, month, day, hour, minute, second] = match.map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
  return [{ size: size ?? 0, at, name }];
}
