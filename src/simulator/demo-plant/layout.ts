import type { Impact } from '../../lib/domain/plant/model';
import type { DemoDriveType } from './drive-types';

/** A row of like machines; `share` of every ten drives of its zone belong to it. */
interface LineLayout {
  name: string;
  machine: string;
  share: number;
  types: readonly [DemoDriveType, ...DemoDriveType[]];
}

export interface ZoneLayout {
  id: string;
  name: string;
  /** Beginning of its drives' ids. */
  prefix: string;
  target: number | [number, number, number, number, number, number, number];
  production: boolean;
  safetyImpact: Impact;
  missionImpact: Impact;
  cabinet: string;
  lines: readonly LineLayout[];
}

interface SiteLayout {
  id: string;
  name: string;
  timeZone: string;
  desk: string;
  zones: readonly ZoneLayout[];
}

/** The zone with the controller that its maker serves no more. */
export const LEGACY_ZONE = 'cold-store';

/** An invented company with three plants; every ten drives of a zone fill its lines once. */
export const DEMO_SITES: readonly SiteLayout[] = [
  {
    id: 'aldermere',
    name: 'Aldermere Waterworks',
    timeZone: 'Europe/Copenhagen',
    desk: 'Waterworks control room',
    zones: [
      {
        id: 'raw-water',
        name: 'Raw water intake',
        prefix: 'rw',
        target: [2, 2, 2, 1, 2, 2, 2],
        production: true,
        safetyImpact: 'minor',
        missionImpact: 'severe',
        cabinet: 'Intake cabinet',
        lines: [
          { name: 'Intake pumps', machine: 'Intake pump', share: 4, types: ['aqua-75', 'nxs-90'] },
          { name: 'Screens', machine: 'Screen conveyor', share: 3, types: ['ic2-4'] },
          { name: 'Transfer', machine: 'Transfer pump', share: 3, types: ['vacon-100-flow-30'] },
        ],
      },
      {
        id: 'treatment',
        name: 'Treatment and filtration',
        prefix: 'tf',
        target: [2, 2, 3, 1, 2, 2, 2],
        production: true,
        safetyImpact: 'major',
        missionImpact: 'severe',
        cabinet: 'Filter hall cabinet',
        lines: [
          { name: 'Filter backwash', machine: 'Backwash pump', share: 3, types: ['aqua-22'] },
          {
            name: 'Aeration',
            machine: 'Aeration blower',
            share: 4,
            types: ['vacon-100-industrial-55', 'ic7-110'],
          },
          { name: 'Flocculation', machine: 'Flocculation mixer', share: 3, types: ['ic2-4'] },
        ],
      },
      {
        id: 'distribution',
        name: 'High-lift distribution',
        prefix: 'hd',
        target: [3, 3, 3, 2, 3, 2, 3],
        production: true,
        safetyImpact: 'minor',
        missionImpact: 'severe',
        cabinet: 'High-lift cabinet',
        lines: [
          { name: 'High-lift pumps', machine: 'High-lift pump', share: 4, types: ['nxp-200', 'ic7-110'] },
          { name: 'Booster pumps', machine: 'Booster pump', share: 6, types: ['aqua-75', 'aqua-22'] },
        ],
      },
    ],
  },
  {
    id: 'brackwell',
    name: 'Brackwell Dairy',
    timeZone: 'Europe/Berlin',
    desk: 'Dairy control room',
    zones: [
      {
        id: 'processing',
        name: 'Milk processing',
        prefix: 'mp',
        target: [2, 2, 2, 2, 2, 2, 2],
        production: true,
        safetyImpact: 'major',
        missionImpact: 'major',
        cabinet: 'Process cabinet',
        lines: [
          { name: 'Separation', machine: 'Separator centrifuge', share: 2, types: ['automation-37'] },
          { name: 'Product pumps', machine: 'Product pump', share: 5, types: ['automation-7'] },
          { name: 'Filling', machine: 'Filling conveyor', share: 3, types: ['ic2-4', 'automation-7'] },
        ],
      },
      {
        id: LEGACY_ZONE,
        name: 'Refrigeration and cold store',
        prefix: 'rc',
        target: [2, 2, 2, 1, 1, 2, 2],
        production: true,
        safetyImpact: 'severe',
        missionImpact: 'major',
        cabinet: 'Machine room cabinet',
        lines: [
          { name: 'Compressors', machine: 'Ammonia compressor', share: 3, types: ['refrigeration-55'] },
          { name: 'Condenser fans', machine: 'Condenser fan', share: 5, types: ['refrigeration-11'] },
          { name: 'Brine', machine: 'Brine pump', share: 2, types: ['refrigeration-11'] },
        ],
      },
      {
        id: 'utilities',
        name: 'Utilities and ventilation',
        prefix: 'ut',
        target: 1,
        production: false,
        safetyImpact: 'none',
        missionImpact: 'minor',
        cabinet: 'Utility cabinet',
        lines: [
          { name: 'Hall ventilation', machine: 'Supply air fan', share: 4, types: ['hvac-15'] },
          { name: 'Exhaust', machine: 'Exhaust fan', share: 3, types: ['hvac-15'] },
          { name: 'Cooling towers', machine: 'Cooling tower fan', share: 3, types: ['hvac-45'] },
        ],
      },
    ],
  },
  {
    id: 'corvane',
    name: 'Corvane Ore Terminal',
    timeZone: 'Europe/Helsinki',
    desk: 'Terminal control room',
    zones: [
      {
        id: 'conveying',
        name: 'Conveying and stockyard',
        prefix: 'cv',
        target: [2, 2, 2, 1, 2, 2, 2],
        production: true,
        safetyImpact: 'severe',
        missionImpact: 'major',
        cabinet: 'Stockyard cabinet',
        lines: [
          { name: 'Main belts', machine: 'Belt conveyor', share: 4, types: ['nxp-200', 'nxs-90'] },
          { name: 'Feeders', machine: 'Apron feeder', share: 3, types: ['vacon-100-industrial-55'] },
          { name: 'Dust extraction', machine: 'Dust extraction fan', share: 3, types: ['hvac-45'] },
        ],
      },
      {
        id: 'ship-loading',
        name: 'Ship loading',
        prefix: 'sl',
        target: [2, 3, 2, 1, 2, 2, 2],
        production: true,
        safetyImpact: 'severe',
        missionImpact: 'severe',
        cabinet: 'Quay cabinet',
        lines: [
          { name: 'Ship loader', machine: 'Loader belt', share: 4, types: ['ic7-110'] },
          { name: 'Boom', machine: 'Boom hoist', share: 2, types: ['automation-37'] },
          { name: 'Dust suppression', machine: 'Spray water pump', share: 4, types: ['vacon-100-flow-30'] },
        ],
      },
    ],
  },
];
