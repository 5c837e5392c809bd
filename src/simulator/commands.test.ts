import { describe, expect, it } from 'vitest';
import { answerCommand } from './commands';

const main = (channel: string) => ({ entity: 'device/main//', channel });
const init = Buffer.from('{"status":"init"}');
const statuses = (channel: string, payload = init, entity = 'device/main//') =>
  answerCommand({ entity, channel }, payload).say.map(({ body }) => (body as { status: string }).status);

describe('a simulated gateway that is given a command', () => {
  it('restarts, and says so on the topic of the command', () => {
    const answer = answerCommand(main('cmd/restart/run-1'), init);
    expect(answer.restart).toBe(true);
    expect(answer.say.map(({ channel }) => channel)).toEqual(['cmd/restart/run-1', 'cmd/restart/run-1']);
    expect(statuses('cmd/restart/run-1')).toEqual(['executing', 'successful']);
  });

  it('takes a command without a status for a new one', () => {
    expect(statuses('cmd/restart/run-1', Buffer.from('{}'))).toEqual(['executing', 'successful']);
  });

  it('fails what it cannot do, with the reason, and repeats what it was asked', () => {
    const payload = Buffer.from('{"status":"init","version":"2"}');
    const [, last] = answerCommand(main('cmd/firmware_update/run-1'), payload).say;
    expect(last?.body).toEqual({
      status: 'failed',
      version: '2',
      reason: 'firmware_update is not simulated',
    });
  });

  it('restarts no drive: only itself', () => {
    expect(answerCommand({ entity: 'device/p-101//', channel: 'cmd/restart/run-1' }, init).restart).toBe(
      false,
    );
  });

  it('answers a health check with its health', () => {
    expect(answerCommand(main('cmd/health/check'), init)).toEqual({ say: [], health: true, restart: false });
  });

  it.each(['', 'not json', '[]', '{"status":"executing"}', '{"status":"successful"}'])(
    'says nothing to "%s": cleared, broken, or its own word coming back',
    (payload) => expect(statuses('cmd/restart/run-1', Buffer.from(payload))).toEqual([]),
  );

  it.each(['cmd/restart', 'cmd/restart/1/2', 'm/drive', 'config'])('knows no command on %s', (channel) =>
    expect(answerCommand(main(channel), init)).toEqual({ say: [], health: false, restart: false }),
  );
});
