import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;
const YEAR = 8_760;

/** What a gateway lets in and out. */
export const EXPOSURE = {
  'gw.ports.listening': ask(
    'gateway',
    DAY,
    'Listening sockets',
    'Nothing listens but 22/tcp, 443/tcp and what the zone lists as an exception; loopback does not count, and 8883 is a destination, never a listener',
    decides('7.7'),
    helps('5.2', '7.6'),
  ),
  'gw.ports.outbound': ask(
    'gateway',
    DAY,
    'Destinations of outgoing connections',
    'Every destination is a listed broker, API, time or name server',
    helpsOrRefutes('5.2'),
    helps('5.1'),
  ),
  'gw.firewall.policy': ask(
    'gateway',
    DAY,
    'Default policy of the firewall',
    'Input and forward drop by default and the rules are those of the baseline; counts where this gateway is the boundary of its zone',
    decides('5.2 RE(1)'),
    helps('5.1'),
  ),
  'gw.firewall.island': ask(
    'gateway',
    YEAR,
    'Island drill',
    'With the uplink cut, local work went on, within the last 12 months',
    decides('5.2 RE(2)'),
    helpsOrRefutes('5.1 RE(2)'),
  ),
  'gw.firewall.failclose': ask(
    'gateway',
    YEAR,
    'Fail-close test',
    'The boundary closed when it failed, within the last 12 months, and essential functions were looked after',
    decides('5.2 RE(3)'),
  ),
  'gw.dos.config': ask(
    'gateway',
    DAY,
    'Limits against floods',
    'SYN-flood protection and rate limits are active',
    helps('7.1', '7.1 RE(2)'),
    decides('7.1 RE(1)'),
  ),
  'gw.dos.event': ask(
    'gateway',
    0,
    'Flood detected',
    'A flood that was detected shows that somebody watches; it never lowers a level by itself',
    helps('6.2'),
  ),
  'gw.portscan.event': ask(
    'gateway',
    0,
    'Port scan detected',
    'A scan that was detected shows that somebody watches; it never lowers a level by itself',
    helps('6.2', '2.8'),
  ),
} as const;
