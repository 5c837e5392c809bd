import type { Instant } from '../../lib/domain/time';
import type { Said } from './forwarded';

/** Addresses of the invented world, from the ranges that are kept for documentation (RFC 5737, RFC 7042). */
export const OUTSIDE = '203.0.113.77';
export const GATEWAY_WAN = '192.0.2.10';
const GATEWAY_MAC = '00:00:5e:00:53:10';
const ROUTER_MAC = '00:00:5e:00:53:01';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 20 09:10:01 gw-001`, as syslog begins a line; UTC, because a gateway has no other zone. */
function header(gateway: string, time: Instant): string {
  const at = new Date(time);
  const day = String(at.getUTCDate()).padStart(2, ' ');
  return `${MONTHS[at.getUTCMonth()] ?? ''} ${day} ${at.toISOString().slice(11, 19)} ${gateway}`;
}

/** A packet as netfilter logs it; `flags` are TCP's in the kernel's own order. */
export function packet(
  gateway: string,
  time: Instant,
  {
    prefix,
    src,
    port,
    destination,
    flags,
  }: { prefix: string; src: string; port: number; destination: number; flags: string },
): Said {
  const uptime = ((time / 1_000) % 1_000_000).toFixed(6).padStart(13, ' ');
  const named = flags === '' ? '' : `${flags} `;
  const line =
    `${header(gateway, time)} kernel: [${uptime}] ${prefix} IN=eth1 OUT= MAC=${GATEWAY_MAC}:${ROUTER_MAC}:08:00 ` +
    `SRC=${src} DST=${GATEWAY_WAN} LEN=40 TOS=0x00 PREC=0x00 TTL=52 ID=0 PROTO=TCP SPT=${port} DPT=${destination} ` +
    `WINDOW=1024 RES=0x00 ${named}URGP=0`;
  return { kind: 'record', program: 'kernel', line };
}

/** A line of the SSH server. */
export const sshd = (gateway: string, time: Instant, pid: number, text: string): Said => ({
  kind: 'record',
  program: 'sshd',
  line: `${header(gateway, time)} sshd[${pid}]: ${text}`,
});

/** A line of a tool that changes accounts. */
export const accountTool = (gateway: string, time: Instant, program: string, text: string): Said => ({
  kind: 'record',
  program,
  line: `${header(gateway, time)} ${program}[7120]: ${text}`,
});

/** A record of the updater in the journal; failures too have the priority of a notice there. */
export function rauc(gateway: string, time: Instant, messageId: string, message: string): Said {
  const json = {
    __REALTIME_TIMESTAMP: String(Math.round(time * 1_000)),
    _HOSTNAME: gateway,
    _SYSTEMD_UNIT: 'rauc.service',
    SYSLOG_IDENTIFIER: 'rauc',
    PRIORITY: '5',
    GLIB_DOMAIN: 'rauc-event',
    RAUC_EVENT_TYPE: 'install',
    MESSAGE_ID: messageId,
    MESSAGE: message,
  };
  return { kind: 'record', program: 'rauc', line: JSON.stringify(json), json };
}

/** What the network sensor writes of one request by Modbus that changes a register. */
export function modbusWrite(
  time: Instant,
  {
    src,
    drive,
    unit,
    register,
    value,
  }: { src: string; drive: string; unit: number; register: number; value: number },
): Said {
  const json = {
    timestamp: new Date(time).toISOString().replace('Z', '+0000'),
    flow_id: Math.floor(time),
    in_iface: 'eth0',
    event_type: 'modbus',
    src_ip: src,
    src_port: 49_812,
    dest_ip: drive,
    dest_port: 502,
    proto: 'TCP',
    modbus: {
      id: 1,
      request: {
        transaction_id: 7,
        protocol_id: 0,
        unit_id: unit,
        function_raw: 6,
        function_code: 'WrSingleReg',
        access_type: 'WRITE | HOLDING | SINGLE',
        category: 'PUBLIC_ASSIGNED',
        error_flags: 'NONE',
        write: { address: register, data: value },
      },
    },
  };
  return { kind: 'record', program: 'suricata', line: JSON.stringify(json), json };
}
