import { driveId, gatewayId, siteId, zoneId, type DriveKey } from '../../src/lib/domain/ids';
import { entityTopicId } from '../../src/lib/domain/plant/entity';
import type { Drive, Plant } from '../../src/lib/domain/plant/model';
import { SMALL_PLANT } from './access';
import { aDrive } from './telemetry-builders';

const PUMPS = zoneId.parse('pumps');

const drive = (id: string, key: number, facts: Partial<Drive> = {}): Drive =>
  aDrive({
    id: driveId.parse(id),
    key: key as DriveKey,
    name: id,
    zone: PUMPS,
    gateway: gatewayId.parse('gw-1'),
    entity: entityTopicId(id),
    ...facts,
  });

/** Two sites; one zone has a gateway, two drives, one of them out of service, and an old controller. */
export const ASSET_PLANT: Plant = {
  ...SMALL_PLANT,
  gateways: [
    {
      id: gatewayId.parse('gw-1'),
      site: siteId.parse('aarhus'),
      zone: PUMPS,
      name: 'Gateway 1',
      model: 'IG-20',
    },
    {
      id: gatewayId.parse('gw-2'),
      site: siteId.parse('odense'),
      zone: zoneId.parse('mill'),
      name: 'Gateway 2',
      model: undefined,
    },
  ],
  drives: [
    drive('pump-1', 1, { model: 'VLT AQUA Drive FC 202', firmware: '3.31' }),
    drive('pump-2', 2, { model: 'VLT AQUA Drive FC 202', endOfService: '2025-10-01' }),
    drive('controller', 3, { family: 'unknown', model: 'AK-SM 800' }),
    drive('mill-1', 4, {
      zone: zoneId.parse('mill'),
      gateway: gatewayId.parse('gw-2'),
      family: 'ic7',
      model: 'iC7-Automation',
    }),
  ],
};
