import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../cacao/model';
import { renderCommand, renderParty } from './render';
import type { Values } from './values';

/** What an attacker would write: structure of every place that a value may come to. */
const hostile = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom(
        '\r\n',
        '\n',
        ' HTTP/1.1',
        'Host: evil',
        '"',
        '\\',
        '{',
        '}',
        '/../',
        '..',
        '?',
        '&',
        '#',
        '+',
        '%2f',
        '$(id)',
        '`',
        ';',
        '__x__:value',
        '\0',
        '\u2028',
        'é',
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join('')),
);

const given = (value: string | null, type = 'string'): Values => ({
  __x__: { type, value, isConstant: false },
});

function render(command: Command, values: Values): { command: Command } | { faults: string[] } {
  const faults: string[] = [];
  const rendered = renderCommand(command, values, faults);
  return faults.length === 0 ? { command: rendered } : { faults };
}

describe('a value put into a command', () => {
  it('is one segment of the path or one value of the query of a request, and nothing more', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const line = 'GET /a/__x__:value/b?c=__x__:value&d=1 HTTP/1.1';
        const done = render({ type: 'http-api', command: line }, given(value));
        if ('faults' in done) return;
        const { command = '' } = done.command;
        expect(command).toMatch(/^GET [\x21-\x7e]+ HTTP\/1\.1$/);
        const url = new URL(command.split(' ')[1] ?? '', 'http://host');
        const segments = url.pathname.split('/');
        if (value !== '') expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(value);
        expect([...url.searchParams.keys()]).toEqual(['c', 'd']);
        expect(url.searchParams.get('c')).toBe(value);
        expect(url.host).toBe('host');
      }),
    );
  });

  it('never names method, host or version of a request', () => {
    for (const line of [
      '__x__:value /a HTTP/1.1',
      'GET http://__x__:value/a HTTP/1.1',
      'GET /a __x__:value',
    ]) {
      expect(render({ type: 'http-api', command: line }, given('x'))).toHaveProperty('faults');
    }
  });

  it('is never more than one header', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const headers = { 'X-Name': ['a __x__:value b'] };
        const done = render({ type: 'http-api', command: 'GET / HTTP/1.1', headers }, given(value));
        if ('faults' in done) return;
        expect(Object.keys(done.command.headers ?? {})).toEqual(['X-Name']);
        expect(done.command.headers?.['X-Name']?.[0]).toMatch(/^[\x20-\x7e]*$/);
        expect(() => new Headers({ 'X-Name': done.command.headers?.['X-Name']?.[0] ?? '' })).not.toThrow();
      }),
    );
  });

  it('is one text of the JSON, the same as it was', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const content = '{"a":"__x__:value","b":["p __x__:value q"],"c":1}';
        const done = render({ type: 'http-api', command: 'POST / HTTP/1.1', content }, given(value));
        if ('faults' in done) throw new Error(done.faults.join());
        expect(JSON.parse(done.command.content ?? '')).toEqual({ a: value, b: [`p ${value} q`], c: 1 });
      }),
    );
  });

  it('is a number or a truth in JSON where its variable is one', () => {
    const render1 = (type: string, value: string) =>
      render(
        { type: 'http-api', command: 'POST / HTTP/1.1', content: '{"a":"__x__:value"}' },
        given(value, type),
      );
    expect(render1('integer', '12')).toMatchObject({ command: { content: '{"a":12}' } });
    expect(render1('bool', 'true')).toMatchObject({ command: { content: '{"a":true}' } });
    expect(render1('long', '9007199254740993')).toMatchObject({
      command: { content: '{"a":"9007199254740993"}' },
    });
  });

  it('is one level of a topic', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const done = render({ type: 'x-zonewatch-gateway-command', command: '__x__:value' }, given(value));
        if ('command' in done) expect(done.command.command).toMatch(/^[^/+#\s\p{Cc}]+$/u);
      }),
    );
  });

  it('is one word of a command line that somebody may copy', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const done = render({ type: 'bash', command: 'ping __x__:value' }, given(value));
        if ('command' in done)
          expect(done.command.command).toMatch(/^ping [A-Za-z0-9_.:@/%+,=][A-Za-z0-9_.:@/%+,=-]*$/);
      }),
    );
  });

  it('is an address and nothing more', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const faults: string[] = [];
        const party = { type: 'net-address', name: 'n', address: { dname: ['__x__:value'] } };
        const { address } = renderParty(party, given(value), faults);
        if (faults.length === 0) expect(address?.dname?.[0]).toMatch(/^[A-Za-z0-9._:%@-]+$/);
      }),
    );
  });

  it('is never looked at for variables of its own', () => {
    const values: Values = {
      ...given('__y__:value'),
      __y__: { type: 'string', value: 'secret', isConstant: false },
    };
    expect(render({ type: 'manual', command: 'Look at __x__:value.' }, values)).toEqual({
      command: { type: 'manual', command: 'Look at __y__:value.' },
    });
  });

  it('that is not known or not declared is a fault', () => {
    expect(render({ type: 'manual', command: '__x__:value' }, given(null))).toEqual({
      faults: ['__x__ is not known'],
    });
    expect(render({ type: 'manual', command: '__z__:value' }, given('a'))).toEqual({
      faults: ['__z__ is not declared'],
    });
  });
});
