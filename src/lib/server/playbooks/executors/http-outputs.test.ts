import { expect, it } from 'vitest';
import { answerOutputs } from './http-outputs';

const answered = (body: string) =>
  ({ kind: 'answered', status: 200, body: Buffer.from(body), isWhole: true }) as never;

it('neither a secret nor the header that carried it comes back, in base64 or in JSON', () => {
  const secret = 'pass"word';
  const coded = Buffer.from(`kim:${secret}`).toString('base64');
  const credential = { secret, header: { authorization: `Basic ${coded}` } };
  const body = JSON.stringify({ echo: `Basic ${coded}`, coded, plain: secret });
  const outputs = answerOutputs(answered(body), credential);
  expect(outputs['__echo__']).toBe('[secret]');
  expect(outputs['__coded__']).toBe('[secret]');
  expect(outputs['__plain__']).toBe('[secret]');
  expect(JSON.stringify(outputs)).not.toContain(coded);
});
