import { cache, imageLoader, init as initCore, metaData, RenderingEngine, type Types } from '@cornerstonejs/core';
import dicomLoader from '@cornerstonejs/dicom-image-loader';
import type { Item } from '../../core/contract.ts';
import { loadPhoto, photoMetadata } from './photo-loader.ts';
import { slicesOf } from './stack.ts';

/** Decoded pixels kept at most, in bytes: a CT of 600 slices fits, the tab stays well under a gigabyte. */
const pixelBudget = 512 * 1024 * 1024;

let started: RenderingEngine | undefined;

/** Cornerstone is started once per page and serves every viewport. */
export function renderingEngine(): RenderingEngine {
  if (started && !started.hasBeenDestroyed) return started;
  initCore();
  dicomLoader.init({ maxWebWorkers: Math.max(1, Math.min(4, Math.floor((navigator.hardwareConcurrency ?? 2) / 2))) });
  imageLoader.registerImageLoader('photo', loadPhoto as Types.ImageLoaderFn);
  metaData.addProvider(photoMetadata, 10_000);
  cache.setMaxCacheSize(pixelBudget);
  started = new RenderingEngine('overread');
  return started;
}

/** Loads pictures in the given order, a few at a time, until all are there or the signal says stop. */
export async function loadAhead(imageIds: readonly string[], signal: AbortSignal, width = 3): Promise<void> {
  const waiting = [...imageIds];
  const next = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined && !signal.aborted; id = waiting.shift()) {
      if (cache.getCacheSize() > pixelBudget * 0.9) return;
      // A picture that cannot be had is reported where it is looked at, not here.
      await imageLoader.loadAndCacheImage(id).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: width }, next));
}

/** The order in which slices are wanted: the one on screen first, then outwards. */
export function outwards<T>(all: readonly T[], from: number): T[] {
  return all
    .map((value, index) => ({ value, away: Math.abs(index - from) }))
    .sort((p, q) => p.away - q.away)
    .map((e) => e.value);
}

/** Decodes the first series and brings the rest into the browser's own cache. */
export async function prefetch(item: Item, signal: AbortSignal): Promise<void> {
  renderingEngine();
  const [first, ...others] = item.series;
  if (!first) return;
  const slices = slicesOf(first);
  await loadAhead(
    outwards(
      slices.map((s) => s.imageId),
      Math.floor(slices.length / 2),
    ),
    signal,
    2,
  );
  for (const file of others.flatMap((s) => s.files)) {
    if (signal.aborted) return;
    await fetch(file.url, { signal, priority: 'low' })
      .then((r) => r.arrayBuffer())
      .catch(() => undefined);
  }
}
