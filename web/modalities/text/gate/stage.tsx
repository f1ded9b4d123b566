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
        . No program can say that a text names nobody: read it whole.
      </p>
      <Places text={text} file={document.file} may={may} places={places} onBusy={onBusy} />
    </div>
  );
}

interface PlacesProps {
  text: string;
  file: string;
  may: boolean;
  places: ReturnType<typeof useSpans>;
  onBusy: (busy: boolean) => void;
}

function Places({ text, file, may, places, onBusy }: PlacesProps) {
  const area = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState<string>();
  const [after, setAfter] = useState(false);
  const offsets = useMemo(() => new Offsets(text), [text]);
  const mine = places.spans.filter((s) => s.file === file);
  const shown = useMemo(() => (after ? blacked(text, places.spans) : text), [after, text, places.spans]);
  const stretches = mine.map((s): Stretch => {
    const where = after ? new Offsets(shown) : offsets;
    return { id: s.id, start: where.indexOf(s.start), end: where.indexOf(s.end), colour: 'var(--dispute)' };
  });
  const chosen = mine.find((s) => s.id === selected);
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
    setSelected(undefined);
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
        <span>{count(mine.length, 'place')} to be blacked out</span>
        <Button size="small" hint="V" aria-pressed={after} onClick={() => setAfter(!after)}>
          As it will be
        </Button>
        {may && chosen ? (
          <Button size="small" hint="⌫" onClick={remove}>
            Take the place back
          </Button>
        ) : null}
        {may && !chosen ? (
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
