import type { GateBox } from '../../../core/contract.ts';
import { useCommands } from '../../../core/keys.ts';
import { decideAll, nextReach, type Rect } from './boxes.ts';
import type { Boxes } from './use-boxes.ts';

interface KeyProps {
  box: GateBox | undefined;
  may: boolean;
  shape: (id: string, rect: Rect, name: string) => void;
  blank: () => void;
  remove: () => void;
  go: (by: number) => void;
  goFile: (by: number) => void;
  draw: () => void;
  leave: () => void;
  boxes: Boxes;
  showEvery: () => void;
  blankOutside: (() => void) | undefined;
  stencil: (() => void) | undefined;
}

/** What the keyboard does with boxes, and how it goes through the frames. */
export function useBoxKeys(props: KeyProps): void {
  const { box, may, shape, blank, remove, go, goFile, draw, leave, boxes, showEvery, blankOutside, stencil } = props;
  const group = 'Boxes';
  const none = box === undefined;
  const nudge = (dx: number, dy: number) => () => {
    if (box) shape(box.id, { ...box, left: box.left + dx, top: box.top + dy }, `move ${box.id}`);
  };
  const grow = (dx: number, dy: number) => () => {
    if (box) shape(box.id, { ...box, width: box.width + dx, height: box.height + dy }, `size ${box.id}`);
  };
  const arrows = [
    ['Left', -1, 0],
    ['Right', 1, 0],
    ['Up', 0, -1],
    ['Down', 0, 1],
  ] as const;
  useCommands([
    { id: 'box.draw', title: 'Draw a box', group, keys: ['B'], disabled: !may, run: draw },
    {
      id: 'box.blank',
      title: 'Blank the box',
      group,
      keys: ['Enter'],
      disabled: none,
      run: blank,
    },
    {
      id: 'box.remove',
      title: 'Dismiss or delete the box',
      group,
      keys: ['Delete', 'Backspace'],
      disabled: none,
      run: remove,
    },
    {
      id: 'box.reach',
      title: 'Frame, image, or every image',
      group,
      keys: ['R'],
      disabled: none,
      run: () => boxes.set(boxes.boxes.map((b) => (b.id === box?.id ? { ...b, reach: nextReach(b.reach) } : b))),
    },
    {
      id: 'box.blankAll',
      title: 'Blank every proposal',
      group,
      keys: ['Shift+Enter'],
      disabled: !may,
      run: () => boxes.set(decideAll(boxes.boxes, 'accepted')),
    },
    {
      id: 'box.dismissAll',
      title: 'Dismiss every proposal',
      group,
      keys: ['Shift+Delete', 'Shift+Backspace'],
      disabled: !may,
      run: () => boxes.set(decideAll(boxes.boxes, 'dismissed')),
    },
    {
      id: 'box.outside',
      title: 'Blank what lies outside the scan regions',
      group,
      keys: ['O'],
      disabled: !may || !blankOutside,
      run: () => blankOutside?.(),
    },
    {
      id: 'box.stencil',
      title: 'Keep the places for this device and size',
      group,
      keys: ['U'],
      disabled: !stencil,
      run: () => stencil?.(),
    },
    { id: 'box.undo', title: 'Undo', group, keys: ['Z', 'Ctrl+Z'], disabled: !may, run: boxes.undo },
    { id: 'box.redo', title: 'Redo', group, keys: ['Ctrl+Y', 'Ctrl+Shift+Z'], disabled: !may, run: boxes.redo },
    { id: 'box.leave', title: 'Leave the box', group, keys: ['Escape'], disabled: none, run: leave },
    ...arrows.flatMap(([name, dx, dy]) => [
      {
        id: `box.move${name}`,
        title: `Move ${name.toLowerCase()}`,
        group,
        keys: [`Arrow${name}`],
        disabled: none,
        run: nudge(dx, dy),
      },
      {
        id: `box.leap${name}`,
        title: `Move ${name.toLowerCase()} by 10`,
        group,
        keys: [`Shift+Arrow${name}`],
        disabled: none,
        run: nudge(dx * 10, dy * 10),
      },
      {
        id: `box.size${name}`,
        title: dx + dy > 0 ? `Grow ${name.toLowerCase()}` : `Shrink from the ${dx ? 'right' : 'bottom'}`,
        group,
        keys: [`Ctrl+Arrow${name}`],
        disabled: none,
        run: grow(dx * 4, dy * 4),
      },
    ]),
    { id: 'gate.frameBack', title: 'Frame before', group: 'Gate', keys: ['ArrowLeft', ','], run: () => go(-1) },
    { id: 'gate.frameOn', title: 'Frame after', group: 'Gate', keys: ['ArrowRight', '.'], run: () => go(1) },
    { id: 'gate.values', title: 'Every value, or the usual window', group: 'Gate', keys: ['V'], run: showEvery },
    { id: 'gate.imageBack', title: 'Image before', group: 'Gate', keys: ['PageUp'], run: () => goFile(-1) },
    { id: 'gate.imageOn', title: 'Image after', group: 'Gate', keys: ['PageDown'], run: () => goFile(1) },
  ]);
}
