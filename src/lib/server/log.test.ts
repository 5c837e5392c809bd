import { expect, it } from 'vitest';
import { createLogger } from './log';

function written(fields: object): Record<string, unknown> {
  let line = '';
  createLogger('info', { write: (text) => void (line = text) }).info(fields, 'said');
  return JSON.parse(line) as Record<string, unknown>;
}

it('writes no secret, however deep it sits', () => {
  const line = written({ password: 'one', request: { cookie: 'two', body: { token: 'three' } } });
  expect(JSON.stringify(line)).not.toMatch(/one|two|three/);
});

it('writes of an error what it says and why, not what it holds', () => {
  const error = Object.assign(new Error('broken', { cause: new Error('cable') }), {
    code: '57P01',
    client: { password: 'kept by the driver' },
  });
  const line = written({ err: error });
  expect(line['err']).toMatchObject({ message: 'broken', code: '57P01', cause: { message: 'cable' } });
  expect(JSON.stringify(line)).not.toContain('kept by the driver');
});

it('writes of a failed query its words, not the values it was asked with', () => {
  const cause = new Error('connection lost');
  const error = new Error('Failed query: insert into person values ($1)\nparams: $argon2id$hash,\nmore', {
    cause,
  });
  const line = written({ err: new Error('not stored', { cause: error }) });
  expect(line['err']).toMatchObject({ cause: { message: 'Failed query: insert into person values ($1)' } });
  expect(JSON.stringify(line)).toContain('log.test.ts');
  expect(JSON.stringify(line)).not.toMatch(/argon2id|more/);
});
