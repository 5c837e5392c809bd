import { expect, it } from 'vitest';
import { gatewayId } from '../../../domain/ids';
import {
  isBridgeNotification,
  isOwnDownFilter,
  isTopicFilter,
  isTopicName,
  matches,
  ownUpTopic,
} from './topics';

const gw = gatewayId.parse('gw-042');

it('a gateway writes only below its own up branch', () => {
  expect(ownUpTopic(gw, 'gw/gw-042/up/te/device/main///m/env')).toBe('te/device/main///m/env');
  expect(ownUpTopic(gw, 'gw/gw-042/up/')).toBe('');
  for (const topic of [
    'gw/gw-043/up/te/x',
    'gw/gw-042/up',
    'gw/gw-042/down/x',
    'gw/gw-0421/up/x',
    'te/x',
    '',
  ]) {
    expect(ownUpTopic(gw, topic)).toBeUndefined();
  }
});

it('a gateway reads only below its own down branch', () => {
  for (const filter of ['gw/gw-042/down/#', 'gw/gw-042/down/te/+/+/+/+/cmd/+/+']) {
    expect(isOwnDownFilter(gw, filter)).toBe(true);
  }
  for (const filter of ['#', '+/gw-042/down/#', 'gw/+/down/#', 'gw/gw-042/#', 'gw/gw-043/down/#', '$SYS/#']) {
    expect(isOwnDownFilter(gw, filter)).toBe(false);
  }
});

it('a name holds no wildcard, no NUL and no broken character', () => {
  expect(isTopicName('gw/a/up/te/device/main///m/')).toBe(true);
  for (const name of ['', 'a/+', 'a/#', 'a\u0000b', 'a\uFFFDb']) expect(isTopicName(name)).toBe(false);
});

it('wildcards of a filter fill whole levels, and the hash comes last', () => {
  for (const filter of ['a', '+', '#', 'a/+/b', 'a/#', '+/+', 'a//b'])
    expect(isTopicFilter(filter)).toBe(true);
  for (const filter of ['', 'a+', 'a/b#', '#/a', 'a/#/b', 'a\u0000'])
    expect(isTopicFilter(filter)).toBe(false);
});

it('a plus matches one level, also an empty one, and a hash every level from there on', () => {
  expect(matches('te/+/+/+/+/cmd/+/+', 'te/device/main///cmd/restart/1')).toBe(true);
  expect(matches('te/+', 'te/a/b')).toBe(false);
  expect(matches('te/#', 'te/a/b')).toBe(true);
  expect(matches('te/#', 'te')).toBe(true);
  expect(matches('te/a', 'te/a/b')).toBe(false);
  expect(matches('te/a/b', 'te/a')).toBe(false);
});

it('the state a mosquitto bridge reports of itself is known as such', () => {
  expect(isBridgeNotification('$SYS/broker/connection/gw-042.up/state')).toBe(true);
  expect(isBridgeNotification('$SYS/broker/uptime')).toBe(false);
});
