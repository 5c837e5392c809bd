import { expect, it } from 'vitest';
import { readDropbear } from './dropbear';

it.each([
  "Bad password attempt for 'root' from 198.51.100.23:38754",
  "bad PAM password attempt for 'root' from ::ffff:198.51.100.23:38754",
])('a wrong password at dropbear is a failed login: %s', (line) => {
  expect(readDropbear(line)).toMatchObject({
    type: 'auth.ssh_failed',
    key: '198.51.100.23',
    fields: { src: '198.51.100.23', spt: 38754, user: 'root', method: 'password' },
  });
});

it('a name may look like a line of its own', () => {
  expect(readDropbear("Bad password attempt for 'x' from 192.0.2.1:1' from 198.51.100.23:2")).toMatchObject({
    fields: { src: '198.51.100.23', spt: 2, user: "x' from 192.0.2.1:1" },
  });
});

it('a user that does not exist has no name', () => {
  const reading = readDropbear('Login attempt for nonexistent user from 198.51.100.23:38760');
  expect(reading).toMatchObject({ type: 'auth.ssh_failed', fields: { src: '198.51.100.23' } });
  expect(reading).not.toHaveProperty('fields.user');
});

it('a login is by password or by key', () => {
  expect(readDropbear("Password auth succeeded for 'root' from 192.0.2.77:8754")).toMatchObject({
    type: 'auth.ssh_success',
    fields: { method: 'password', user: 'root', src: '192.0.2.77' },
  });
  const byKey = "Pubkey auth succeeded for 'svc' with ssh-ed25519 key SHA256:abc from 2001:db8::7:8755";
  expect(readDropbear(byKey)).toMatchObject({
    type: 'auth.ssh_success',
    fields: { method: 'publickey', user: 'svc', src: '2001:db8::7', spt: 8755 },
  });
});

it('an end before login is a probe, as each failure had its own line', () => {
  const line =
    "Exit before auth from <198.51.100.23:38754>: (user 'root', 10 fails): Max auth tries reached - user 'root'";
  expect(readDropbear(line)).toMatchObject({
    type: 'auth.ssh_probe',
    fields: { src: '198.51.100.23', spt: 38754, fails: 10 },
  });
});

it('connections that begin and end are nothing, and the rest is unknown', () => {
  expect(readDropbear('Child connection from 198.51.100.23:38754')).toBe('nothing');
  expect(readDropbear('Exit (root): Disconnect received')).toBe('nothing');
  expect(readDropbear("Bad password attempt for 'root'")).toBe('unknown');
  expect(readDropbear('something else')).toBe('unknown');
});
