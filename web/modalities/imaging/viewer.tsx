import { Menu } from '@mantine/core';
import { type SyntheticEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Series } from '../../core/contract.ts';
import type { Command } from '../../core/keyboard.ts';
import { useCommands } from '../../core/keys.ts';
import type { ViewerProps } from '../../core/modality.ts';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { axisCommands } from './dimensions.tsx';
import { type ImageGeometry, onImage } from './geometry.ts';
import { layoutOf, turnAxis, turnPosition } from './layout.ts';
import type { Tool } from './pointer.ts';
import { frameRateOf, framesOf, presetsOf, type Slice, slicesOf } from './stack.ts';
import type { Seen } from './stack-view.ts';
import { Viewport, type ViewportHandle } from './viewport.tsx';
import './viewer.css';

interface Pane {
  series: number;
  index: number;
}

const toolList: { tool: Tool; title: string; icon: IconName; key: string; target?: 'box' | 'point' }[] = [
  { tool: 'select', title: 'Select', icon: 'select', key: 'V' },
  { tool: 'window', title: 'Window and level', icon: 'window', key: 'W' },
  { tool: 'zoom', title: 'Zoom', icon: 'zoom', key: 'M' },
  { tool: 'pan', title: 'Move the picture', icon: 'pan', key: 'H' },
  { tool: 'box', title: 'Draw a box', icon: 'box', key: 'R', target: 'box' },
  { tool: 'point', title: 'Set a point', icon: 'point', key: 'K', target: 'point' },
];

function middle(slices: readonly Slice[], series?: Series): number {
  const layout = layoutOf(series, slices.length);
  if (layout) return Math.floor(layout.positions / 2);
  return slices[0] && framesOf(slices[0].file) > 1 ? 0 : Math.floor(slices.length / 2);
}

function useCine(playing: boolean, rate: number, step: () => void): void {
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => latest.current(), 1000 / Math.max(1, rate));
    return () => clearInterval(timer);
  }, [playing, rate]);
}

export function Viewer(props: ViewerProps) {
  const { item, layers, targets, selected } = props;
  const stacks = useMemo(() => item.series.map((s) => slicesOf(s)), [item]);
  const [panes, setPanes] = useState<Pane[]>(() => [{ series: 0, index: middle(stacks[0] ?? [], item.series[0]) }]);
  const [active, setActive] = useState(0);
  const [tool, setTool] = useState<Tool>('select');
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState<number>();
  const handles = useRef<(ViewportHandle | null)[]>([]);
  const pane = panes[Math.min(active, panes.length - 1)] ?? { series: 0, index: 0 };
  const series = item.series[pane.series];
  const slices = stacks[pane.series] ?? [];
  const layout = layoutOf(series, slices.length);
  const natural = series ? frameRateOf(series) : undefined;
  const speed = rate ?? natural ?? 15;
  const handle = () => handles.current[Math.min(active, panes.length - 1)];

  const change = useCallback(
    (at: number, next: Partial<Pane>) => setPanes((all) => all.map((p, i) => (i === at ? { ...p, ...next } : p))),
    [],
  );
  const turn = (step: number, wrap = false) => {
    const count = slices.length;
    if (count < 2) return;
    if (layout) {
      // Cine plays what moves; wheel and arrows go through positions.
      change(active, {
        index: wrap ? turnAxis(layout, pane.index, 0, step, true) : turnPosition(layout, pane.index, step),
      });
      return;
    }
    const next = pane.index + step;
    change(active, { index: wrap ? (next + count) % count : Math.max(0, Math.min(count - 1, next)) });
  };
  const openSeries = (index: number) => {
    const wanted = Math.max(0, Math.min(item.series.length - 1, index));
    if (wanted === pane.series) return;
    setPlaying(false);
    change(active, { series: wanted, index: middle(stacks[wanted] ?? [], item.series[wanted]) });
  };
  const split = () => {
    const second = item.series.length > 1 ? (pane.series + 1) % item.series.length : pane.series;
    setPanes((all) =>
      all.length > 1
        ? [all[active] ?? all[0]!]
        : [...all, { series: second, index: middle(stacks[second] ?? [], item.series[second]) }],
    );
    setActive(0);
  };
  useCine(playing, speed, () => turn(1, true));
  useShown(props, panes, handles);
  useFollowSelection(props, stacks, panes, active, change);

  const drawn = (geometry: ImageGeometry) => {
    const target = targets[geometry.kind];
    if (target) props.onDraw({ field: target.field.id, geometry, ...(target.class ? { class: target.class } : {}) });
  };
  const presets = presetsOf(series?.modality ?? '');
  const tools = toolList.filter((t) => !t.target || targets[t.target]);
  useCommands([
    ...tools.map(
      (t): Command => ({
        id: `imaging.tool.${t.tool}`,
        title: t.title,
        group: 'Tools',
        keys: [t.key],
        run: () => setTool(t.tool),
      }),
    ),
    ...axisCommands(layout, (axis, by) => layout && change(active, { index: turnAxis(layout, pane.index, axis, by) })),
    ...viewCommands({ handle, turn, openSeries, split, pane, slices, setPlaying }),
    ...presets.map(
      (p, i): Command => ({
        id: `imaging.preset.${i + 1}`,
        title: `Window: ${p.title}`,
        group: 'Window',
        keys: [`Shift+${i + 1}`],
        run: () => handle()?.view()?.setWindow(p),
      }),
    ),
    ...markCommands(props, handle),
  ]);

  return (
    <div className="imaging">
      <div className="tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">
        {tools.map((t) => (
          <Button
            key={t.tool}
            label={t.title}
            hint={t.key}
            aria-pressed={tool === t.tool}
            onClick={() => setTool(t.tool)}
          >
            <Icon name={t.icon} size={18} />
          </Button>
        ))}
        <hr />
        <ViewButtons
          handle={handle}
          several={panes.length > 1}
          split={split}
          playing={playing}
          setPlaying={setPlaying}
          moving={slices.length > 1}
        />
        <Menu position="right-start" withinPortal>
          <Menu.Target>
            <button type="button" className="button" aria-label="WL: window presets" title="Window presets (Shift 1 …)">
              WL
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {presets.map((p, i) => (
              <Menu.Item
                key={p.title}
                onClick={() => handle()?.view()?.setWindow(p)}
                rightSection={<kbd>⇧ {i + 1}</kbd>}
              >
                {p.title}
                {p.width ? ` (W ${p.width} L ${p.centre})` : ''}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {playing || natural ? (
          <Menu position="right-start" withinPortal>
            <Menu.Target>
              <button
                type="button"
                className="button tabular"
                aria-label={`${Math.round(speed)}/s, cine rate`}
                title="Cine rate"
              >
                {Math.round(speed)}/s
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {[2, 5, 10, 15, 20, 25, 30].map((r) => (
                <Menu.Item key={r} onClick={() => setRate(r)}>
                  {r} a second
                </Menu.Item>
              ))}
              {natural ? (
                <Menu.Item onClick={() => setRate(undefined)}>As recorded ({Math.round(natural)})</Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      <SeriesStrip series={item.series} current={pane.series} onOpen={openSeries} />
      <div className={panes.length > 1 ? 'panes several' : 'panes'}>
        {panes.map((p, at) => (
          <Viewport
            layout={layoutOf(item.series[p.series], stacks[p.series]?.length ?? 0)}
            key={at}
            ref={(h) => {
              handles.current[at] = h;
            }}
            title={item.series[p.series]?.title ?? ''}
            slices={stacks[p.series] ?? []}
            index={p.index}
            onIndex={(index) => change(at, { index })}
            tool={tool}
            active={at === active}
            onActivate={() => setActive(at)}
            layers={layers}
            selected={selected}
            onSelect={props.onSelect}
            onRevise={props.onRevise}
            onDrawn={drawn}
            onSeen={ignore}
          />
        ))}
      </div>
    </div>
  );
}

const ignore = (_seen: Seen) => undefined;

/** A series without a thumbnail still has its name. */
const hide = (event: SyntheticEvent<HTMLImageElement>) => {
  event.currentTarget.hidden = true;
};

interface ViewActions {
  handle: () => ViewportHandle | null | undefined;
  turn: (step: number) => void;
  openSeries: (index: number) => void;
  split: () => void;
  pane: Pane;
  slices: readonly Slice[];
  setPlaying: (change: (playing: boolean) => boolean) => void;
}

function viewCommands({ handle, turn, openSeries, split, pane, slices, setPlaying }: ViewActions): Command[] {
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
    make('previous', 'Previous slice', ['ArrowUp', 'ArrowLeft'], () => turn(-1)),
    make('next', 'Next slice', ['ArrowDown', 'ArrowRight'], () => turn(1)),
    make('first', 'First slice', ['Home'], () => turn(-slices.length)),
    make('last', 'Last slice', ['End'], () => turn(slices.length)),
    make('series.previous', 'Previous series', ['PageUp'], () => openSeries(pane.series - 1)),
    make('series.next', 'Next series', ['PageDown'], () => openSeries(pane.series + 1)),
    make('cine', 'Play or stop', ['Space'], () => setPlaying((p) => !p && slices.length > 1)),
    make('invert', 'Invert', ['I'], () => view()?.invert()),
    make('fit', 'Fit to the window', ['F'], () => view()?.fit()),
    make('reset', 'Reset the picture', ['Shift+F'], () => view()?.reset()),
    make('zoom.in', 'Zoom in', ['+', '='], () => view()?.zoomBy(1.2)),
    make('zoom.out', 'Zoom out', ['-'], () => view()?.zoomBy(1 / 1.2)),
    make('layout', 'One or two pictures', ['L'], split),
  ];
}

function markCommands(props: ViewerProps, handle: () => ViewportHandle | null | undefined): Command[] {
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
  return [
    make('delete', 'Remove the selected mark', ['Delete', 'Backspace'], () => selected && props.onWithdraw(selected)),
    make('left', 'Move the mark left', ['Alt+ArrowLeft'], () => handle()?.nudge(-1, 0)),
    make('right', 'Move the mark right', ['Alt+ArrowRight'], () => handle()?.nudge(1, 0)),
    make('up', 'Move the mark up', ['Alt+ArrowUp'], () => handle()?.nudge(0, -1)),
    make('down', 'Move the mark down', ['Alt+ArrowDown'], () => handle()?.nudge(0, 1)),
    { ...make('none', 'Select nothing', ['Escape'], () => props.onSelect(undefined)), disabled: !selected },
  ];
}

interface ViewButtonsProps {
  handle: () => ViewportHandle | null | undefined;
  several: boolean;
  split: () => void;
  playing: boolean;
  setPlaying: (playing: boolean) => void;
  moving: boolean;
}

function ViewButtons({ handle, several, split, playing, setPlaying, moving }: ViewButtonsProps) {
  const view = () => handle()?.view();
  return (
    <>
      <Button label="Invert" hint="I" onClick={() => view()?.invert()}>
        <Icon name="invert" size={18} />
      </Button>
      <Button label="Fit to the window" hint="F" onClick={() => view()?.fit()}>
        <Icon name="fit" size={18} />
      </Button>
      <Button label="Reset the picture" hint="⇧ F" onClick={() => view()?.reset()}>
        <Icon name="reset" size={18} />
      </Button>
      <Button label={several ? 'One picture' : 'Two pictures'} hint="L" onClick={split}>
        <Icon name={several ? 'one' : 'two'} size={18} />
      </Button>
      {moving ? (
        <Button
          label={playing ? 'Stop' : 'Play'}
          hint="Space"
          aria-pressed={playing}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} size={18} />
        </Button>
      ) : null}
    </>
  );
}

function SeriesStrip({
  series,
  current,
  onOpen,
}: {
  series: readonly Series[];
  current: number;
  onOpen: (index: number) => void;
}) {
  return (
    <nav className="strip" aria-label="Series">
      {series.map((s, i) => {
        const pictures = s.files.reduce((sum, f) => sum + framesOf(f), 0);
        return (
          <button type="button" key={s.id} aria-pressed={i === current} onClick={() => onOpen(i)}>
            <img src={s.files[Math.floor(s.files.length / 2)]?.thumbnail} alt="" loading="lazy" onError={hide} />
            {s.title}
            <br />
            <span className="tabular">
              {s.modality} · {pictures}
            </span>
          </button>
        );
      })}
    </nav>
  );
}

/** Tells once per item what the reader has before their eyes, when the first picture is there. */
function useShown(
  { item, onShown }: ViewerProps,
  panes: readonly Pane[],
  handles: { current: (ViewportHandle | null)[] },
): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    const timer = setInterval(() => {
      const seen = handles.current[0]?.seen();
      if (!seen || told.current === item.id) return;
      told.current = item.id;
      onShown({
        files: panes.flatMap((p) => item.series[p.series]?.files.map((f) => f.id) ?? []),
        display: { width: window.innerWidth, height: window.innerHeight, devicePixelRatio: window.devicePixelRatio },
        ...(seen.windowWidth !== undefined
          ? { windowWidth: seen.windowWidth, windowCenter: seen.windowCentre ?? 0 }
          : {}),
      });
      clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [item, panes, handles, onShown]);
}

/** A mark chosen in the list is brought on screen. */
function useFollowSelection(
  { layers, selected }: ViewerProps,
  stacks: readonly (readonly Slice[])[],
  panes: readonly Pane[],
  active: number,
  change: (at: number, next: Partial<Pane>) => void,
): void {
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (selected === last.current) return;
    last.current = selected;
    const geometry = layers
      .flatMap((l) => l.marks)
      .filter(onImage)
      .find((m) => m.id === selected)?.geometry;
    if (!geometry) return;
    const at = (s: Slice) => s.file.id === geometry.file && s.frame === geometry.frame;
    if (panes.some((p) => stacks[p.series]?.[p.index] && at(stacks[p.series]![p.index]!))) return;
    const series = stacks.findIndex((slices) => slices.some(at));
    if (series >= 0) change(active, { series, index: stacks[series]!.findIndex(at) });
  }, [selected, layers, stacks, panes, active, change]);
}
