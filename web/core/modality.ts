import type { ComponentType, ReactNode, Ref } from 'react';
import type {
  BatchDetail,
  BatchReport,
  Field,
  GateEntry,
  GateEntryDetail,
  Geometry,
  Hanging,
  Item,
  ItemRow,
  Mark,
  ProtocolFault,
  Shown,
} from './contract.ts';

/** A group of marks drawn in one colour and line style: the reader's own, or one reader's among several. */
export interface MarkLayer {
  id: string;
  title: string;
  colour: string;
  /** The colour of a mark by its class, for shapes that are told apart so; absent where the layer has one colour. */
  colourOf?: (mark: Mark) => string;
  /** SVG dash pattern; absent for a full line. */
  dash?: string;
  marks: readonly Mark[];
  /** What a mark is called beside its outline. */
  label?: (mark: Mark) => string;
  editable: boolean;
}

/** Where a new mark goes, and the class it gets. */
export interface MarkTarget {
  field: Field;
  class?: string;
}

/** Where numbers that are measured on screen go. */
export interface MeasuredTarget {
  /** The field in hand, where it takes numbers. */
  current?: { field: string; title: string };
  /** Gives a field the number; what does not fit, its unit or its range, is said at the field and nothing is saved. */
  take: (field: string, value: number, unit: string) => void;
}

/**
 * What shows an item and lets marks be drawn on it. With several layers it is the view in which readers are compared:
 * each layer in its own colour and line style.
 */
export interface ViewerProps {
  item: Item;
  /** Whose screen this is: what a viewer keeps for itself it keeps for this person alone, since others read blind. */
  person: string;
  layers: readonly MarkLayer[];
  /** By region kind; a tool without a target is not offered. */
  targets: Readonly<Record<string, MarkTarget>>;
  selected?: string | undefined;
  onSelect: (mark: string | undefined) => void;
  onDraw: (mark: Omit<Mark, 'id'>) => void;
  onRevise: (mark: Mark) => void;
  onWithdraw: (mark: string) => void;
  /** How the protocol lays items out, the first that fits; absent where each reader lays them out. */
  hangings?: readonly Hanging[] | undefined;
  /** Absent where nothing measured is asked for. */
  measured?: MeasuredTarget | undefined;
  /** What is on screen, as the modality says it, for the record of what the reader saw. */
  onShown: (shown: Omit<Shown, 'protocolVersion' | 'client'>) => void;
}

export interface ViewerModule {
  Viewer: ComponentType<ViewerProps>;
  /** Fetches an item ahead, so that it is there when it is opened. */
  prefetch: (item: Item, signal: AbortSignal) => Promise<void>;
}

/** A shape of marks, in words and with the key of its tool. */
export interface RegionManifest {
  /** The discriminator of its geometry. */
  kind: string;
  one: string;
  many: string;
  /** The key that takes its tool. */
  key: string;
  /** What the hand then does, after "Press R and". */
  gesture: string;
  /** True for shapes that lie over each other, and have the colour of their class. */
  coloured?: boolean;
  /** Size or place of one, as it stands in the list of marks; empty where the shape has nothing short to say. */
  words: (geometry: Geometry) => string;
}

/** What the gate asks of the stage on which an entry is looked at. */
export interface GateStageHandle {
  /** What the person has marked and is not saved yet. */
  save: () => Promise<void>;
  /** What of each file has been on screen. */
  seen: () => Record<string, number[]>;
  /** A reason that the stage's own decisions already give for letting a held entry pass; empty where there is none. */
  reason: () => string;
}

export interface GateStageProps {
  entry: GateEntryDetail;
  /** The entry's address: what the stage saves goes to places below it. */
  path: string;
  may: boolean;
  /** What the stage saved, put into what the page holds of the entry. */
  onSaved: (change: (entry: GateEntryDetail) => GateEntryDetail) => void;
  /** The same for the row in the list of entries. */
  onRow: (change: Partial<GateEntry>) => void;
  /** While true the arrow keys belong to the stage, not to the list. */
  onBusy: (busy: boolean) => void;
  ref: Ref<GateStageHandle>;
}

export interface GateModule {
  /** Before and after of one entry, and what a person marks in it. */
  Stage: ComponentType<GateStageProps>;
  /** Part of a batch's report beyond its facts. */
  Report?: ComponentType<{ report: BatchReport }>;
}

export interface PlanFormProps {
  /** The plan as its modality writes it; undefined for the one that the platform begins with. */
  document: unknown;
  may: boolean;
  onChange: (document: unknown) => void;
}

export interface PlanModule {
  /** How files are de-identified, to be read and changed. */
  Form: ComponentType<PlanFormProps>;
  /** What else the modality does to every entry of a project, by what people have decided before. */
  Beside?: ComponentType<{ path: string; may: boolean }>;
}

export interface HangingsFormProps {
  hangings: readonly Hanging[];
  faults: readonly ProtocolFault[];
  onChange: (hangings: readonly Hanging[]) => void;
}

/** How items of a modality are laid out, to be read and changed. */
export interface HangingModule {
  Form: ComponentType<HangingsFormProps>;
}

/** The gate as far as it depends on what an entry is. */
export interface GateManifest {
  shows: (entry: Pick<GateEntry, 'kind'>) => boolean;
  load: () => Promise<GateModule>;
  /** Names of what can be brought in. */
  takes: readonly string[];
  /** Lines about a batch; none where nothing of this modality is in it. */
  batchFacts: (batch: BatchDetail) => readonly [string, string][];
  reportFacts: (report: BatchReport) => readonly [string, string][];
  /** Absent where there is one plan for all projects. */
  plan?: () => Promise<PlanModule>;
}

/** A column of the page of items, and values of its filter. */
export interface ItemColumn {
  id: string;
  title: string;
  width?: number;
  numeric?: boolean;
  value: (row: ItemRow) => string | number | undefined;
  show?: (row: ItemRow) => ReactNode;
}

/** All that the shell knows of a modality; the rest is loaded when an item needs it. */
export interface ModalityManifest {
  id: string;
  title: string;
  shows: (item: Pick<Item, 'kind'>) => boolean;
  load: () => Promise<ViewerModule>;
  regions: readonly RegionManifest[];
  /** What an item holds, in words: "3 series". */
  about: (item: Item) => string;
  /** What the mouse does in the viewer, for the sheet of keys. */
  mouse: string;
  gate: GateManifest;
  /** Absent where an item is laid out in one way alone. */
  hanging?: () => Promise<HangingModule>;
  columns: readonly ItemColumn[];
}
