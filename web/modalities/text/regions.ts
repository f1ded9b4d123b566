import type { RegionManifest } from '../../core/modality.ts';

export const spanRegion: RegionManifest = {
  kind: 'span',
  one: 'span',
  many: 'spans',
  key: 'S',
  gesture: 'drag over the words, or hold Shift with the arrows and press Enter',
  words: (g) => (g.kind === 'span' ? `${g.start}–${g.end}` : ''),
};
