/**
 * Twin of a gateway, or of a drive behind it, that carries evidence: an object with evidence keys and raw findings,
 * on `te/<entity>/twin/zonewatch_evidence`, retained. A gateway tells what it sees; what it means is judged here.
 */
export const EVIDENCE_TWIN = 'zonewatch_evidence';
