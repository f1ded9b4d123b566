import type { ModalityManifest } from '../../core/modality.ts';

/** DICOM images and photos. The viewer and Cornerstone come only when an item needs them. */
export const imaging: ModalityManifest = {
  id: 'imaging',
  title: 'Images',
  shows: (item) => item.kind === 'dicom' || item.kind === 'photo',
  load: async () => {
    const [{ Viewer }, { prefetch }] = await Promise.all([import('./viewer.tsx'), import('./engine.ts')]);
    return { Viewer, prefetch };
  },
};
