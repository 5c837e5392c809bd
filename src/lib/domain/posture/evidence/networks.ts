import { ask, decides, helps, helpsOrRefutes } from './definition';

const DAY = 24;

/** What is seen on the networks of a zone. */
export const NETWORKS = {
  'net.neighbours': ask(
    'network',
    DAY,
    'Neighbours on the drives’ side',
    'The expected point-to-point set and nothing else',
    helps('5.1'),
    helpsOrRefutes('5.1 RE(1)', '7.8'),
  ),
  'net.unexpected': ask(
    'network',
    1,
    'Devices that nobody listed',
    'None',
    helpsOrRefutes('7.8', '2.2 RE(1)'),
    helps('5.2'),
  ),
  'net.segments': ask(
    'network',
    DAY,
    'Separation of plant side and drive side',
    'Separate interfaces or VLANs, no forwarding between them',
    decides('5.1'),
    helps('5.1 RE(1)', '5.3'),
  ),
} as const;
