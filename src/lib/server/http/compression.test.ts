import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, createBrotliDecompress, gunzipSync } from 'node:zlib';
import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, it } from 'vitest';
import { demoPlant } from '../../../simulator/demo-plant';
import { planSites } from '../../components/plant/plant-plan';
import type { Plant } from '../../domain/plant/model';
import { resolvePlant } from '../../domain/plant/file/resolve';
import { compression, PACKED } from './compression';

const page = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { 'content-type': 'text/html', ...headers } });
const withLength = (text: string) =>
  page(text, { 'content-length': String(Buffer.byteLength(text)), etag: '"abc"' });

function send(response: Response, { route = '/(plant)/overview', accepts = 'gzip, br' } = {}) {
  const request = new Request('http://127.0.0.1/', { headers: { 'accept-encoding': accepts } });
  const event = { route: { id: route }, request } as unknown as RequestEvent;
  return Promise.resolve(compression({ event, resolve: async () => response }));
}

const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
const LONG = 'the same words again and again '.repeat(100);

describe('an answer about the plant', () => {
  it.each([
    ['gzip, br', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
  ])('to one that takes %s leaves in %s', async (accepts, coding, unpack) => {
    const response = await send(withLength(LONG), { accepts });
    expect(response.headers.get('content-encoding')).toBe(coding);
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(response.headers.has('content-length')).toBe(false);
    expect(response.headers.has('etag')).toBe(false);
    const sent = await bytes(response);
    expect(sent.length).toBeLessThan(LONG.length / 10);
    expect(unpack(sent).toString()).toBe(LONG);
  });

  it('leaves as it is to one that takes neither, and says that it depends on that', async () => {
    const response = await send(withLength(LONG), { accepts: 'identity' });
    expect(response.headers.get('content-encoding')).toBeNull();
    expect(response.headers.get('vary')).toBe('accept-encoding');
    expect(await response.text()).toBe(LONG);
  });

  it('leaves as it is when it is short, empty or an error', async () => {
    const answers = [
      withLength('short'),
      new Response(null, { status: 304 }),
      new Response(LONG, { status: 404, headers: { 'content-type': 'text/html' } }),
    ];
    for (const answer of answers) {
      expect((await send(answer)).headers.has('content-encoding')).toBe(false);
    }
  });

  it('that comes in parts is sent in parts: none waits for the next', async () => {
    let more!: ReadableStreamDefaultController<Uint8Array>;
    const parts = new ReadableStream<Uint8Array>({ start: (controller) => void (more = controller) });
    const response = await send(page(parts));
    const unpacked = createBrotliDecompress();
    const text: string[] = [];
    unpacked.on('data', (chunk: Buffer) => text.push(chunk.toString()));
    const reader = response.body!.getReader();
    for (const part of ['<frame>', '<history>']) {
      more.enqueue(Buffer.from(part));
      const arrived = new Promise((resolve) => unpacked.once('data', resolve));
      unpacked.write((await reader.read()).value);
      await arrived;
      expect(text.at(-1)).toBe(part);
    }
    more.close();
    while (!(await reader.read()).done);
  });

  it('that nobody reads to its end is let go of', async () => {
    let isLetGo = false;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(Buffer.from(LONG)),
      cancel: () => void (isLetGo = true),
    });
    const reader = (await send(page(endless))).body!.getReader();
    await reader.read();
    await reader.cancel(new Error('the browser has gone')).catch(() => undefined);
    await expect.poll(() => isLetGo).toBe(true);
  });
});

describe('what may hold a secret', () => {
  it.each(['/login', '/setup', '/(plant)/account', '/(plant)/people', '/(plant)/audit', '/api/v1/audit', ''])(
    'is never packed: %j',
    async (route) => {
      const response = await send(withLength(LONG), { route });
      expect(response.headers.has('content-encoding')).toBe(false);
      expect(response.headers.get('content-length')).toBe(String(LONG.length));
    },
  );
});

it('names routes that exist', () => {
  const routes = join(import.meta.dirname, '../../../routes');
  const missing = [...PACKED].filter((id) =>
    ['+page.svelte', '+server.ts'].every((file) => !existsSync(join(routes, id, file))),
  );
  expect(missing).toEqual([]);
});

it('sends what a page of 20,000 drives knows of its plant in less than 10 KB', async () => {
  const plant = resolvePlant(demoPlant({ seed: 1, drives: 20_000 })) as unknown as Plant;
  expect(plant.drives.length).toBeGreaterThanOrEqual(20_000);
  const response = await send(withLength(JSON.stringify(planSites(plant, () => true))));
  expect((await bytes(response)).length).toBeLessThan(10_000);
});
