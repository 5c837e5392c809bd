// Loaded into the server before anything of its own: kills it around a commit that writes to a run or to a command
// of one, as a power cut would. `KILL_AT` counts from 1: odd points lie right before such a commit, even ones right
// after it. Nothing of the server knows of this.
import pg from 'pg';

const KILL_AT = Number(process.env.KILL_AT ?? 0);
const OF_RUNS = /\b(insert into|update) "?(run|run_step|run_entry|run_approval|gateway_command)"?[\s(]/i;
const touched = new WeakSet();
const { query } = pg.Client.prototype;
let points = 0;

function point() {
  points += 1;
  if (points === KILL_AT) process.kill(process.pid, 'SIGKILL');
}

if (KILL_AT > 0) {
  pg.Client.prototype.query = function (config, ...rest) {
    const text = typeof config === 'string' ? config : String(config?.text ?? '');
    if (OF_RUNS.test(text)) touched.add(this);
    const isCommit = /^\s*commit\b/i.test(text) && touched.has(this);
    if (isCommit || /^\s*rollback\s*$/i.test(text)) touched.delete(this);
    if (!isCommit) return query.call(this, config, ...rest);
    point();
    const done = query.call(this, config, ...rest);
    if (typeof done?.then === 'function') return done.then((result) => (point(), result));
    return done;
  };
}
