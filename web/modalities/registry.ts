import type { ModalityManifest, RegionManifest } from '../core/modality.ts';
import { imaging } from './imaging/manifest.ts';
import { text } from './text/manifest.ts';

/** All that Overread can show, read and gate. The shell knows this list, never what is behind it. */
export const modalities: readonly ModalityManifest[] = [imaging, text];

export function regionOf(kind: string): RegionManifest | undefined {
  return modalities.flatMap((m) => m.regions).find((r) => r.kind === kind);
}
