import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { temporaryDirectory } from '../support/temporary-directory';
import { ServerLog } from './server-log';

const folder = temporaryDirectory('server-log');
afterAll(() => folder.remove());

it('lets a line that a kill cut off neither count nor take the next line with it', async () => {
  const log = new ServerLog(join(folder.path, 'server.log'), () => false);
  log.add('{"level":"warn","msg":"all is well"}\n{"level":"warn","msg":"half a li');
  log.cutOff();
  log.add('{"level":"error","msg":"first line of the next"}\nstack of');
  log.add(' something\n');
  await log.close();
  expect(log.errors.list()).toEqual([{ text: 'first line of the next', times: 1 }]);
  expect(log.strange.list()).toEqual([{ text: 'stack of something', times: 1 }]);
});
