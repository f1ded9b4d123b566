import { useEffect, useMemo, useRef, useState } from 'react';
import type { Geometry, Item, Mark } from '../../core/contract.ts';
import type { Command } from '../../core/keyboard.ts';
import { useCommands } from '../../core/keys.ts';
import type { ViewerProps } from '../../core/modality.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { DocumentText } from './document-text.tsx';
import { looksAligned, type Stretch } from './layout.ts';
import { loadText, useText } from './load-text.ts';
import { Offsets, stepFrom, trimmed } from './offsets.ts';
import { useCaret, useCaretAfter, useHands } from './selection.ts';
import './viewer.css';

type Span = Extract<Geometry, { kind: 'span' }>;

const fileOf = (item: Item) => item.series[0]?.files[0];

/** The document comes into the browser's own cache. */
export async function prefetch(item: Item, signal: AbortSignal): Promise<void> {
  const file = fileOf(item);
  if (file) await loadText(file.url, signal);
}

const sizes = [13, 14, 15, 16, 18, 20];

export function Viewer(props: ViewerProps) {
  const file = fileOf(props.item);
  const { text, failure } = useText(file?.url);
  if (!file) return <p className="dim document-note">This item has no document.</p>;
  if (failure) {
    return (
      <p className="document-note" role="alert">
        This document cannot be shown: {failure}
      </p>
    );
  }
  if (text === undefined) return <p className="dim document-note">Loading the document …</p>;
  return <LoadedDocument {...props} text={text} file={file.id} />;
}

function LoadedDocument(props: ViewerProps & { text: string; file: string }) {
  const { text, file, layers, targets, selected, item } = props;
  const area = useRef<HTMLDivElement>(null);
  const offsets = useMemo(() => new Offsets(text), [text]);
  const [copying, setCopying] = useState(false);
  const [fixed, setFixed] = useState(() => looksAligned(text));
  const [size, setSize] = useState(2);
  const target = targets.span;
  const spans = useMemo(() => spansOf(layers, file), [layers, file]);
  const stretches = useMemo(
    () =>
      spans.map(({ mark, layer, span }): Stretch => {
        const label = layer.label?.(mark);
        return {
          id: mark.id,
          start: offsets.indexOf(span.start),
          end: offsets.indexOf(span.end),
          colour: layer.colour,
          ...(layer.dash ? { broken: true } : {}),
          ...(label ? { label } : {}),
        };
      }),
    [spans, offsets],
  );
  const chosen = spans.find((s) => s.mark.id === selected);

  const mark = (from: number, to: number) => {
    const found = target && trimmed(text, from, to);
    if (!found) return;
    const geometry: Span = {
      kind: 'span',
      file,
      start: offsets.offsetOf(found.start),
      end: offsets.offsetOf(found.end),
    };
    const there = spans.find(
      ({ mark: m, layer, span }) =>
        layer.editable && m.field === target.field.id && span.start === geometry.start && span.end === geometry.end,
    );
    place(found.end);
    if (there) props.onSelect(there.mark.id);
    else props.onDraw({ field: target.field.id, geometry, ...(target.class ? { class: target.class } : {}) });
  };
  const pick = (index: number) => {
    // The shortest first; another click on the same place takes the next longer one.
    const here = stretches
      .filter((s) => s.start <= index && index < s.end)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    const at = here.findIndex((s) => s.id === selected);
    props.onSelect(here[(at + 1) % Math.max(1, here.length)]?.id);
  };
  const place = useCaretAfter(area, stretches);
  useHands(area, { onMark: mark, onPlace: pick, marks: !copying && target !== undefined });
  useShown(props, file);
  useInSight(area, selected);
  useCommands([
    ...toolCommands({ copying, setCopying, fixed, setFixed, setSize }),
    ...spanCommands(props, spans, chosen, text, offsets),
  ]);
  const caret = useCaret(area);
  return (
    <div className="document">
      <div className="document-tools" role="toolbar" aria-label="Tools" aria-orientation="vertical">
        {target ? (
          <Button label="Mark words" hint="S" aria-pressed={!copying} onClick={() => setCopying(false)}>
            <Icon name="box" size={18} />
          </Button>
        ) : null}
        <Button label="Select to copy" hint="V" aria-pressed={copying || !target} onClick={() => setCopying(true)}>
          <Icon name="select" size={18} />
        </Button>
        <hr />
        <Button label="a|b: fixed width" hint="M" aria-pressed={fixed} onClick={() => setFixed(!fixed)}>
          <span aria-hidden="true">a|b</span>
        </Button>
        <Button label="A+: larger" hint="+" onClick={() => setSize((s) => Math.min(sizes.length - 1, s + 1))}>
          <span aria-hidden="true">A+</span>
        </Button>
        <Button label="A−: smaller" hint="-" onClick={() => setSize((s) => Math.max(0, s - 1))}>
          <span aria-hidden="true">A−</span>
        </Button>
      </div>
      <div className="document-scroll">
        <div className="document-page">
          <DocumentText
            ref={area}
            text={text}
            stretches={stretches}
            selected={selected}
            fixedWidth={fixed}
            size={sizes[size]!}
            label={`${item.title}, document`}
          />
          {caret ? <div className="text-caret" style={caret} aria-hidden="true" /> : null}
        </div>
      </div>
    </div>
  );
}

interface Placed {
  mark: Mark;
  span: Span;
  layer: ViewerProps['layers'][number];
}

/** Marks of this document in the order of the text. */
function spansOf(layers: ViewerProps['layers'], file: string): Placed[] {
  return layers
    .flatMap((layer) =>
      layer.marks.flatMap((mark): Placed[] =>
        mark.geometry.kind === 'span' && mark.geometry.file === file ? [{ mark, layer, span: mark.geometry }] : [],
      ),
    )
    .sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
}

interface ToolState {
  copying: boolean;
  setCopying: (copying: boolean) => void;
  fixed: boolean;
  setFixed: (fixed: boolean) => void;
  setSize: (change: (size: number) => number) => void;
}

function toolCommands({ setCopying, fixed, setFixed, setSize }: ToolState): Command[] {
  const make = (id: string, title: string, keys: string[], run: () => void): Command => ({
    id: `text.${id}`,
    title,
    group: 'Document',
    keys,
    run,
  });
  return [
    make('mark', 'Mark words', ['S'], () => setCopying(false)),
    make('copy', 'Select to copy', ['V'], () => setCopying(true)),
    make('fixed', 'Fixed width', ['M'], () => setFixed(!fixed)),
    make('larger', 'Larger', ['+', '='], () => setSize((s) => Math.min(sizes.length - 1, s + 1))),
    make('smaller', 'Smaller', ['-'], () => setSize((s) => Math.max(0, s - 1))),
  ];
}

function spanCommands(
  props: ViewerProps,
  spans: readonly Placed[],
  chosen: Placed | undefined,
  text: string,
  offsets: Offsets,
): Command[] {
  const own = chosen?.layer.editable ? chosen : undefined;
  const make = (id: string, title: string, keys: string[], run: () => void, disabled = !own): Command => ({
    id: `text.mark.${id}`,
    title,
    group: 'Marks',
    keys,
    disabled,
    run,
  });
  const resize = (side: 'start' | 'end', by: 1 | -1, unit: 'character' | 'word') => () => {
    if (!own) return;
    const moved = offsets.offsetOf(stepFrom(text, offsets.indexOf(own.span[side]), by, unit));
    const geometry = { ...own.span, [side]: moved };
    if (geometry.start < geometry.end && moved !== own.span[side]) props.onRevise({ ...own.mark, geometry });
  };
  const next = (by: number) => () => {
    const at = spans.findIndex((s) => s.mark.id === chosen?.mark.id);
    const from = at < 0 && by < 0 ? 0 : at;
    props.onSelect(spans[(from + by + spans.length) % spans.length]?.mark.id);
  };
  return [
    make('delete', 'Remove the selected mark', ['Delete', 'Backspace'], () => own && props.onWithdraw(own.mark.id)),
    make('end.grow', 'End one character on', ['Alt+ArrowRight'], resize('end', 1, 'character')),
    make('end.shrink', 'End one character back', ['Alt+ArrowLeft'], resize('end', -1, 'character')),
    make('end.word', 'End one word on', ['Ctrl+Alt+ArrowRight'], resize('end', 1, 'word')),
    make('end.wordback', 'End one word back', ['Ctrl+Alt+ArrowLeft'], resize('end', -1, 'word')),
    make('start.shrink', 'Beginning one character on', ['Alt+Shift+ArrowRight'], resize('start', 1, 'character')),
    make('start.grow', 'Beginning one character back', ['Alt+Shift+ArrowLeft'], resize('start', -1, 'character')),
    make('next', 'Next mark', ['.'], next(1), spans.length === 0),
    make('previous', 'Mark before', [','], next(-1), spans.length === 0),
    make('none', 'Select nothing', ['Escape'], () => props.onSelect(undefined), !chosen),
  ];
}

/** Tells once per item that the document has been on screen. */
function useShown({ item, onShown }: ViewerProps, file: string): void {
  const told = useRef<string>(undefined);
  const tell = useRef(onShown);
  tell.current = onShown;
  useEffect(() => {
    if (told.current === item.id) return;
    told.current = item.id;
    tell.current({
      files: [file],
      display: { width: window.innerWidth, height: window.innerHeight, devicePixelRatio: window.devicePixelRatio },
    });
  }, [item.id, file]);
}

/** A mark chosen in the list is brought into sight. */
function useInSight(area: { current: HTMLElement | null }, selected: string | undefined): void {
  useEffect(() => {
    if (!selected) return;
    const piece = area.current?.querySelector(`[data-marks~="${CSS.escape(selected)}"]`);
    piece?.scrollIntoView({ block: 'nearest' });
  }, [area, selected]);
}
