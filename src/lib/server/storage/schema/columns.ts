import { customType } from 'drizzle-orm/pg-core';
import type { Instant } from '../../../domain/time';

/** `timestamptz` in the database, milliseconds since 1970 in the program. */
export const instant = customType<{ data: Instant; driverData: string | Date }>({
  dataType: () => 'timestamp (3) with time zone',
  toDriver: (value) => new Date(value).toISOString(),
  fromDriver: (value) => new Date(value).getTime(),
});

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
