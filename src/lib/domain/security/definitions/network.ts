import { HOUR_MS, MINUTE_MS } from '../../time';
import type { Guidance, GuidanceTable } from './guidance';

const SCAN_INSIDE: Guidance = {
  consequence:
    'Somebody or something within the plant’s own network looks for open ports. After a scan from inside, drives and gateways are within reach.',
  response: [
    'Find the device behind the source address: switch port, cabinet, service laptop.',
    'Ask maintenance whether somebody is at work there. If nobody is, have its network port switched off.',
    'Watch for logins and for writes to drives from the same address.',
  ],
  respondWithinMs: 15 * MINUTE_MS,
};

/** Alarms about the network around a gateway. */
export const NETWORK_GUIDANCE = {
  'net.syn_flood': {
    consequence:
      'Connections of the gateway may fail or come late: values and alarms of its drives can stop. The drives run on.',
    response: [
      'See whether values of the gateway’s drives still arrive; if not, watch the drives on site.',
      'Tell whoever runs the network, to have the flood stopped before it reaches the gateway.',
      'Do not blame or block by source address: in such a flood it is mostly forged.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  'net.port_scan.syn_fin': SCAN_INSIDE,
  'net.port_scan.syn_rst': SCAN_INSIDE,
  'net.port_scan.xmas': SCAN_INSIDE,
  'net.port_scan.null': SCAN_INSIDE,
  'net.port_scan.fin': SCAN_INSIDE,
  'net.port_scan.generic': SCAN_INSIDE,
  'net.disallowed_port': {
    consequence:
      'The gateway can be reached by a way nobody guards. It may be a forgotten service, or a back door.',
    response: [
      'Read port and program. Ask whether somebody works on the gateway now.',
      'If nobody does, have the service stopped and find out how it came there.',
      'If nobody knows the program, open an incident: keep the gateway as it is until it was looked at.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'net.unexpected_outbound': {
    consequence:
      'Something on the gateway talks to somebody it has no business with: plant data or control may go that way.',
    response: [
      'Read destination and port. Ask the network team whether they know it.',
      'If nobody does, have that destination blocked at the plant’s own firewall.',
      'Open an incident; do not restart the gateway before its state was saved.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'net.new_device': {
    consequence: 'A device nobody has registered is in the drive network and can speak to every drive there.',
    response: [
      'Ask on site whether something was plugged in: service laptop, replaced part, new drive.',
      'If it belongs there, have it entered in the inventory. If nobody knows it, have it unplugged.',
      'Watch for writes to drives meanwhile.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'net.arp_conflict': {
    consequence:
      'Two devices claim one address. What was meant for a drive may reach another device, and what is shown may come from there.',
    response: [
      'Do not trust values of the drive at that address; ask on site what it shows.',
      'Find both devices by their hardware addresses: one is a mistake, or an intruder between gateway and drive.',
      'Have the one that does not belong unplugged.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  'ids.alert': {
    consequence: 'The network sensor has recognised an attack of the worst grade of its rules.',
    response: [
      'Read the rule’s text, from where and to where.',
      'If the target is a drive or a gateway, watch what it does; call the responder on duty.',
      'Open an incident, or add it to the one that is open for this zone.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
} as const satisfies GuidanceTable;
