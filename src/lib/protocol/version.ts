/**
 * Version of everything that crosses the socket. tests/protocol pins the shapes by a hash: whoever changes
 * a message raises this number and writes a line here.
 *
 * 1  first release
 * 2  painted: finer bounds
 * 3  alarms, incidents, security events, canary
 * 4  runs of playbooks, posture of zones
 */
export const PROTOCOL_VERSION = 4;
