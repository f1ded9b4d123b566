import type { Types } from '@cornerstonejs/core';

interface Photo {
  width: number;
  height: number;
}

const known = new Map<string, Photo>();

/** A PNG or JPEG as an image of the viewer: stored matrix, square pixels, no patient space. */
export function loadPhoto(imageId: string): { promise: Promise<Types.IImage>; cancelFn: () => void } {
  const control = new AbortController();
  return { promise: decode(imageId, control.signal), cancelFn: () => control.abort() };
}

async function decode(imageId: string, signal: AbortSignal): Promise<Types.IImage> {
  const answer = await fetch(imageId.slice('photo:'.length), { signal });
  if (!answer.ok) throw new Error(`The server answered with status ${answer.status}`);
  const bitmap = await createImageBitmap(await answer.blob());
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('This browser gives no canvas to decode the photo');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const pixels = new Uint8ClampedArray(width * height * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    pixels[to] = rgba[from]!;
    pixels[to + 1] = rgba[from + 1]!;
    pixels[to + 2] = rgba[from + 2]!;
  }
  known.set(imageId, { width, height });
  const image = {
    imageId,
    minPixelValue: 0,
    maxPixelValue: 255,
    slope: 1,
    intercept: 0,
    windowCenter: 128,
    windowWidth: 255,
    voiLUTFunction: 'LINEAR',
    getPixelData: () => pixels,
    rows: height,
    columns: width,
    height,
    width,
    color: true,
    rgba: false,
    numberOfComponents: 3,
    columnPixelSpacing: 1,
    rowPixelSpacing: 1,
    invert: false,
    photometricInterpretation: 'RGB',
    sizeInBytes: pixels.byteLength,
    dataType: 'Uint8ClampedArray',
    imageFrame: {},
  };
  // The interface lists members of its CPU fallback, which we never use.
  return image as unknown as Types.IImage;
}

/** What Cornerstone asks about a photo. */
export function photoMetadata(type: string, imageId: string): unknown {
  const photo = known.get(imageId);
  if (!photo) return undefined;
  switch (type) {
    case 'imagePixelModule':
      return {
        pixelRepresentation: 0,
        bitsAllocated: 8,
        bitsStored: 8,
        highBit: 7,
        photometricInterpretation: 'RGB',
        samplesPerPixel: 3,
      };
    case 'generalSeriesModule':
      return { modality: 'XC', seriesInstanceUID: imageId, seriesNumber: 1 };
    case 'imagePlaneModule':
      return {
        frameOfReferenceUID: imageId,
        rows: photo.height,
        columns: photo.width,
        imageOrientationPatient: [1, 0, 0, 0, 1, 0],
        rowCosines: [1, 0, 0],
        columnCosines: [0, 1, 0],
        imagePositionPatient: [0, 0, 0],
        pixelSpacing: [1, 1],
        rowPixelSpacing: 1,
        columnPixelSpacing: 1,
        usingDefaultValues: true,
      };
    case 'voiLutModule':
      return { windowCenter: [128], windowWidth: [255] };
    case 'modalityLutModule':
      return { rescaleIntercept: 0, rescaleSlope: 1 };
    default:
      return undefined;
  }
}
