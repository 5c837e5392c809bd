import { describe, expect, it } from 'vitest';
import { readHttpRequest } from './http-request';

const read = (given: Parameters<typeof readHttpRequest>[0]) =>
  readHttpRequest({ command: 'POST /x HTTP/1.1', ...given });

describe('a request that a playbook writes', () => {
  it('is a start line, headers and content', () => {
    expect(
      read({ command: 'PUT /a/b?c=d%20e HTTP/1.1', headers: { 'X-A': ['1', '2'] }, content: 'ä' }),
    ).toEqual({
      method: 'PUT',
      path: '/a/b?c=d%20e',
      headers: { 'X-A': ['1', '2'] },
      body: 'ä',
    });
    expect(read({ content_b64: 'w6Q=' })).toMatchObject({ body: 'ä' });
    expect(read({})).toMatchObject({ body: undefined });
  });

  it('is none with content that is no text', () => {
    for (const encoded of ['/w==', 'w6', '!', 'a b']) {
      expect(read({ content_b64: encoded })).toHaveProperty('fault');
    }
  });

  it('never has a line more than its headers, whatever is put into its parts', () => {
    const hostile = ['\r\nX: y', '\nX: y', '\rX', '\u2028', '\0', 'a b', '\u0085', '\u010a', ''];
    for (const text of hostile) {
      const commands = [`GET /${text} HTTP/1.1`, `GET${text} / HTTP/1.1`, `GET / HTTP/1.1${text}`];
      for (const command of commands.filter((one) => one !== 'GET / HTTP/1.1')) {
        expect(readHttpRequest({ command }), JSON.stringify(command)).toHaveProperty('fault');
      }
      const name = read({ headers: { [`X-A${text}`]: ['b'] } });
      if (text !== '') expect(name, JSON.stringify(text)).toHaveProperty('fault');
      const value = read({ headers: { 'X-A': [`b${text}`] } });
      if (/[^\x20-\x7e]/.test(text)) expect(value, JSON.stringify(text)).toHaveProperty('fault');
    }
  });
});
