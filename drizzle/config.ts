import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/lib/server/storage/schema/index.ts',
  out: './drizzle',
});
