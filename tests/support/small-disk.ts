import { execFileSync } from 'node:child_process';
import { temporaryDirectory } from './temporary-directory';

export interface SmallDisk {
  path: string;
  remove(): void;
}

/** A small disk of memory. Only root may make one: `undefined` for everybody else, whose tests skip visibly. */
export function smallDisk(megabytes: number): SmallDisk | undefined {
  const directory = temporaryDirectory('disk');
  try {
    const options = `size=${megabytes}m,mode=0711`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', directory.path], { stdio: 'ignore' });
  } catch {
    directory.remove();
    return undefined;
  }
  return {
    path: directory.path,
    remove() {
      execFileSync('umount', [directory.path]);
      directory.remove();
    },
  };
}
