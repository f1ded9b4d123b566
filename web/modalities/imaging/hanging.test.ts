import { describe, expect, test } from 'vitest';
import type { Hanging, Item } from '../../core/contract.ts';
import { beginnings, conditionWords, fitting, hang, isWord, viewName, withGrid } from './hanging.ts';
import { slicesOf } from './stack.ts';

type Words = Record<string, string>;
interface Made {
  modality: string;
  attributes?: Words;
  /** One entry of attributes for each file. */
  files?: Words[];
}

function itemOf(...series: Made[]): Item {
  return {
    id: 'i',
    title: 'T',
    subject: 'S',
    kind: 'dicom',
    series: series.map((made, s) => {
      const files = made.files ?? [{}, {}, {}];
      const own = Object.fromEntries(
        files.flatMap((words, f) => (Object.keys(words).length > 0 ? [[`${s}.${f}`, words]] : [])),
      );
      return {
        id: `s${s}`,
        title: `Series ${s}`,
        modality: made.modality,
        files: files.map((_, f) => ({
          id: `${s}.${f}`,
          url: `/files/${s}.${f}`,
          thumbnail: '',
          mediaType: 'application/dicom',
          content: { kind: 'image', width: 8, height: 8, frames: 1 },
        })),
        ...(made.attributes ? { attributes: made.attributes } : {}),
        ...(Object.keys(own).length > 0 ? { byFile: own } : {}),
      };
    }),
  } as unknown as Item;
}

function laid(hanging: Hanging, item: Item) {
  const stacks = item.series.map((s) => slicesOf(s, 'http://here'));
  return hang(hanging, item, stacks, (s) => Math.floor(stacks[s]!.length / 2)).panes;
}

const [chest, breasts, windows, planes] = beginnings as [Hanging, Hanging, Hanging, Hanging, Hanging];
const places = (hanging: Hanging, item: Item) => laid(hanging, item).map((p) => [p.series, p.index]);

describe('a word of a condition', () => {
  test.each([
    ['PA', 'pa', true],
    ['PA', 'PA ', true],
    ['PA', 'LPA', false],
    ['*T2*', 'ax T2 tse', true],
    ['*T2*', 'ax T1', false],
    ['T2*', 'T2 (fat sat)', true],
    ['a.c', 'abc', false],
    ['(x', '(X', true],
    ['*', '', true],
  ])('%s takes %s: %s', (pattern, value, takes) => {
    expect(isWord(pattern, value)).toBe(takes);
  });
});

test('a view is called as radiologists call it', () => {
  expect(viewName({ view: 'MLO', laterality: 'L' })).toBe('L-MLO');
  expect(viewName({ view: 'PA', laterality: 'B' })).toBe('PA');
  expect(viewName({ laterality: 'L' })).toBeUndefined();
  expect(conditionWords(breasts.panes[3]!.of)).toBe('L-MLO');
});

describe('which hanging protocol fits', () => {
  const both = itemOf({ modality: 'CR', files: [{ view: 'LL' }, { view: 'PA' }] });

  test('each condition is met by one of the pictures, not all by the same', () => {
    expect(fitting(beginnings, both)).toEqual([chest]);
    expect(fitting(beginnings, itemOf({ modality: 'CR', files: [{ view: 'PA' }] }))).toEqual([]);
    expect(
      fitting(
        beginnings,
        itemOf({ modality: 'DX', attributes: { view: 'AP' } }, { modality: 'DX', attributes: { view: 'LAT' } }),
      ),
    ).toEqual([chest]);
  });

  test('one without conditions fits every item, and the order is the protocol’s', () => {
    const any = { ...chest, title: 'Any', when: [] };
    expect(fitting([any, chest], both)).toEqual([any, chest]);
    expect(fitting(undefined, both)).toEqual([]);
    expect(fitting([any], itemOf())).toEqual([any]);
  });
});

describe('what hangs where', () => {
  test('of a series of two views each pane has its own, whatever their order', () => {
    expect(places(chest, itemOf({ modality: 'CR', files: [{ view: 'LL' }, { view: 'PA' }] }))).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  test('a series that is alike throughout opens at its middle', () => {
    expect(
      places(
        chest,
        itemOf({ modality: 'DX', attributes: { view: 'LL' } }, { modality: 'DX', attributes: { view: 'PA' } }),
      ),
    ).toEqual([
      [1, 1],
      [0, 1],
    ]);
  });

  test('a view that is missing leaves its pane empty and says so', () => {
    const three = itemOf(
      ...[
        ['R', 'CC'],
        ['R', 'MLO'],
        ['L', 'MLO'],
      ].map(([laterality, view]) => ({
        modality: 'MG',
        attributes: { laterality: laterality!, view: view! },
        files: [{}],
      })),
    );
    const panes = laid(breasts, three);
    expect(panes.map((p) => p.series)).toEqual([0, -1, 1, 2]);
    expect(panes[1]!.missing).toBe('No L-CC in this item');
  });

  test('pictures of one view hang once each before any hangs twice', () => {
    const two = [{ modality: 'MG', attributes: { laterality: 'R', view: 'CC' }, files: [{}] }];
    const twice: Hanging = { ...breasts, panes: [breasts.panes[0]!, breasts.panes[0]!, breasts.panes[0]!, { of: [] }] };
    expect(laid(twice, itemOf(...two, ...two)).map((p) => p.series)).toEqual([0, 1, 0, -1]);
  });

  test('one stack hangs in three windows', () => {
    const panes = laid(windows, itemOf({ modality: 'CT' }));
    expect(panes.map((p) => p.series)).toEqual([0, 0, 0]);
    expect(panes.map((p) => p.opening?.width)).toEqual([1500, 400, 1800]);
  });

  test('a pane without conditions takes what the others leave', () => {
    const rest: Hanging = { ...planes, panes: [{ of: [] }, planes.panes[1]!, { of: [] }] };
    const item = itemOf(
      ...['axial', 'coronal', 'sagittal'].map((plane) => ({ modality: 'MR', attributes: { plane } })),
    );
    expect(laid(rest, item).map((p) => p.series)).toEqual([0, 1, 2]);
    expect(laid(rest, itemOf({ modality: 'MR', attributes: { plane: 'coronal' } })).map((p) => p.missing)).toEqual([
      'No further series in this item',
      undefined,
      'No further series in this item',
    ]);
  });
});

test('a grid with more places keeps its panes, and one with fewer the first of them', () => {
  const more = withGrid(windows, { rows: 2, columns: 2 });
  expect(more.panes).toEqual([...windows.panes, { of: [] }]);
  expect(withGrid(more, { rows: 1, columns: 1 }).panes).toEqual([windows.panes[0]]);
});
