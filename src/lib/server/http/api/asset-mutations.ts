import { z } from 'zod';
import { assetImport } from '../../../protocol/asset-import';
import { importDevices } from '../../assets/import-devices';
import { enterMilestone, takeBackMilestone } from '../../assets/milestones';
import { defineMutation } from './mutation';

const params = z.object({ id: z.coerce.number().int().positive() });
const response = z.object({ id: z.number().int() });

export const importAssets = defineMutation({
  path: '/assets',
  summary:
    'Take over a file of devices and versions, whole or not at all; with preview, only say what it would change',
  command: { name: 'devices.import', action: 'plant.import', of: (app) => importDevices(app.assets) },
  params: z.object({}),
  body: z.object({
    /** Comma-separated values with a heading. */
    text: z.string(),
    preview: z.boolean().optional(),
  }),
  response: assetImport,
  answer: (result) => result,
});
export const addMilestone = defineMutation({
  path: '/lifecycle',
  summary: 'Enter a date in the life of a product that no list publishes',
  command: enterMilestone,
  params: z.object({}),
  body: enterMilestone.schema,
  response,
  answer: (result) => result,
  status: 201,
});
export const withdrawOneMilestone = defineMutation({
  path: '/lifecycle/{id}/withdraw',
  summary: 'Take an own date back; it counts no more and stays on record',
  command: takeBackMilestone,
  params,
  body: z.object({ reason: z.string() }),
  response,
  answer: (result) => result,
});

/** Everything of assets that people change. */
export const ASSET_MUTATIONS = [importAssets, addMilestone, withdrawOneMilestone] as const;
