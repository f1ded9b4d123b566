import type { ComponentType } from 'react';
import type { Field, Item, Mark, Shown } from './contract.ts';

/** A group of marks drawn in one colour and line style: the reader's own, or one reader's among several. */
export interface MarkLayer {
  id: string;
  title: string;
  colour: string;
  /** SVG dash pattern; absent for a full line. */
  dash?: string;
  marks: readonly Mark[];
  /** What a mark is called beside its outline. */
  label?: (mark: Mark) => string;
  editable: boolean;
}

export interface ViewerProps {
  item: Item;
  layers: readonly MarkLayer[];
  /** Where a new box or point goes, and the class it gets; a tool without a target is not offered. */
  targets: Partial<Record<'box' | 'point', { field: Field; class?: string }>>;
  selected?: string | undefined;
  onSelect: (mark: string | undefined) => void;
  onDraw: (mark: Omit<Mark, 'id'>) => void;
  onRevise: (mark: Mark) => void;
  onWithdraw: (mark: string) => void;
  /** What is on screen, for the record of what the reader saw. */
  onShown: (shown: Pick<Shown, 'files' | 'display' | 'windowWidth' | 'windowCenter'>) => void;
}

export interface ViewerModule {
  Viewer: ComponentType<ViewerProps>;
  /** Fetches an item ahead, so that it is there when it is opened. */
  prefetch: (item: Item, signal: AbortSignal) => Promise<void>;
}

/** All that the shell knows of a modality; the rest is loaded when an item needs it. */
export interface ModalityManifest {
  id: string;
  title: string;
  shows: (item: Item) => boolean;
  load: () => Promise<ViewerModule>;
}
