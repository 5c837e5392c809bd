import type { IPublishPacket } from 'mqtt-packet';
import { expect, it } from 'vitest';
import { Outbound, type Outgoing } from './outbound';

const message = (topic: string, qos: 0 | 1 = 1): Outgoing => ({
  topic,
  payload: Buffer.from('x'),
  qos,
  retain: false,
});

function attached(outbound: Outbound, room?: number, stillTrue: (m: Outgoing) => boolean = () => true) {
  const sent: IPublishPacket[] = [];
  outbound.attach((packet) => sent.push(packet), room, stillTrue);
  return { sent, texts: () => sent.map((p) => `${p.topic} ${p.messageId ?? '-'}${p.dup ? ' again' : ''}`) };
}

it('sends no more unacknowledged messages than a gateway takes, the others in order after them', () => {
  const outbound = new Outbound(100);
  const { texts } = attached(outbound, 2);
  for (const topic of ['a', 'b', 'c', 'd']) outbound.offer(message(topic));
  expect(texts()).toEqual(['a 1', 'b 2']);
  outbound.acknowledged(2);
  expect(texts()).toEqual(['a 1', 'b 2', 'c 3']);
  outbound.acknowledged(77);
  expect(texts()).toHaveLength(3);
});

it('QoS 0 needs no acknowledgement and no id', () => {
  const outbound = new Outbound(100);
  const { texts } = attached(outbound, 1);
  for (const topic of ['a', 'b', 'c']) outbound.offer(message(topic, 0));
  expect(texts()).toEqual(['a -', 'b -', 'c -']);
});

it('says when nothing more fits', () => {
  const outbound = new Outbound(2);
  expect([message('a'), message('b'), message('c')].map((m) => outbound.offer(m))).toEqual([
    true,
    true,
    false,
  ]);
});

it('a new connection gets what was in flight again, and in flight or queued only what still stands', () => {
  const outbound = new Outbound(100);
  attached(outbound, 2);
  for (const topic of ['a', 'b', 'c', 'd']) outbound.offer(message(topic));
  outbound.detach();
  const { texts } = attached(outbound, 20, ({ topic }) => topic !== 'a' && topic !== 'c');
  expect(texts()).toEqual(['b 2 again', 'd 3']);
});

it('an id is not used again while it is in flight', () => {
  const outbound = new Outbound(100_000);
  const { sent } = attached(outbound, 2);
  outbound.offer(message('stays'));
  for (let i = 0; i < 65_540; i += 1) {
    outbound.offer(message('passes'));
    outbound.acknowledged(sent.at(-1)!.messageId!);
  }
  expect(sent.slice(1).every(({ messageId }) => messageId !== 1 && messageId !== 0)).toBe(true);
});
