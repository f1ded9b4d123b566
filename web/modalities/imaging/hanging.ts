import type { Hanging, Item, Series } from '../../core/contract.ts';
import { cells, type Grid, type Pane } from './grid.ts';
import type { Slice } from './stack.ts';

export type HangingPane = Hanging['panes'][number];
export type Condition = HangingPane['of'][number];

/** What a picture says of itself, in the words that hanging protocols ask for. */
export type Attributes = Readonly<Record<string, string>>;

/** A picture that may hang in a pane: a series, or one file of it where its files differ. */
interface Candidate {
  series: number;
  index: number;
  attributes: Attributes;
}

/** An item as a hanging protocol lays it out. */
export interface Hung {
  hanging: Hanging;
  grid: Grid;
  panes: Pane[];
}

/** What stands for a file of a series, the series' own modality with it. */
export function attributesOf(series: Series, file?: string): Attributes {
  return {
    modality: series.modality,
    ...series.attributes,
    ...(file === undefined ? {} : series.byFile?.[file]),
  };
}

/** "L-MLO", "PA": the view as radiologists call it; undefined where the picture does not say. */
export function viewName(attributes: Attributes): string | undefined {
  const { view, laterality } = attributes;
  if (!view) return undefined;
  return laterality === 'L' || laterality === 'R' ? `${laterality}-${view}` : view;
}

/** A word of a condition: any case, and a star for any run of characters. */
export function isWord(pattern: string, value: string): boolean {
  const parts = pattern
    .trim()
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'isu').test(value.trim());
}

const meets = (attributes: Attributes, { attribute, is }: Condition): boolean => {
  const value = attributes[attribute];
  return value !== undefined && is.some((word) => isWord(word, value));
};

const meetsAll = (attributes: Attributes, of: readonly Condition[]) => of.every((c) => meets(attributes, c));

function candidatesOf(
  item: Item,
  stacks: readonly (readonly Slice[])[],
  middle: (series: number) => number,
): Candidate[] {
  return item.series.flatMap((series, s): Candidate[] => {
    if (!series.byFile) return [{ series: s, index: middle(s), attributes: attributesOf(series) }];
    const slices = stacks[s] ?? [];
    return series.files.map((file) => ({
      series: s,
      index: Math.max(
        0,
        slices.findIndex((slice) => slice.file.id === file.id),
      ),
      attributes: attributesOf(series, file.id),
    }));
  });
}

/** The hanging protocols that fit an item, in the protocol's order: each of their conditions is met by one of its pictures. */
export function fitting(hangings: readonly Hanging[] | undefined | null, item: Item): Hanging[] {
  const pictures = candidatesOf(
    item,
    item.series.map(() => []),
    () => 0,
  );
  return (hangings ?? []).filter((h) => h.when.every((c) => pictures.some((p) => meets(p.attributes, c))));
}

/** Conditions in a few words: "L-MLO", "MR axial". */
export function conditionWords(of: readonly Condition[]): string {
  const one = (attribute: string) => {
    const found = of.filter((c) => c.attribute === attribute);
    return found.length === 1 && found[0]!.is.length === 1 ? found[0]!.is[0] : undefined;
  };
  const [view, laterality] = [one('view'), one('laterality')];
  const name = view && laterality && viewName({ view, laterality });
  const rest = name ? of.filter((c) => c.attribute !== 'view' && c.attribute !== 'laterality') : of;
  return [...(name ? [name] : []), ...rest.map((c) => c.is.join(' or '))].join(' ');
}

/**
 * Lays an item out. A pane takes the first picture that meets its conditions and hangs in no pane before it, else the first
 * that meets them; a pane without conditions takes the next series that no pane shows, after all others have taken theirs.
 */
export function hang(
  hanging: Hanging,
  item: Item,
  stacks: readonly (readonly Slice[])[],
  middle: (series: number) => number,
): Hung {
  const pictures = candidatesOf(item, stacks, middle);
  const taken = new Set<Candidate>();
  const found: (Candidate | undefined)[] = hanging.panes.map((pane) => {
    if (pane.of.length === 0) return undefined;
    const fit = pictures.filter((p) => meetsAll(p.attributes, pane.of));
    const chosen = fit.find((p) => !taken.has(p)) ?? fit[0];
    if (chosen) taken.add(chosen);
    return chosen;
  });
  const shown = new Set([...taken].map((p) => p.series));
  const panes = hanging.panes.map((pane, i): Pane => {
    let picture = found[i];
    if (!picture && pane.of.length === 0) {
      picture = pictures.find((p) => !shown.has(p.series));
      if (picture) shown.add(picture.series);
    }
    if (!picture) return { series: -1, index: 0, missing: missingWords(pane) };
    return { series: picture.series, index: picture.index, ...openingOf(pane) };
  });
  return { hanging, grid: { rows: hanging.rows, columns: hanging.columns }, panes };
}

function missingWords(pane: HangingPane): string {
  return pane.of.length === 0 ? 'No further series in this item' : `No ${conditionWords(pane.of)} in this item`;
}

function openingOf(pane: HangingPane): Pick<Pane, 'opening'> {
  const { window, flip, invert, zoom } = pane;
  const opening = {
    ...(window ? { width: window.width, centre: window.centre } : {}),
    ...(flip ? { flip } : {}),
    ...(invert ? { invert } : {}),
    ...(zoom ? { zoom } : {}),
  };
  return Object.keys(opening).length > 0 ? { opening } : {};
}

/** A grid with so many panes: those that were there stay, new ones take what comes. */
export function withGrid(hanging: Hanging, grid: Grid): Hanging {
  const panes = Array.from({ length: cells(grid) }, (_, i): HangingPane => hanging.panes[i] ?? { of: [] });
  return { ...hanging, rows: grid.rows, columns: grid.columns, panes };
}

const view = (is: readonly string[]): Condition => ({ attribute: 'view', is: [...is] });
const modality = (...is: string[]): Condition => ({ attribute: 'modality', is });
const frontal = ['PA', 'AP'];
const lateral = ['LL', 'RL', 'LAT', 'LATERAL'];
const breast = (side: string, name: string): HangingPane => ({
  of: [view([name]), { attribute: 'laterality', is: [side] }],
});
const windowed = (width: number, centre: number): HangingPane => ({
  of: [modality('CT')],
  window: { width, centre },
});

/** Hanging protocols to begin with. */
export const beginnings: readonly Hanging[] = [
  {
    title: 'Chest radiograph, frontal and lateral',
    when: [modality('CR', 'DX'), view(frontal), view(lateral)],
    rows: 1,
    columns: 2,
    panes: [{ of: [view(frontal)] }, { of: [view(lateral)] }],
  },
  {
    title: 'Mammography, four views',
    when: [modality('MG')],
    rows: 2,
    columns: 2,
    panes: [breast('R', 'CC'), breast('L', 'CC'), breast('R', 'MLO'), breast('L', 'MLO')],
  },
  {
    title: 'CT in three windows',
    when: [modality('CT')],
    rows: 1,
    columns: 3,
    panes: [windowed(1500, -600), windowed(400, 40), windowed(1800, 400)],
  },
  {
    title: 'MR in three planes',
    when: [modality('MR')],
    rows: 1,
    columns: 3,
    panes: ['axial', 'coronal', 'sagittal'].map((plane) => ({
      of: [modality('MR'), { attribute: 'plane', is: [plane] }],
    })),
  },
  {
    title: 'Ultrasound loops',
    when: [modality('US'), { attribute: 'moving', is: ['yes'] }],
    rows: 2,
    columns: 2,
    panes: Array.from({ length: 4 }, () => ({ of: [{ attribute: 'moving', is: ['yes'] }] })),
  },
];
