import { z } from 'zod';
import { conduitId, driveId, gatewayId, personId, positionId, siteId, zoneId } from '../../ids';
import { FAMILIES } from '../families';
import { IMPACTS } from '../model';
import { controlTimeout, day, entity, interval, limitsBySignal, line, ratedData, timeZone } from './fields';

/** Zone names that mean something else: outside the plant, and not placed yet. */
export const OUTSIDE = 'outside';
const RESERVED: ReadonlySet<string> = new Set([OUTSIDE, 'unplaced']);
const notReserved = [(id: string) => !RESERVED.has(id), 'is a reserved name; choose another'] as const;

const LEVELS = 'must be a level from 0 to 4, or seven of them for FR 1 to FR 7';
const level = z.int(LEVELS).min(0, LEVELS).max(4, LEVELS);
const target = z
  .union([level, z.tuple([level, level, level, level, level, level, level], LEVELS)], LEVELS)
  .describe('Target security level (IEC 62443-3-3): one number for all, or seven for FR 1 to FR 7.');

const impact = z.enum(IMPACTS);

const drivesShare = {
  family: z
    .enum(FAMILIES)
    .optional()
    .describe('Drive family. Recognised from the model when left out; unknown drives work, undecoded.'),
  model: line(120).optional().describe('Model as on the name plate, such as VLT AQUA Drive FC 202.'),
  firmware: line(60).optional().describe('Firmware version that is meant to be installed.'),
  rated: ratedData.optional(),
  interval: interval.optional(),
  signals: z
    .array(line(64))
    .max(200)
    .optional()
    .describe('Signals the gateway is to send. Left out, whatever arrives is welcome and nothing is missed.'),
  controlTimeout: controlTimeout.optional(),
  endOfService: day.optional().describe('Day from which the maker gives no service any more.'),
  limits: limitsBySignal.optional(),
};

export const driveTypeEntry = z
  .strictObject(drivesShare)
  .describe('What drives of one type share. A drive may override each of it.');

export const driveEntry = z
  .strictObject({
    id: driveId.describe('Lasting name of the drive, such as p-101. History follows it when it moves.'),
    name: line(120).describe('Name as people say it.'),
    line: line(120).optional().describe('Row of drives it stands in; the site page groups by it.'),
    entity,
    type: line(64).optional().describe('Name of an entry in driveTypes.'),
    serial: line(60).optional().describe('Serial number. Write it in quotes.'),
    zone: zoneId.optional().describe('Zone of the drive where it is not the zone of its gateway.'),
    ...drivesShare,
  })
  .describe('A drive, or another device that a gateway reads.');

export const gatewayEntry = z
  .strictObject({
    id: gatewayId.describe("The common name of the gateway's certificate, such as gw-001."),
    name: line(120).describe('Name as people say it.'),
    model: line(120).optional().describe('Hardware of the gateway.'),
    drives: z
      .array(driveEntry)
      .optional()
      .describe('Drives behind this gateway, in the order of the screens.'),
  })
  .describe('A gateway: it reads drives and sends what it read.');

export const zoneEntry = z
  .strictObject({
    id: zoneId.refine(...notReserved).describe('Lasting name of the zone, unique in the whole plant.'),
    name: line(120).describe('Name as people say it.'),
    target,
    production: z
      .boolean()
      .optional()
      .describe(
        'Whether the zone makes the product; true when left out. Only signed playbooks run where it is true.',
      ),
    processOwners: z
      .array(personId)
      .optional()
      .describe('Sign-in names of those who own the process. A production zone needs at least one.'),
    safetyImpact: impact.optional().describe('Harm to people when the zone is lost; none when left out.'),
    missionImpact: impact.optional().describe('Harm to the plant when the zone is lost; none when left out.'),
    gateways: z.array(gatewayEntry).optional().describe('Gateways that stand in this zone.'),
  })
  .describe('A zone: assets of one purpose and one target level.');

export const siteEntry = z
  .strictObject({
    id: siteId.refine(...notReserved).describe('Lasting name of the site, unique in the whole plant.'),
    name: line(120).describe('Name as people say it.'),
    timeZone,
    zones: z.array(zoneEntry).describe('Zones of the site, in the order of the screens.'),
  })
  .describe('A site: one place with one clock.');

const end = z.union([zoneId, z.literal(OUTSIDE)]).describe('A zone, or outside: an office, the internet.');

export const conduitEntry = z
  .strictObject({
    id: conduitId.describe('Lasting name of the conduit.'),
    name: line(120).describe('Name as people say it.'),
    from: end,
    to: end,
    allowed: z
      .array(
        z.strictObject({
          protocol: line(60).describe('Such as mqtt, https, modbus-tcp, ssh.'),
          port: z.int().min(1).max(65_535).optional().describe('Port at the side that is called.'),
          direction: z
            .enum(['from-to', 'to-from', 'both'])
            .optional()
            .describe('Who opens the connection; from-to when left out.'),
        }),
      )
      .optional()
      .describe('Traffic that may pass. What is not listed is not allowed.'),
  })
  .describe('A conduit: the path between two zones.');

export const positionEntry = z
  .strictObject({
    id: positionId.describe('Lasting name of the position.'),
    name: line(120).describe('Name as people say it.'),
    zones: z.array(zoneId).min(1).describe('Zones this console spans.'),
  })
  .describe('An operator position: a console that somebody takes for a shift.');

/** The plant file exactly as it is written; defaults and types are filled in by `resolvePlant`. */
export const plantFile = z
  .strictObject({
    $schema: z.string().max(300).optional().describe('Address of this schema, for editors.'),
    name: line(120).describe('Name of the whole plant.'),
    simulated: z
      .boolean()
      .optional()
      .describe('True when every value is simulated: all of it is marked SIM. False when left out.'),
    driveTypes: z
      .record(line(64), driveTypeEntry)
      .optional()
      .describe('Data that several drives share, by a name of your choice.'),
    sites: z.array(siteEntry).min(1).describe('Sites, in the order of the screens.'),
    conduits: z.array(conduitEntry).optional().describe('Paths between zones.'),
    positions: z.array(positionEntry).optional().describe('Consoles of operators.'),
  })
  .describe('A plant as Zonewatch sees it: sites, zones, gateways, drives, conduits and operator positions.');

export type PlantFile = z.infer<typeof plantFile>;
export type ZoneEntry = z.infer<typeof zoneEntry>;
export type DriveEntry = z.infer<typeof driveEntry>;
export type DriveTypeEntry = z.infer<typeof driveTypeEntry>;
