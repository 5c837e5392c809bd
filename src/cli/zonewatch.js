#!/usr/bin/env node
/**
 * The `zonewatch` command. Plain JavaScript, so that it starts wherever it is called from: the sources are
 * TypeScript with relative imports, and no configuration file of the caller's directory has a say.
 */
import process from 'node:process';
import { register } from 'tsx/esm/api';

register({ tsconfig: false });
const { run } = await import('./main');
process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  workingDirectory: process.cwd(),
  print: (/** @type {string} */ text) => void process.stdout.write(`${text}\n`),
  complain: (/** @type {string} */ text) => void process.stderr.write(`${text}\n`),
});
