import { lazy } from 'react';
import type { Item } from '../core/contract.ts';
import type { ModalityManifest, ViewerModule } from '../core/modality.ts';
import { imaging } from '../modalities/imaging/manifest.ts';

/** All that Overread can show. The shell knows manifests, never what is behind them. */
const manifests: readonly ModalityManifest[] = [imaging];

const loaded = new Map<string, Promise<ViewerModule>>();

export function manifestFor(item: Item): ModalityManifest | undefined {
  return manifests.find((m) => m.shows(item));
}

export function loadModality(manifest: ModalityManifest): Promise<ViewerModule> {
  const known = loaded.get(manifest.id) ?? manifest.load();
  loaded.set(manifest.id, known);
  return known;
}

/** One lazy component per modality, made once so that React keeps it. */
export const viewers = new Map(
  manifests.map((m) => [m.id, lazy(async () => ({ default: (await loadModality(m)).Viewer }))] as const),
);

export async function prefetchItem(item: Item, signal: AbortSignal): Promise<void> {
  const manifest = manifestFor(item);
  if (manifest) await (await loadModality(manifest)).prefetch(item, signal);
}
