import type { Geometry } from '../../core/contract.ts';
import type { RegionManifest } from '../../core/modality.ts';
import { count } from '../../core/words.ts';
import { countRuns } from './masks/runs.ts';
import { areaOf } from './outline.ts';

const pixels = (value: number) => Math.round(value);

export const boxRegion: RegionManifest = {
  kind: 'box',
  one: 'box',
  many: 'boxes',
  key: 'R',
  gesture: 'drag on the picture',
  words: (g: Geometry) => (g.kind === 'box' ? `${pixels(g.width)} × ${pixels(g.height)} px` : ''),
};

export const pointRegion: RegionManifest = {
  kind: 'point',
  one: 'point',
  many: 'points',
  key: 'K',
  gesture: 'click on the picture',
  words: (g: Geometry) => (g.kind === 'point' ? `${pixels(g.x)}, ${pixels(g.y)}` : ''),
};

export const polygonRegion: RegionManifest = {
  kind: 'polygon',
  one: 'outline',
  many: 'outlines',
  key: 'P',
  gesture: 'draw around it, or click corner by corner',
  words: (g: Geometry) => (g.kind === 'polygon' ? `${pixels(areaOf(g.points))} px²` : ''),
};

export const maskRegion: RegionManifest = {
  kind: 'mask',
  one: 'mask',
  many: 'masks',
  key: 'B',
  gesture: 'paint on the picture',
  coloured: true,
  words: (g: Geometry) => {
    if (g.kind !== 'mask') return '';
    const painted = g.parts.reduce((sum, p) => sum + countRuns(p.runs), 0);
    return `${painted} px${g.parts.length > 1 ? ` on ${count(g.parts.length, 'picture')}` : ''}`;
  },
};
