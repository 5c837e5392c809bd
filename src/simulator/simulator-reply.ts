export type SimulatorReply = { ok: true; text: string } | { ok: false; error: string };
