import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from 'react';
import type { GateEntryOf, GateSpan } from '../../../core/contract.ts';
import { newId } from '../../../core/ids.ts';
import { useCommands } from '../../../core/keys.ts';
import type { GateStageProps } from '../../../core/modality.ts';
import { count } from '../../../core/words.ts';
import { Button } from '../../../ui/button.tsx';
import { Loading, ProblemNote } from '../../../ui/notes.tsx';
import { DocumentText } from '../document-text.tsx';
import { looksAligned, type Stretch } from '../layout.ts';
import { useText } from '../load-text.ts';
import { Offsets, trimmed } from '../offsets.ts';
import { useCaret, useCaretAfter, useHands } from '../selection.ts';
import { blacked, joined } from './blacked.ts';
import { byDoubt, dismissed, formNames, stepped, typeName } from './proposed.ts';
import { useSpans } from './use-spans.ts';
import '../viewer.css';
import './stage.css';

/** One document: the whole of it, with the places that are blacked out when it is let through. */
export function Stage(props: GateStageProps) {
  return props.entry.type === 'text' ? <TextStage {...props} entry={props.entry} /> : null;
}

function TextStage({ entry, path, may, onSaved, onRow, onBusy, ref }: GateStageProps & { entry: GateEntryOf<'text'> }) {
  const document = entry.documents[0];
  const tell = useCallback(
    (spans: GateSpan[], revision: number) => {
      onSaved((old) => (old.type === 'text' ? { ...old, spans, revision } : old));
      onRow({});
    },
    [onSaved, onRow],
  );
  const places = useSpans(entry, path, tell);
  const seen = useRef<Record<string, number[]>>({});
  const { text, failure } = useText(document?.address);
  useImperativeHandle(ref, () => ({
    save: places.save,
    seen: () => seen.current,
    reason: () =>
      places.spans.length > 0 ? `Read by a person, ${count(places.spans.length, 'place')} blacked out` : '',
  }));
  useEffect(() => {
    if (text !== undefined && document) seen.current[document.file] = [0];
  }, [text, document]);
  if (!document) return <p className="dim">This entry has no document.</p>;
  if (failure) return <p role="alert">This document cannot be shown: {failure}</p>;
  if (text === undefined) return <Loading what="Opening the document" />;
  return (
    <div className="stack">
      {places.problem ? <ProblemNote error={places.problem} /> : null}
      <p className="dim small tabular">
        {document.length.toLocaleString('en')} characters{document.encoding ? `, received as ${document.encoding}` : ''}
        {document.takenFrom ? `, taken out of ${formNames[document.takenFrom] ?? document.takenFrom}` : ''}.{' '}
        {entry.proposed
          ? `A program has proposed ${count(entry.proposed.length, 'place')}; none can say that a text names nobody: read it whole.`
          : 'No program can say that a text names nobody: read it whole.'}
      </p>
      <Places text={text} file={document.file} may={may} places={places} proposed={entry.proposed} onBusy={onBusy} />
    </div>
  );
}

interface PlacesProps {
  text: string;
  file: string;
  may: boolean;
  places: ReturnType<typeof useSpans>;
  proposed: readonly GateSpan[] | undefined;
  onBusy: (busy: boolean) => void;
}

function Places({ text, file, may, places, proposed, onBusy }: PlacesProps) {
  const area = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<string>();
  const [after, setAfter] = useState(false);
  const offsets = useMemo(() => new Offsets(text), [text]);
  const mine = places.spans.filter((s) => s.file === file);
  const taken = useMemo(
    () => dismissed(proposed ?? [], places.spans).filter((s) => s.file === file),
    [proposed, places.spans, file],
  );
  const shown = useMemo(() => (after ? blacked(text, places.spans) : text), [after, text, places.spans]);
  const where = useMemo(() => (after ? new Offsets(shown) : offsets), [after, shown, offsets]);
  const stretches = mine.map((s): Stretch => {
    const label = s.found ? typeName(s.found.type) : undefined;
    const ends = { start: where.indexOf(s.start), end: where.indexOf(s.end) };
    return { id: s.id, ...ends, colour: 'var(--dispute)', broken: Boolean(s.found), ...(label ? { label } : {}) };
  });
  // What was proposed and taken back stays to be seen, so that a second person can judge that too.
  if (!after) {
    for (const s of taken) {
      stretches.push({
        id: `back ${s.id}`,
        start: offsets.indexOf(s.start),
        end: offsets.indexOf(s.end),
        colour: 'var(--dim)',
        broken: true,
        label: `not ${typeName(s.found?.type ?? '')}`,
      });
    }
  }
  const chosen = mine.find((s) => s.id === selected);
  const back = taken.find((s) => `back ${s.id}` === selected);
  const mark = (from: number, to: number) => {
    const found = may && !after && trimmed(text, from, to);
    if (!found) return;
    const fresh = { id: newId(), file, start: offsets.offsetOf(found.start), end: offsets.offsetOf(found.end) };
    places.set(joined(places.spans, fresh));
    place(found.end);
    setSelected(fresh.id);
  };
  const pick = (index: number) => setSelected(stretches.find((s) => s.start <= index && index < s.end)?.id);
  const remove = () => {
    if (!chosen) return;
    places.set(places.spans.filter((s) => s.id !== chosen.id));
    const next = stepped(mine, chosen, 1);
    setSelected(next && next.id !== chosen.id ? next.id : undefined);
  };
  const restore = () => {
    if (!back) return;
    places.set(joined(places.spans, back));
    setSelected(back.id);
  };
  const show = (span: GateSpan | undefined) => {
    if (!span) return;
    setSelected(span.id);
    requestAnimationFrame(() =>
      area.current?.querySelector(`mark[data-marks~="${span.id}"]`)?.scrollIntoView({ block: 'center' }),
    );
  };
  const place = useCaretAfter(area, stretches.length);
  useHands(area, { onMark: mark, onPlace: pick, marks: may });
  const caret = useCaret(area);
  useEffect(() => {
    // While keys go to the document, the arrows are its caret's.
    const box = area.current;
    if (!box) return undefined;
    const enter = () => onBusy(true);
    const leave = () => onBusy(false);
    box.addEventListener('focus', enter);
    box.addEventListener('blur', leave);
    return () => {
      box.removeEventListener('focus', enter);
      box.removeEventListener('blur', leave);
      onBusy(false);
    };
  }, [onBusy]);
  const group = 'Document';
  useCommands([
    {
      id: 'place.remove',
      title: 'Take the place back',
      group,
      keys: ['Delete', 'Backspace'],
      disabled: !may || !chosen,
      run: remove,
    },
    {
      id: 'place.undo',
      title: 'Undo',
      group,
      keys: ['Z', 'Ctrl+Z'],
      disabled: !may || !places.canUndo,
      run: places.undo,
    },
    {
      id: 'place.restore',
      title: 'Black it out after all',
      group,
      keys: ['R'],
      disabled: !may || !back,
      run: restore,
    },
    { id: 'place.next', title: 'Next place', group, keys: ['N'], run: () => show(stepped(mine, chosen, 1)) },
    {
      id: 'place.previous',
      title: 'Place before',
      group,
      keys: ['Shift+N'],
      run: () => show(stepped(mine, chosen, -1)),
    },
    {
      id: 'place.unsure',
      title: 'Next place by doubt, the least sure first',
      group,
      keys: ['U'],
      run: () => show(byDoubt(mine, chosen)),
    },
    { id: 'place.after', title: 'As it is, or as it will be', group, keys: ['V'], run: () => setAfter(!after) },
    {
      id: 'place.read',
      title: 'Go to the text',
      group,
      keys: ['T'],
      run: () => area.current?.focus({ preventScroll: true }),
    },
  ]);
  return (
    <>
      <div className="row wrap small">
        <span>
          {count(mine.length, 'place')} to be blacked out
          {taken.length > 0 ? `, ${taken.length} proposed and taken back` : ''}
        </span>
        {mine.length > 0 ? (
          <Button size="small" hint="N" onClick={() => show(stepped(mine, chosen, 1))}>
            Next place
          </Button>
        ) : null}
        {mine.some((s) => s.found) ? (
          <Button size="small" hint="U" onClick={() => show(byDoubt(mine, chosen))}>
            Least sure
          </Button>
        ) : null}
        <Button size="small" hint="V" aria-pressed={after} onClick={() => setAfter(!after)}>
          As it will be
        </Button>
        {may && chosen ? (
          <Button size="small" hint="⌫" onClick={remove}>
            Take the place back
          </Button>
        ) : null}
        {may && back ? (
          <Button size="small" hint="R" onClick={restore}>
            Black it out after all
          </Button>
        ) : null}
        {chosen?.found ? (
          <span className="dim tabular">
            {typeName(chosen.found.type)}, rule {chosen.found.rule}, score {chosen.found.score.toFixed(2)}
          </span>
        ) : null}
        {may && !chosen && !back ? (
          <span className="dim">
            Drag over words, or press <kbd>T</kbd>, hold <kbd>⇧</kbd> with the arrows and press <kbd>⏎</kbd>.
          </span>
        ) : null}
      </div>
      <div className="gate-document" data-after={after}>
        <div className="document-page">
          <DocumentText
            ref={area}
            text={shown}
            stretches={stretches}
            selected={selected}
            fixedWidth={looksAligned(text)}
            size={15}
            label={after ? 'The document as it will be' : 'The document as it came'}
          />
          {caret ? <div className="text-caret" style={caret} aria-hidden="true" /> : null}
        </div>
      </div>
    </>
  );
}
