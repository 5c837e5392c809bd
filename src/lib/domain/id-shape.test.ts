import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isDriveId, isGatewayId, isPersonId, isSiteId, isZoneId } from './id-shape';
import { driveId, gatewayId, personId, siteId, zoneId } from './ids';

const text = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[a-z0-9._:-]{0,170}$/),
  fc.constantFrom('a'.repeat(63), 'a'.repeat(64), 'a'.repeat(65), 'a'.repeat(160), 'a'.repeat(161), 'a\n'),
);

it.each([
  ['site', isSiteId, siteId],
  ['zone', isZoneId, zoneId],
  ['gateway', isGatewayId, gatewayId],
  ['drive', isDriveId, driveId],
  ['person', isPersonId, personId],
] as const)('the guard of a %s id lets through what its schema lets through', (_, guard, schema) => {
  fc.assert(
    fc.property(text, (s) => {
      expect(guard(s)).toBe(schema.safeParse(s).success);
    }),
    { numRuns: 300 },
  );
});
