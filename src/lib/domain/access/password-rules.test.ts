import { describe, expect, it } from 'vitest';
import { passwordWeakness } from './password-rules';

describe('a password', () => {
  it.each([
    'correct umbrella lantern',
    'tr0ubadour-&-kayak',
    'ヴァイオリンと夜の海の音楽会です',
    'vgqzkwpbnmrt',
  ])('may be anything long that nobody tries first: %s', (password) =>
    expect(passwordWeakness(password)).toBeUndefined(),
  );

  it('needs twelve characters, counted as people count them, and has at most 128', () => {
    expect(passwordWeakness('kayak violet')).toBeUndefined();
    expect(passwordWeakness('kayak viole')).toMatch(/at least 12/);
    expect(passwordWeakness('🦊🐳🌵🎻🚲🧩')).toMatch(/at least 12/);
    expect(passwordWeakness(`kayak violet ${'ab9'.repeat(50)}`)).toMatch(/at most 128/);
  });

  it.each([
    'passwordpassword',
    'P@ssw0rd2026!!',
    'danfoss12345678',
    'Administrator1!',
    'qwertyuiopasdf',
    '123456789012',
    'aaaaaaaaaaaaaa',
    'xk7xk7xk7xk7xk7',
    'Summer2026Summer',
    'zonewatch-operator',
    'abcdefghijklmnop',
    'W3lcome-W3lcome',
  ])('is refused when it is guessed first: %s', (password) => {
    expect(passwordWeakness(password)).toMatch(/guessed/);
  });

  it('is refused when it is made of the person’s own names', () => {
    expect(passwordWeakness('kimberley.stone', ['kimberley', 'Kimberley Stone'])).toMatch(/guessed/);
    expect(passwordWeakness('kimberley.stone', ['lee', 'Lee'])).toBeUndefined();
  });
});
