import { conditionFacts, conditionText } from '../../../domain/alarms/drive-condition-text';
import { wordConditions } from '../../../domain/alarms/drive-conditions';
import { SIGNAL_INDEX } from '../../../domain/telemetry/signals';
import type { Instant } from '../../../domain/time';
import { wordsOf } from '../../plant/live-words';
import type { DriveWatch } from './drive-watch';
import type { Reporter, Telling } from './reporter';
import { WORD_SLOTS } from './slots';
import { step } from './step';

const STATUS = SIGNAL_INDEX.status_word;

/** Trips, warnings and safe torque off, as the words of a live drive tell them. */
export function judgeWords(watch: DriveWatch, now: Instant, reporter: Reporter): void {
  const { live } = watch;
  // While no word changes and no delay runs there is nothing to judge.
  if (live.state === watch.state && !watch.waits) return;
  watch.state = live.state;
  const readings = wordConditions(live.drive.family, live.state);
  for (const { condition, slot } of WORD_SLOTS) {
    const reading = readings[condition];
    if (reading === 'hold') continue;
    const telling = (): Telling => {
      const drive = { family: live.drive.family, state: live.state, words: wordsOf(live, live.lostWords) };
      return { text: conditionText(condition, drive), facts: conditionFacts(drive) };
    };
    if (step(watch, slot, reading, now, live.moments.sourceTime(STATUS)))
      reporter.tell(watch, slot, now, telling);
    else if (reading === 'active' && reporter.retell(watch, slot, now, telling)) watch.state = undefined;
  }
}
