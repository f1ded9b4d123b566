import type { ModalityManifest } from '../../core/modality.ts';
import { spanRegion } from './regions.ts';

const shows = ({ kind }: { kind: string }) => kind === 'document';

/** Plain-text documents. */
export const text: ModalityManifest = {
  id: 'text',
  title: 'Documents',
  shows,
  load: async () => {
    const { Viewer, prefetch } = await import('./viewer.tsx');
    return { Viewer, prefetch };
  },
  regions: [spanRegion],
  about: () => 'document',
  mouse: 'Dragging over words marks them, a click on a mark selects it.',
  gate: {
    shows,
    load: async () => (await import('./gate/module.ts')).gate,
    takes: ['TXT'],
    batchFacts: () => [],
    reportFacts: () => [],
  },
  columns: [],
};
