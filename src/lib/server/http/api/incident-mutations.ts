import { z } from 'zod';
import { incidentId } from '../../../domain/ids';
import { incidentView, type IncidentView } from '../../../protocol/incidents';
import type { Command } from '../../access/command';
import { acknowledgeIncident } from '../../incidents/commands/acknowledge';
import { assignIncident } from '../../incidents/commands/assign';
import { claimIncident, releaseIncident } from '../../incidents/commands/claim';
import { moveIncident, setSeverity } from '../../incidents/commands/judge';
import { mergeIncident } from '../../incidents/commands/merge';
import { commentIncident, linkToIncident, pinChart } from '../../incidents/commands/note';
import { openByHand } from '../../incidents/commands/open';
import { defineMutation } from './mutation';

const params = z.object({ id: z.coerce.number().pipe(incidentId) });
const response = z.object({ incident: incidentView });
const answer = (incident: IncidentView) => ({ incident });

/** An act upon the incident in the address; the answer is the incident afterwards. */
const ofOne = <In>(verb: string, summary: string, command: Command<In, IncidentView, undefined>) =>
  defineMutation({
    path: `/incidents/{id}/${verb}`,
    summary,
    command,
    params,
    body: withoutId(command.schema),
    response,
    answer,
  });

/** What the body holds: the command's input without what the path says. */
const withoutId = (schema: z.ZodType): z.ZodType =>
  schema instanceof z.ZodObject ? schema.omit({ id: true }) : schema;

export const open = defineMutation({
  path: '/incidents',
  summary: 'Open an incident by hand',
  command: openByHand,
  params: z.object({}),
  body: openByHand.schema,
  response,
  answer,
});
export const acknowledge = ofOne(
  'acknowledge',
  'Acknowledge an incident; a conflict names whoever did so before',
  acknowledgeIncident,
);
export const claim = ofOne(
  'claim',
  'Say that one is at work on it, for ten minutes without doing anything',
  claimIncident,
);
export const release = ofOne('release', 'Let go of the own claim', releaseIncident);
export const assign = ofOne('assign', 'Name who handles it, and the owner of the process', assignIncident);
export const severity = ofOne('severity', 'Set its severity', setSeverity);
export const transition = ofOne('transition', 'Move it to another phase', moveIncident);
export const merge = ofOne('merge', 'Merge it into another; both keep their histories', mergeIncident);
export const comment = ofOne('comment', 'Comment it', commentIncident);
export const pin = ofOne('pin', 'Pin a chart to its timeline', pinChart);
export const link = ofOne('link', 'Link alarms, events, drives or gateways', linkToIncident);

/** Every act upon incidents. */
export const INCIDENT_MUTATIONS = [
  open,
  acknowledge,
  claim,
  release,
  assign,
  severity,
  transition,
  merge,
  comment,
  pin,
  link,
];
