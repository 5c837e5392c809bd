import { expect, it } from 'vitest';
import { packState } from '../../../../src/lib/protocol/frame-layout';
import { FrameWriter } from '../../../../src/lib/protocol/frame-writer';
import { DriveNews } from './drive-news';
import { headOf, readBareEntries, readEntries } from './entries';

const T = 1_763_630_000_000;
const LIVE = packState('running', 'live');

it('reads of every kind of frame whose value it is and when that was received', () => {
  const writer = new FrameWriter();
  const seen: [number, number][] = [];
  const take = (whole: boolean) => {
    const bytes = writer.finish(7);
    expect(headOf(bytes)).toEqual({ room: 3, number: 7, layoutVersion: 2, whole });
    readEntries(bytes, (index, receivedAt) => seen.push([index, receivedAt]));
  };
  const begin = (kind: 'fleet' | 'site' | 'drive', whole: boolean) =>
    writer.begin({ kind, whole, room: 3, layoutVersion: 2, now: T });
  begin('fleet', false);
  writer.fleetEntry(40_000, LIVE, 0, 120, 50);
  writer.fleetEntry(5, LIVE, 0, undefined, 50);
  take(false);
  begin('site', true);
  writer.siteEntry(1, LIVE, 0, 0, 50, [], []);
  writer.siteEntry(2, LIVE, 0, 30, 50, [], []);
  take(true);
  begin('drive', false);
  writer.driveHeader(LIVE, 0, 80, 0, 50);
  writer.signalEntry(4, 0, 80, 1, undefined);
  take(false);
  expect(seen).toEqual([
    [40_000, T - 120],
    [1, T],
    [2, T - 30],
    [0, T - 80],
  ]);
});

it('reads the frames of a bare pipeline', () => {
  const frame = Buffer.alloc(40 + 16);
  frame.writeDoubleLE(T, 0);
  frame.writeUInt32LE(70_000, 40);
  frame.writeUInt16LE(3, 44);
  frame.writeUInt32LE(1, 48);
  frame.writeUInt16LE(4, 52);
  const seen: [number, number][] = [];
  readBareEntries(frame, (index, receivedAt) => seen.push([index, receivedAt]));
  expect(seen).toEqual([
    [70_000, T - 30],
    [1, T - 40],
  ]);
});

it('counts a value once, however often it is sent, and none that waited for somebody to come', () => {
  const news = new DriveNews(Float64Array.from([T, T + 1_000]));
  news.take(0, T + 10, T + 200, false);
  expect(news.latency.count).toBe(0);
  news.take(0, T + 1_010, T + 1_150, true);
  news.take(0, T + 1_015, T + 1_400, true);
  expect(news.latency.summary()).toMatchObject({ count: 1, max: 150 });
});
