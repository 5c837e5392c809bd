import type { Reading } from '../finding';
import { finding } from '../make-finding';
import { MAX_FIELD, visibleText } from '../visible-text';
import { between, upTo } from './words';

const UNIT = /^[\w@:.\\-]{1,200}\.(?:service|socket|mount|timer|target|path|swap|slice|scope)$/;

const HARMLESS = [
  'Starting ',
  'Started ',
  'Stopping ',
  'Stopped ',
  'Finished ',
  'Reached target ',
  'Closed ',
  'Created slice ',
  'Removed slice ',
  'Listening on ',
  'Mounted ',
  'Mounting ',
  'Unmounted ',
  'Reloading',
  'Reloaded',
  'Startup finished',
  // The unit's own line has said so before.
  'Failed to start ',
  'Dependency failed for ',
] as const;

/** The service manager: `tedge-agent.service: Failed with result 'signal'.` */
export function readSystemd(text: string): Reading {
  const unit = upTo(text, ': ');
  if (UNIT.test(unit)) {
    const result = between(text, ": Failed with result '", "'");
    // The line before it says how the process ended: one crash is told twice.
    return result === undefined ? 'nothing' : down(unit, result);
  }
  const started = startedUnit(text);
  if (started !== undefined) {
    return finding(
      'systemd',
      'host.service_down',
      `${started} runs again`,
      { unit: started },
      { ends: true },
    );
  }
  return HARMLESS.some((start) => text.startsWith(start)) ? 'nothing' : 'unknown';
}

function down(unit: string, result: string): Reading {
  const shown = visibleText(result, MAX_FIELD);
  return finding('systemd', 'host.service_down', `${unit} is down: ${shown}`, { unit, result: shown });
}

/** `Started tedge-agent.service - …`; older versions name only the description, which tells no unit. */
function startedUnit(text: string): string | undefined {
  if (!text.startsWith('Started ')) return undefined;
  const rest = text.slice('Started '.length);
  const unit = upTo(rest, ' - ').replace(/\.$/, '');
  return UNIT.test(unit) ? unit : undefined;
}
