/** A record that came as JSON: anything may stand in it. */
export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Own members only: a record may name any key. */
const member = (record: JsonRecord, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;

export const text = (record: JsonRecord, name: string): string | undefined => {
  const value = member(record, name);
  return typeof value === 'string' ? value : undefined;
};

export const number = (record: JsonRecord, name: string): number | undefined => {
  const value = member(record, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

export const record = (of: JsonRecord, name: string): JsonRecord | undefined => {
  const value = member(of, name);
  return isRecord(value) ? value : undefined;
};

export const list = (of: JsonRecord, name: string): readonly unknown[] => {
  const value = member(of, name);
  return Array.isArray(value) ? value : [];
};

/** Reads a line that is one JSON object; `undefined` when it is not, as when it was cut. */
export function parseRecord(line: string): JsonRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
