import { cache, metaData } from '@cornerstonejs/core';
import type { Spacing, Values } from './measures.ts';
import type { Plane, Vector } from './plane.ts';

interface PlaneModule {
  usingDefaultValues?: boolean;
  frameOfReferenceUID?: string;
  imagePositionPatient?: ArrayLike<number | string>;
  imageOrientationPatient?: ArrayLike<number | string>;
  columnPixelSpacing?: number;
  rowPixelSpacing?: number;
  columns?: number;
  rows?: number;
}

const vector = (values: ArrayLike<number | string>, from: number): Vector => [
  Number(values[from]),
  Number(values[from + 1]),
  Number(values[from + 2]),
];

/** Read once for each picture: a stack is asked for all of its planes at each turn of the wheel. A day has more than fit. */
const known = new Map<string, Plane>();
const mostKnown = 20_000;

/** How a picture lies in the patient; undefined where it does not say, or has not arrived. */
export function planeOf(imageId: string): Plane | undefined {
  const held = known.get(imageId);
  if (held || imageId.startsWith('photo:')) return held;
  const module = metaData.get('imagePlaneModule', imageId) as PlaneModule | undefined;
  const { imagePositionPatient: position, imageOrientationPatient: orientation } = module ?? {};
  if (!module || !position || orientation?.length !== 6 || module.usingDefaultValues) return undefined;
  const plane: Plane = {
    ...(module.frameOfReferenceUID ? { frameOfReference: module.frameOfReferenceUID } : {}),
    origin: vector(position, 0),
    row: vector(orientation, 0),
    column: vector(orientation, 3),
    columnSpacing: module.columnPixelSpacing ?? 1,
    rowSpacing: module.rowPixelSpacing ?? 1,
    columns: module.columns ?? 0,
    rows: module.rows ?? 0,
  };
  if (![...plane.origin, ...plane.row, ...plane.column].every(Number.isFinite)) return undefined;
  if (known.size >= mostKnown) known.clear();
  known.set(imageId, plane);
  return plane;
}

/** Millimetres from column to column and row to row; undefined where the picture does not say. */
export function spacingOf(imageId: string): Spacing {
  if (imageId.startsWith('photo:')) return undefined;
  const module = metaData.get('imagePlaneModule', imageId) as PlaneModule | undefined;
  if (!module?.columnPixelSpacing || module.usingDefaultValues) return undefined;
  return { x: module.columnPixelSpacing, y: module.rowPixelSpacing ?? module.columnPixelSpacing };
}

/** The values behind a picture as its modality means them; undefined for colour, and for what has not arrived. */
export function valuesOf(imageId: string): Values | undefined {
  const image = cache.getImage(imageId);
  if (!image || image.color) return undefined;
  const pixels = image.getPixelData();
  const scaled = image.preScale?.scaled === true;
  const [slope, intercept] = scaled ? [1, 0] : [image.slope ?? 1, image.intercept ?? 0];
  const series = metaData.get('generalSeriesModule', imageId) as { modality?: string } | undefined;
  return {
    columns: image.columns,
    rows: image.rows,
    unit: series?.modality === 'CT' ? 'HU' : '',
    at: (column, row) => (pixels[row * image.columns + column] ?? 0) * slope + intercept,
  };
}
