import type { Geometry, Mark } from '../../../core/contract.ts';
import type { MarkLayer } from '../../../core/modality.ts';
import type { Part } from '../../../core/parts.ts';
import type { PixelPoint } from '../geometry.ts';
import { isPainted } from './runs.ts';

export type MaskGeometry = Extract<Geometry, { kind: 'mask' }>;
export type MaskMark = Mark & { geometry: MaskGeometry };

export const isMask = (mark: Mark): mark is MaskMark => mark.geometry.kind === 'mask';

/** A mask and what of it is painted on the picture in question. */
export interface MaskHere {
  layer: MarkLayer;
  mark: MaskMark;
  part: Part;
}

export const partOn = (geometry: MaskGeometry, file: string, frame: number): Part | undefined =>
  geometry.parts.find((p) => p.file === file && p.frame === frame);

export function masksHere(layers: readonly MarkLayer[], file: string, frame: number): MaskHere[] {
  return layers.flatMap((layer) =>
    layer.marks.filter(isMask).flatMap((mark) => {
      const part = partOn(mark.geometry, file, frame);
      return part ? [{ layer, mark, part }] : [];
    }),
  );
}

/** The mask that a place lies in, the uppermost of several. */
export function maskAt(masks: readonly MaskHere[], { x, y }: PixelPoint): MaskHere | undefined {
  return masks.findLast(({ mark: { geometry }, part }) => {
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (column < 0 || row < 0 || column >= geometry.width || row >= geometry.height) return false;
    return isPainted(part.runs, row * geometry.width + column);
  });
}
