import type { ModalityManifest } from '../../core/modality.ts';
import { count } from '../../core/words.ts';
import { batchFacts, reportFacts } from './gate/facts.ts';
import { boxRegion, maskRegion, pointRegion, polygonRegion } from './regions.ts';

const shows = ({ kind }: { kind: string }) => kind === 'dicom' || kind === 'photo';

/** DICOM images and photos. The viewer and Cornerstone come only when an item needs them. */
export const imaging: ModalityManifest = {
  id: 'imaging',
  title: 'Images',
  shows,
  load: async () => {
    const [{ Viewer }, { prefetch }] = await Promise.all([import('./viewer.tsx'), import('./engine.ts')]);
    return { Viewer, prefetch };
  },
  regions: [boxRegion, pointRegion, polygonRegion, maskRegion],
  about: (item) => count(item.series.length, 'series', 'series'),
  mouse: 'The wheel changes the slice, the right button zooms, the middle button moves.',
  gate: {
    shows,
    load: async () => (await import('./gate/module.ts')).gate,
    takes: ['DICOM', 'DICOMDIR', 'PNG', 'JPEG', 'TIFF'],
    batchFacts,
    reportFacts,
    plan: async () => (await import('./gate/plan-form.tsx')).plan,
  },
  hanging: async () => (await import('./hanging-form.tsx')).hangings,
  columns: [
    { id: 'modality', title: 'Modality', width: 90, value: (r) => r.modality },
    { id: 'images', title: 'Images', width: 80, numeric: true, value: (r) => r.images },
  ],
};
