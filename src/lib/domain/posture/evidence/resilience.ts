import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;
const WEEK = 168;

/** Whether a gateway keeps working and can be brought back. */
export const RESILIENCE = {
  'gw.resources': ask(
    'gateway',
    DAY,
    'Room to work',
    'Limits are set and memory did not run out within 7 days',
    helpsOrRefutes('7.2'),
  ),
  'gw.backup': ask(
    'gateway',
    WEEK,
    'Backup of the configuration',
    'Automatic, at most 7 days old, restored in a test within 12 months',
    decides('7.3', '7.3 RE(1)', '7.3 RE(2)'),
    helps('7.4'),
  ),
  'gw.power': ask(
    'gateway',
    WEEK,
    'Loss of power',
    'After each restart it is what its secure baseline says',
    helpsOrRefutes('7.5', '7.4'),
  ),
} as const;
