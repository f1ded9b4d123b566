import type { Geometry } from '../../core/contract.ts';
import type { RegionManifest } from '../../core/modality.ts';
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
