import type { GateFace } from '../../../core/contract.ts';
import { count } from '../../../core/words.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

/** Why no cut could be proposed, in words for the person who now decides alone. */
const problemWords: Record<string, string> = {
  TooFewSlices: 'too few slices to make a volume of',
  NoGeometry: 'the slices do not say where they lie, or lie in several directions',
  SlicesTooFarApart: 'the slices are too far apart',
  UnreadablePixels: 'its pixels are of a kind that is not cut here',
  NoHead: 'nothing in it stands out from air',
  NoBrain: 'no brain was found to keep',
  BrainAtSkin: 'the brain could not be told from the face',
  FaceNotInFront: 'no face lies where the header says the front is',
  NoFaceInView: 'the face does not seem to be in the field of view',
};

export function faceWords(face: GateFace): { tone: Tone; words: string } {
  if (face.state === 'accepted') return { tone: 'agree', words: 'The face will be removed' };
  if (face.state === 'kept') return { tone: 'held', words: `Kept as it is: ${face.reason ?? ''}` };
  return face.hasCut
    ? { tone: 'machine', words: 'A cut is proposed' }
    : { tone: 'dispute', words: `No cut: ${problemWords[face.problem ?? ''] ?? 'unknown'}` };
}

/** The reason with which a held entry may pass once each of its heads is decided; empty while one is not. */
export function faceReason(faces: readonly GateFace[]): string {
  if (faces.length === 0 || faces.some((f) => f.state === 'proposed')) return '';
  const removed = faces.filter((f) => f.state === 'accepted').length;
  const kept = faces.length - removed;
  return [
    removed > 0 ? `Face removed from ${count(removed, 'series', 'series')}, before and after looked at` : '',
    kept > 0 ? `${count(kept, 'series', 'series')} kept as it is for a stated reason` : '',
  ]
    .filter(Boolean)
    .join('; ');
}

/** The next series that nobody has decided, from a place onwards; the place itself where there is none. */
export function nextOpen(faces: readonly GateFace[], at: number): number {
  for (let step = 1; step <= faces.length; step++) {
    const index = (at + step) % faces.length;
    if (faces[index]?.state === 'proposed') return index;
  }
  return at;
}
