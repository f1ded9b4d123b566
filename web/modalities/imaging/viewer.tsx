import { useEffect, useMemo, useRef, useState } from 'react';
import type { Series } from '../../core/contract.ts';
import type { Command } from '../../core/keyboard.ts';
import { useCommands } from '../../core/keys.ts';
import type { ViewerProps } from '../../core/modality.ts';
import { Button } from '../../ui/button.tsx';
import { axisCommands } from './dimensions.tsx';
import { type ImageGeometry, onImage } from './geometry.ts';
import type { Pane } from './grid.ts';
import { GridMenu } from './grid-menu.tsx';
import { attributesOf, viewName } from './hanging.ts';
import { layoutOf, turnAxis, turnPosition } from './layout.ts';
import { BrushPanel } from './masks/brush-panel.tsx';
import { isMask } from './masks/masks-here.ts';
import { ReshapePanel } from './masks/reshape-panel.tsx';
import { useBrush } from './masks/use-brush.ts';
import { figure, headline, type Measure, measureTitles } from './measures.ts';
import { markCommands, viewCommands } from './picture-commands.ts';
import { planeOf, spacingOf } from './pixels.ts';
import { crossing } from './plane.ts';
import type { Tool } from './pointer.ts';
import { SeriesStrip } from './series-strip.tsx';
import { frameRateOf, presetsOf, type Slice, slicesOf } from './stack.ts';
import { Toolbar, toolList } from './toolbar.tsx';
import { useLinkedSlices, useLinks } from './use-links.ts';
import { type Measures, useMeasures } from './use-measures.ts';
import { usePanes } from './use-panes.ts';
import { Viewport, type ViewportHandle } from './viewport.tsx';
import './viewer.css';

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
  const hung = usePanes(item, stacks, props.hangings);
  const { panes, active, grid, setPanes, setActive, open } = hung;
  const [tool, setTool] = useState<Tool>('select');
  const [playing, setPlaying] = useState(false);
  const [rate, setRate] = useState<number>();
  const [choosing, setChoosing] = useState(false);
  const [cross, setCross] = useState(false);
  const [links, setLinks] = useLinks();
  const follow = useLinkedSlices(stacks, links.slices);
  const measures = useLinkedMeasures(props, stacks, useMeasures(props.person, item.id));
  const brush = useBrush(props);
  const handles = useRef<(ViewportHandle | null)[]>([]);
  const pane = panes[active] ?? { series: 0, index: 0 };
  const series = item.series[pane.series];
  const slices = stacks[pane.series] ?? [];
  const layout = layoutOf(series, slices.length);
  const natural = series ? frameRateOf(series) : undefined;
  const speed = rate ?? natural ?? 15;
  const handle = () => handles.current[active];

  const turnTo = (at: number, index: number) => setPanes((all) => follow(all, at, index));
  // The same series stays as it was opened and as the reader has made it.
  const show = (at: number, next: Pane) =>
    setPanes((all) =>
      all.map((p, i) => (i !== at ? p : p.series === next.series ? { ...p, index: next.index } : next)),
    );
  const turn = (step: number, wrap = false) => {
    const count = slices.length;
    if (count < 2) return;
    if (layout) {
      // Cine plays what moves; wheel and arrows go through positions.
      turnTo(active, wrap ? turnAxis(layout, pane.index, 0, step, true) : turnPosition(layout, pane.index, step));
      return;
    }
    turnTo(active, wrap ? (pane.index + step + count) % count : turned(slices, layout, pane.index, step));
  };
  const openIn = (at: number, index: number) => {
    const wanted = Math.max(0, Math.min(item.series.length - 1, index));
    if (wanted === panes[at]?.series) return;
    setPlaying(false);
    show(at, open(wanted));
  };
  const openSeries = (index: number) => openIn(active, index);
  useCine(playing, speed, () => turn(1, true));
  useShown(props, panes, handles, hung.hanging?.title);
  useFollowSelection(props, stacks, panes, (next) => show(active, next));
  const onSeen = (at: number) => {
    const look = links.look && at === active ? handles.current[at]?.view()?.look() : undefined;
    if (!look) return;
    // Panes that were opened each in a window of its own keep them.
    const windowed = panes.some((p) => p.opening?.width !== undefined);
    for (const [i, p] of panes.entries()) {
      const alike = !windowed && item.series[p.series]?.modality === series?.modality;
      if (i !== at) handles.current[i]?.view()?.lookAs(look, alike);
    }
  };

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
    ...axisCommands(layout, (axis, by) => layout && turnTo(active, turnAxis(layout, pane.index, axis, by))),
    ...viewCommands({
      handle,
      turn,
      openSeries,
      split: hung.split,
      nextHanging: hung.nextHanging,
      chooseGrid: () => setChoosing(true),
      nextPane: () => setActive((active + 1) % panes.length),
      linkSlices: () => setLinks({ slices: !links.slices }),
      cross: () => setCross((on) => !on),
      pane,
      slices,
      setPlaying,
    }),
    ...presets.map(
      (p, i): Command => ({
        id: `imaging.preset.${i + 1}`,
        title: `Window: ${p.title}`,
        group: 'Window',
        keys: [`Shift+${i + 1}`],
        run: () => handle()?.view()?.setWindow(p),
      }),
    ),
    ...markCommands(props, measures, handle),
    {
      id: 'imaging.measure.use',
      title: 'Put the measured number into the field',
      group: 'Marks',
      keys: ['Shift+T'],
      disabled: !measures.chosen || !props.measured?.current,
      run: () => measures.use(),
    },
  ]);

  return (
    <div className="imaging">
      <Toolbar
        tools={tools}
        tool={tool}
        onTool={setTool}
        view={() => handle()?.view()}
        presets={presets}
        layout={
          <GridMenu
            grid={grid}
            onGrid={hung.setGrid}
            hanging={hung}
            links={links}
            onLinks={setLinks}
            opened={choosing}
            onOpened={setChoosing}
          />
        }
        moving={slices.length > 1}
        playing={playing}
        onPlaying={setPlaying}
        speed={speed}
        natural={natural}
        onRate={setRate}
      />
      <SeriesStrip series={item.series} current={pane.series} onOpen={openSeries} />
      <div
        className={panes.length > 1 ? 'panes several' : 'panes'}
        style={{ gridTemplate: `repeat(${grid.rows}, 1fr) / repeat(${grid.columns}, 1fr)` }}
      >
        {panes.map((p, at) => (
          <Viewport
            layout={layoutOf(item.series[p.series], stacks[p.series]?.length ?? 0)}
            key={at}
            ref={(h) => {
              handles.current[at] = h;
            }}
            title={titleOf(item.series[p.series], stacks[p.series]?.[p.index])}
            missing={p.missing}
            opening={p.opening}
            number={panes.length > 1 ? at + 1 : undefined}
            slices={stacks[p.series] ?? none}
            index={p.index}
            onIndex={(index) => turnTo(at, index)}
            tool={tool}
            active={at === active}
            onActivate={() => setActive(at)}
            layers={layers}
            selected={selected}
            onSelect={props.onSelect}
            onRevise={props.onRevise}
            onDrawn={drawn}
            onSeen={() => onSeen(at)}
            measures={measures}
            brush={brush}
            lines={linesIn(stacks, panes, at)}
            cross={cross}
            onCrossLeft={() => setCross(false)}
            onSeries={(index) => openIn(at, index)}
          />
        ))}
        <MeasureNote measures={measures} target={props.measured} />
      </div>
      {tool === 'brush' && brush.offered ? (
        <BrushPanel
          brush={brush}
          slice={slices[pane.index]}
          spacing={slices[pane.index] && spacingOf(slices[pane.index]!.imageId)}
          onCopy={(step) => {
            const to = turned(slices, layout, pane.index, step);
            if (brush.copy(slices[pane.index], slices[to])) turnTo(active, to);
          }}
        >
          <ReshapePanel
            chosen={brush.chosen}
            slice={slices[pane.index]}
            stack={besides(slices, layout, pane.index)}
            onRevise={props.onRevise}
            onWithdraw={props.onWithdraw}
            onSay={brush.say}
          />
        </BrushPanel>
      ) : null}
    </div>
  );
}

const none: readonly Slice[] = [];

/** The series, and the view of the picture where the series has several. */
function titleOf(series: Series | undefined, slice: Slice | undefined): string {
  if (!series) return '';
  const view = slice && series.byFile?.[slice.file.id] ? viewName(attributesOf(series, slice.file.id)) : undefined;
  return view ? `${view} · ${series.title}` : series.title;
}

/** The pictures of a stack that stand at the same step of every axis as one: what lies beside it in the patient. */
function besides(slices: readonly Slice[], layout: ReturnType<typeof layoutOf>, index: number): readonly Slice[] {
  if (!layout) return slices;
  const from = Math.floor(index / layout.positions) * layout.positions;
  return slices.slice(from, from + layout.positions);
}

/** The picture that a step goes to: the next position where there are several pictures at each; itself at the end. */
function turned(slices: readonly Slice[], layout: ReturnType<typeof layoutOf>, index: number, step: number): number {
  if (layout) return turnPosition(layout, index, step);
  return Math.max(0, Math.min(slices.length - 1, index + step));
}

/** Where the pictures of the other panes cut the one at a place. */
function linesIn(stacks: readonly (readonly Slice[])[], panes: readonly Pane[], at: number) {
  if (panes.length < 2) return [];
  const planeIn = (p: Pane | undefined) => {
    const slice = p && stacks[p.series]?.[p.index];
    return slice && planeOf(slice.imageId);
  };
  const own = planeIn(panes[at]);
  if (!own) return [];
  return panes.flatMap((p, i) => {
    const other = i === at ? undefined : planeIn(p);
    const line = other && crossing(other, own);
    return line ? [line] : [];
  });
}

type LinkedMeasures = Measures & {
  /** Puts the chosen measure's number into the field in hand, which then follows it. */
  use: () => void;
  /** The number of a measure, as its picture is calibrated. */
  numberOf: (measure: Measure) => string;
};

/** Measures whose numbers answer fields: changed, they change the answer. */
function useLinkedMeasures(
  { measured }: ViewerProps,
  stacks: readonly (readonly Slice[])[],
  measures: Measures,
): LinkedMeasures {
  const numberOf = (m: Measure) => {
    const slice = stacks.flat().find((s) => s.file.id === m.file && s.frame === m.frame);
    return headline(m, slice && spacingOf(slice.imageId));
  };
  const change = (m: Measure, done: boolean) => {
    measures.change(m, done);
    if (!m.field || !done) return;
    const { value, unit } = numberOf(m);
    measured?.take(m.field, value, unit);
  };
  return {
    ...measures,
    change,
    use: () => {
      const chosen = measures.all.find((m) => m.id === measures.chosen);
      if (chosen && measured?.current) change({ ...chosen, field: measured.current.field }, true);
    },
    numberOf: (m) => figure(numberOf(m)),
  };
}

/** The measure in hand in words, and the way into the field. */
function MeasureNote({ measures, target }: { measures: LinkedMeasures; target: ViewerProps['measured'] }) {
  const chosen = measures.all.find((m) => m.id === measures.chosen);
  if (!chosen) return null;
  return (
    <div className="measure-note">
      <span role="status">
        {measureTitles[chosen.kind]} {measures.numberOf(chosen)}
        {chosen.field ? ' · answers a field' : ''}
      </span>
      {target?.current ? (
        <Button size="small" hint="⇧ T" onClick={measures.use}>
          Use in “{target.current.title}”
        </Button>
      ) : null}
      <Button size="small" look="quiet" onClick={() => measures.remove(chosen.id)}>
        Remove
      </Button>
    </div>
  );
}

/** Tells once per item what the reader has before their eyes, when the first picture is there. */
function useShown(
  { item, onShown }: ViewerProps,
  panes: readonly Pane[],
  handles: { current: (ViewportHandle | null)[] },
  hanging: string | undefined,
): void {
  const told = useRef<string>(undefined);
  useEffect(() => {
    const timer = setInterval(() => {
      const seen = handles.current.map((h) => h?.seen()).find((s) => s !== undefined);
      if (!seen || told.current === item.id) return;
      told.current = item.id;
      onShown({
        files: panes.flatMap((p) => item.series[p.series]?.files.map((f) => f.id) ?? []),
        display: { width: window.innerWidth, height: window.innerHeight, devicePixelRatio: window.devicePixelRatio },
        ...(seen.windowWidth !== undefined
          ? { windowWidth: seen.windowWidth, windowCenter: seen.windowCentre ?? 0 }
          : {}),
        ...(hanging === undefined ? {} : { hanging }),
      });
      clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [item, panes, handles, onShown, hanging]);
}

/** A mark chosen in the list is brought on screen. */
function useFollowSelection(
  { layers, selected }: ViewerProps,
  stacks: readonly (readonly Slice[])[],
  panes: readonly Pane[],
  open: (pane: Pane) => void,
): void {
  const last = useRef<string>(undefined);
  useEffect(() => {
    if (selected === last.current) return;
    last.current = selected;
    const mark = layers.flatMap((l) => l.marks).find((m) => m.id === selected);
    const places = !mark ? [] : isMask(mark) ? mark.geometry.parts : onImage(mark) ? [mark.geometry] : [];
    const at = (s: Slice) => places.some((p) => s.file.id === p.file && s.frame === p.frame);
    if (panes.some((p) => stacks[p.series]?.[p.index] && at(stacks[p.series]![p.index]!))) return;
    const series = stacks.findIndex((slices) => slices.some(at));
    if (series < 0) return;
    // Of a mask through a stack the middle of its pictures.
    const pictures = stacks[series]!.flatMap((s, i) => (at(s) ? [i] : []));
    open({ series, index: pictures[Math.floor(pictures.length / 2)]! });
  }, [selected, layers, stacks, panes, open]);
}
