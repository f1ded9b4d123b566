import type { Command } from '../../core/keyboard.ts';
import type { ViewerProps } from '../../core/modality.ts';
import type { Pane } from './grid.ts';
import type { Slice } from './stack.ts';
import type { Measures } from './use-measures.ts';
import type { ViewportHandle } from './viewport.tsx';

export interface ViewActions {
  handle: () => ViewportHandle | null | undefined;
  turn: (step: number) => void;
  openSeries: (index: number) => void;
  split: () => void;
  chooseGrid: () => void;
  nextPane: () => void;
  nextHanging: () => void;
  linkSlices: () => void;
  cross: () => void;
  pane: Pane;
  slices: readonly Slice[];
  setPlaying: (change: (playing: boolean) => boolean) => void;
}

/** What keys do to the picture. */
export function viewCommands(actions: ViewActions): Command[] {
  const { handle, turn, openSeries, pane, slices, setPlaying } = actions;
  const group = 'Picture';
  const view = () => handle()?.view();
  const make = (id: string, title: string, keys: string[], run: () => void): Command => ({
    id: `imaging.${id}`,
    title,
    group,
    keys,
    run,
  });
  return [
    make('previous', 'Previous slice', ['ArrowUp', 'ArrowLeft', '['], () => turn(-1)),
    make('next', 'Next slice', ['ArrowDown', 'ArrowRight', ']'], () => turn(1)),
    make('first', 'First slice', ['Home'], () => turn(-slices.length)),
    make('last', 'Last slice', ['End'], () => turn(slices.length)),
    make('series.previous', 'Previous series', ['PageUp'], () => openSeries(pane.series - 1)),
    make('series.next', 'Next series', ['PageDown'], () => openSeries(pane.series + 1)),
    make('cine', 'Play or stop', ['Space'], () => setPlaying((p) => !p && slices.length > 1)),
    make('invert', 'Invert', ['I'], () => view()?.invert()),
    make('flip', 'Exchange left and right', ['Shift+I'], () => view()?.flip()),
    make('fit', 'Fit to the window', ['F'], () => view()?.fit()),
    make('reset', 'Reset the picture', ['Shift+F'], () => view()?.reset()),
    make('zoom.in', 'Zoom in', ['+', '='], () => view()?.zoomBy(1.2)),
    make('zoom.out', 'Zoom out', ['-'], () => view()?.zoomBy(1 / 1.2)),
    make('pan.left', 'Move the picture left', ['Shift+ArrowLeft'], () => view()?.panBy(-40, 0)),
    make('pan.right', 'Move the picture right', ['Shift+ArrowRight'], () => view()?.panBy(40, 0)),
    make('pan.up', 'Move the picture up', ['Shift+ArrowUp'], () => view()?.panBy(0, -40)),
    make('pan.down', 'Move the picture down', ['Shift+ArrowDown'], () => view()?.panBy(0, 40)),
    make('window.narrower', 'Narrower window', ['Ctrl+ArrowLeft'], () => view()?.dragWindow(-15, 0)),
    make('window.wider', 'Wider window', ['Ctrl+ArrowRight'], () => view()?.dragWindow(15, 0)),
    make('window.darker', 'Higher level', ['Ctrl+ArrowUp'], () => view()?.dragWindow(0, 15)),
    make('window.brighter', 'Lower level', ['Ctrl+ArrowDown'], () => view()?.dragWindow(0, -15)),
    make('layout', 'One or several pictures', ['L'], actions.split),
    make('layout.choose', 'Choose the layout', ['Shift+L'], actions.chooseGrid),
    make('hanging', 'Next hanging protocol', ['Shift+E'], actions.nextHanging),
    make('pane', 'Next picture of several', ['E'], actions.nextPane),
    make('link', 'Turn slices together', ['S'], actions.linkSlices),
    make('cross', 'A cross to draw with by keys', ['X'], actions.cross),
  ];
}

/** What keys do to the mark or the measure in hand. */
export function markCommands(
  props: ViewerProps,
  measures: Measures,
  handle: () => ViewportHandle | null | undefined,
): Command[] {
  const { selected } = props;
  const editable = props.layers.some((l) => l.editable && l.marks.some((m) => m.id === selected));
  const make = (id: string, title: string, keys: string[], run: () => void): Command => ({
    id: `imaging.mark.${id}`,
    title,
    group: 'Marks',
    keys,
    disabled: !editable,
    run,
  });
  const remove = () => {
    if (measures.chosen) measures.remove(measures.chosen);
    else if (selected) props.onWithdraw(selected);
  };
  const nothing = () => {
    measures.choose(undefined);
    props.onSelect(undefined);
  };
  return [
    {
      ...make('delete', 'Remove the selected mark or measure', ['Delete', 'Backspace'], remove),
      disabled: !editable && !measures.chosen,
    },
    make('left', 'Move the mark left', ['Alt+ArrowLeft'], () => handle()?.nudge(-1, 0)),
    make('right', 'Move the mark right', ['Alt+ArrowRight'], () => handle()?.nudge(1, 0)),
    make('up', 'Move the mark up', ['Alt+ArrowUp'], () => handle()?.nudge(0, -1)),
    make('down', 'Move the mark down', ['Alt+ArrowDown'], () => handle()?.nudge(0, 1)),
    make('narrower', 'Make the mark narrower', ['Alt+Shift+ArrowLeft'], () => handle()?.grow(-1, 0)),
    make('wider', 'Make the mark wider', ['Alt+Shift+ArrowRight'], () => handle()?.grow(1, 0)),
    make('lower', 'Make the mark lower', ['Alt+Shift+ArrowUp'], () => handle()?.grow(0, -1)),
    make('taller', 'Make the mark taller', ['Alt+Shift+ArrowDown'], () => handle()?.grow(0, 1)),
    { ...make('none', 'Select nothing', ['Escape'], nothing), disabled: !selected && !measures.chosen },
  ];
}
