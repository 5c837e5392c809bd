import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../time';
import type { GuidanceTable } from './guidance';

/** Alarms about a gateway that may not be what was installed. */
export const HOST_GUIDANCE = {
  'host.apparmor_disabled': {
    consequence: 'A program that is taken over can reach everything on the gateway.',
    response: [
      'Ask whether an update or a repair is going on.',
      'Have the profiles enforced again; if they were switched off by nobody known, open an incident.',
    ],
    respondWithinMs: 4 * HOUR_MS,
  },
  'host.audit_tamper': {
    consequence: 'What is done on the gateway from now on leaves no trace.',
    response: [
      'See who signed in last. Ask whether somebody works on the gateway.',
      'If nobody does, treat it as an intrusion: cut it off from the network, do not switch it off.',
      'Have the audit switched on again, and its log saved elsewhere.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
    isLatching: true,
  },
  'host.log_tamper': {
    consequence: 'A piece of the gateway’s log is gone: what happened meanwhile can no longer be read there.',
    response: [
      'Save what is left of the log elsewhere.',
      'Compare with what had been forwarded here, and with logins around the gap.',
      'If a full disk or a crash does not explain it, open an incident.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'host.log_forward_stopped': {
    consequence: 'The gateway measures on, but attacks on it are no longer told here.',
    response: [
      'Have the log shipper of the gateway looked at and started again.',
      'Read its log of the silent time: the gap is marked in the event.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'host.service_down': {
    consequence: 'Without this service the gateway reads no drives, guards nothing or tells nothing.',
    response: [
      'See whether values of its drives still arrive; if not, watch the drives on site.',
      'Have the service started again; if it falls over once more, have its log read.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'host.removable_storage': {
    consequence: 'Malware and stolen data travel on such storage.',
    response: [
      'Ask on site who plugged it in, and what for.',
      'If nobody knows, have it removed and kept, not looked at on another computer.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
  },
  'host.ima_violation': {
    consequence: 'A program or file on the gateway is not the one that was signed.',
    response: [
      'Ask whether an update is going on. If not, treat the gateway as taken over.',
      'Trust none of its values; have it cut off from the network, not switched off.',
      'Open an incident; the gateway is set up anew after its state was saved.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  'host.file_integrity': {
    consequence: 'A file that should never change has changed, and no update or order explains it.',
    response: [
      'Read which file. Ask who worked on the gateway.',
      'If nobody did, have the file compared with the signed one and open an incident.',
    ],
    respondWithinMs: HOUR_MS,
  },
  'host.attestation_failed': {
    consequence:
      'The gateway has started with something else than what was approved. Nothing it says can be trusted.',
    response: [
      'Watch its drives on site; do not act on its values.',
      'Have it cut off from the network, not switched off. Call the responder on duty.',
      'Open an incident. It comes back only after it was looked at and enrolled anew.',
    ],
    respondWithinMs: 5 * MINUTE_MS,
    isLatching: true,
  },
  'host.boot_external': {
    consequence:
      'The gateway runs from a medium somebody has brought along: everything on it was within their reach.',
    response: [
      'Ask on site who is at the gateway.',
      'If nobody is meant to be, send somebody and have the medium removed and kept.',
      'Treat keys and passwords of the gateway as known to others.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
  },
  'host.secure_boot_off': {
    consequence: 'At its next start the gateway will run whatever is put on it.',
    response: [
      'Find out since when, and by whom. Do not restart the gateway before.',
      'Have it enabled again with the plant’s own keys.',
    ],
    respondWithinMs: 8 * HOUR_MS,
  },
  'host.tamper_open': {
    consequence: 'Somebody has the gateway or its cabinet open.',
    response: [
      'Ask on site whether it is meant: work order, electrician.',
      'If not, send somebody now. Look for new devices, USB and restarts of the last minutes.',
    ],
    respondWithinMs: 15 * MINUTE_MS,
    isLatching: true,
  },
  'update.failed': {
    consequence: 'The gateway runs on with its old firmware, and without what the new one mends.',
    response: [
      'Read why. Have it tried once more; after a second failure hand it to whoever made the image.',
    ],
    respondWithinMs: DAY_MS,
  },
  'update.signature_invalid': {
    consequence:
      'Somebody has offered the gateway firmware that is not signed by those it trusts. It was not installed.',
    response: [
      'Stop the rollout everywhere.',
      'Find out where the image came from: the plant’s own server, or somebody else?',
      'An expired certificate of the signer looks the same: have it checked. If it is valid, open an incident.',
    ],
    respondWithinMs: 30 * MINUTE_MS,
    isLatching: true,
  },
  'update.rejected': {
    consequence: 'The image does not fit this gateway and was not installed.',
    response: [
      'Stop the rollout to gateways of this kind: mostly it is the wrong image for the hardware.',
      'If the image was changed on its way (unexpected hash), treat it as tampered with.',
    ],
    respondWithinMs: 8 * HOUR_MS,
  },
  'update.rollback': {
    consequence:
      'The new firmware did not start. The gateway works, with its old firmware and its old weaknesses.',
    response: [
      'Stop the rollout to gateways of this kind.',
      'See that values and alarms of its drives arrive as before; have the log of the failed start read.',
    ],
    respondWithinMs: 4 * HOUR_MS,
  },
  'update.downgrade': {
    consequence: 'An older version brings weaknesses back that had been mended.',
    response: [
      'Ask whether going back was approved. If so, have that written down.',
      'If not, find out who installed it, and have the newer version installed again.',
    ],
    respondWithinMs: 4 * HOUR_MS,
  },
} as const satisfies GuidanceTable;
