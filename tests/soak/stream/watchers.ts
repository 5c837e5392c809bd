import { StreamClient } from './stream-client';

/** Somebody who follows the durable stream. */
export interface Watcher {
  name: string;
  person: string;
  /** Session cookie as a header. */
  cookie: string;
  /** Takes frames of the whole fleet too, as Overview does. */
  watchesFleet: boolean;
}

/** Signs a person in by the form and returns the cookie. */
export async function signIn(url: string, username: string, password: string): Promise<string> {
  const answer = await fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url },
    body: new URLSearchParams({ username, password }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (cookie === undefined) throw new Error(`${username} could not sign in: ${answer.status}`);
  return cookie;
}

/** `count` clients; people take turns, and every other client watches the fleet. */
export async function startWatchers(
  url: string,
  count: number,
  people: readonly { name: string; password: string }[],
): Promise<StreamClient[]> {
  const cookies = await Promise.all(people.map(({ name, password }) => signIn(url, name, password)));
  const clients = Array.from({ length: count }, (_, i) => {
    const turn = i % people.length;
    return new StreamClient(url, {
      name: `socket ${i + 1}`,
      person: people[turn]?.name ?? '',
      cookie: cookies[turn] ?? '',
      watchesFleet: i % 2 === 0,
    });
  });
  for (const client of clients) client.dial();
  return clients;
}
