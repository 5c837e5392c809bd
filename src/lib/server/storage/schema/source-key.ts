import { pgSequence } from 'drizzle-orm/pg-core';

/** Short keys of everything that sends telemetry; drives and gateways draw from one sequence. */
export const sourceKey = pgSequence('source_key', { startWith: 1 });
