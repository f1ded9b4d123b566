import type { Item, ItemFile, Series } from '../../core/contract.ts';
import { inReadingOrder } from './layout.ts';

/** One picture of a series: a file and a frame of it, counted from 0. */
export interface Slice {
  imageId: string;
  file: ItemFile;
  frame: number;
}

/** Pictures of a file, at least one. */
export function framesOf({ content }: ItemFile): number {
  return content.kind === 'image' ? Math.max(1, content.frames) : 1;
}

/** DICOM through the loader, one-based frames in its address; photos through our own scheme. */
export function imageIdOf(file: ItemFile, frame: number, origin: string): string {
  const address = new URL(file.url, origin).href;
  if (file.mediaType !== 'application/dicom') return `photo:${address}`;
  if (framesOf(file) <= 1) return `wadouri:${address}`;
  return `wadouri:${address}${address.includes('?') ? '&' : '?'}frame=${frame + 1}`;
}

export function slicesOf(series: Series, origin = location.origin): Slice[] {
  const parts = series.files.flatMap((file) =>
    Array.from({ length: framesOf(file) }, (_, frame) => ({
      imageId: imageIdOf(file, frame, origin),
      file,
      frame,
    })),
  );
  return [...inReadingOrder(parts, series.layout)];
}

/** A cine: more frames than files, or an object that names its rate. */
export function frameRateOf(series: Series): number | undefined {
  // Of a volume in a file the frames are slices; what moves is what its axes say.
  const moving = series.layout ? undefined : series.files.find((f) => framesOf(f) > 1)?.content;
  return moving ? (moving.kind === 'image' && moving.frameRate) || 15 : undefined;
}

export function fileIds(item: Item): string[] {
  return item.series.flatMap((s) => s.files.map((f) => f.id));
}

export interface WindowPreset {
  title: string;
  /** Absent: what the file says. */
  width?: number;
  centre?: number;
}

const fromFile: WindowPreset = { title: 'From the file' };

const ct: WindowPreset[] = [
  { title: 'Lung', width: 1500, centre: -600 },
  { title: 'Mediastinum', width: 400, centre: 40 },
  { title: 'Bone', width: 1800, centre: 400 },
  { title: 'Brain', width: 80, centre: 40 },
  { title: 'Abdomen', width: 350, centre: 50 },
  { title: 'Liver', width: 150, centre: 80 },
];

/** Window presets in the order of Shift+1, Shift+2 …; the file's own comes last, where it is always found. */
export function presetsOf(modality: string): WindowPreset[] {
  return modality === 'CT' ? [...ct, fromFile] : [fromFile];
}
