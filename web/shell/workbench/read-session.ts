import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Answer, Field, Geometry, Mark, ReadEvent, Work } from '../../core/contract.ts';
import { type FieldSession, refusedWith } from '../../core/field-session.ts';
import { newId } from '../../core/ids.ts';
import { optionsOf } from '../../core/options.ts';
import type { ReadView } from '../../core/outbox-views.ts';
import {
  contentOf,
  type EventBody,
  isAsked,
  missingFields,
  type ReadContent,
  revisionOf,
} from '../../core/read-state.ts';
import { UndoStack } from '../../core/undo.ts';
import { kindOf } from '../../kinds/registry.ts';
import { useOutbox, useReadView } from '../outbox-context.tsx';
import { useSuggestions } from './use-suggestions.ts';
import { useWorkClock } from './use-work-clock.ts';

export interface ReadSession extends FieldSession {
  view: ReadView | undefined;
  fields: readonly Field[];
  missing: readonly Field[];
  /** Fields whose entry holds what is not accepted, as things stand at this moment. */
  refusals: () => Field[];
  /** Required fields without an answer, as things stand at this moment: the screen may not have followed yet. */
  blanks: () => Field[];
  perform: (step: EventBody[]) => void;
  selected: string | undefined;
  select: (mark: string | undefined) => void;
  draw: (field: string, geometry: Geometry, cls: string | undefined) => string;
  revise: (mark: Mark) => void;
  withdraw: (mark: string) => void;
  undo: () => void;
  redo: () => void;
  canUndo: boolean;
  canRedo: boolean;
  seconds: () => number;
  submit: () => void;
  /** Fields that one act may say "absent" of, with all others still blank; empty where the protocol does not allow it. */
  rest: readonly Field[];
  answerRest: () => void;
}

/** What entries hold that is not accepted; the newest can be asked for before the screen has followed. */
function useRefused() {
  const [, turned] = useState(0);
  const refused = useRef<Readonly<Record<string, string>>>({});
  const refuse = useCallback((field: string, words: string | undefined) => {
    const next = refusedWith(refused.current, field, words);
    if (next === refused.current) return;
    refused.current = next;
    turned((n) => n + 1);
  }, []);
  return [refused, refuse] as const;
}

/** The state of one read on screen and everything that changes it. */
export function useReadSession(work: Work): ReadSession {
  const outbox = useOutbox();
  const { read, item, protocol, project } = work;
  const view = useReadView(read.id);
  const content = view?.content ?? contentOf(read);
  const fields = protocol.body.fields;
  const [chosen, setCurrent] = useState<string>();
  const [, turned] = useState(0);
  const [selected, setSelected] = useState<string>();
  const [classes, setClasses] = useState<Record<string, string>>({});
  const [refused, refuse] = useRefused();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each read has its own history
  const stack = useMemo(() => new UndoStack(newId), [read.id]);
  useEffect(() => outbox.open(project.id, item.title, read), [outbox, project.id, item.title, read]);

  const asked = fields.filter((f) => isAsked(f, fields, content));
  const current = asked.find((f) => f.id === chosen) ?? asked.find((f) => !content.answers[f.id]) ?? asked.at(-1);
  const closed = content.submitted || (view === undefined ? read.state !== 'open' : view.hold?.kind === 'closed');

  const send = (step: EventBody[]) => {
    if (step.length === 0 || closed) return;
    const at = new Date().toISOString();
    void outbox.add(
      read.id,
      step.map((body) => ({ ...body, id: newId(), at }) as ReadEvent),
    );
    turned((n) => n + 1);
  };
  const clock = useWorkClock(read, !closed, (told) => send([told]));
  const latest = () => outbox.view(read.id)?.content ?? content;
  const perform = (step: EventBody[]) => {
    stack.note(latest(), step);
    send([...step, ...clock.due()]);
  };
  const suggestions = useSuggestions({ work, view, content, closed, perform });
  const answer = (field: Field, given: Answer | undefined, moveOn = true) => {
    const step: EventBody[] = [
      given ? { type: 'AnswerGiven', field: field.id, answer: given } : { type: 'AnswerWithdrawn', field: field.id },
    ];
    if (given && (given.state === 'absent' || given.state === 'notAssessed')) {
      step.push(
        ...latest()
          .marks.filter((m) => m.field === field.id)
          .map((m): EventBody => ({ type: 'MarkWithdrawn', mark: m.id })),
      );
    }
    refuse(field.id, undefined);
    perform(step);
    setCurrent(
      given && moveOn
        ? nextBlank(fields, field, { ...latest(), answers: { ...latest().answers, [field.id]: given } })
        : field.id,
    );
  };
  const rest = protocol.body.policy.restAbsent && !closed ? restOf(asked, content) : [];
  const answerRest = () => {
    const step = restOf(asked, latest()).map(
      (f): EventBody => ({ type: 'AnswerGiven', field: f.id, answer: { state: 'absent' }, origin: 'rest' }),
    );
    if (rest.length === 0 || step.length === 0) return;
    perform(step);
    setCurrent(undefined);
  };
  /** A mark in hand makes its field the current one, so that digits change its class. */
  const select = (id: string | undefined) => {
    setSelected(id);
    const mark = latest().marks.find((m) => m.id === id);
    if (mark) setCurrent(mark.field);
  };
  const draw = (field: string, geometry: Geometry, cls: string | undefined) => {
    const mark: Mark = { id: newId(), field, geometry, ...(cls ? { class: cls } : {}) };
    perform([{ type: 'MarkDrawn', mark }]);
    return mark.id;
  };
  const withdraw = (id: string) => {
    if (latest().marks.some((m) => m.id === id)) perform([{ type: 'MarkWithdrawn', mark: id }]);
    if (selected === id) setSelected(undefined);
  };
  const revise = (mark: Mark) =>
    perform([
      revisionOf(
        latest().marks.find((m) => m.id === mark.id),
        mark,
      ),
    ]);
  const setClass = (field: Field, option: string) => {
    if (closed) return;
    setClasses((all) => ({ ...all, [field.id]: option }));
    const mark = latest().marks.find((m) => m.id === selected && m.field === field.id);
    if (mark && mark.class !== option) revise({ ...mark, class: option });
  };
  const classOf = (field: Field) => {
    const mark = content.marks.find((m) => m.id === selected && m.field === field.id);
    return mark?.class ?? classes[field.id] ?? optionsOf(field)[0]?.id;
  };
  const step = (by: number) => {
    const at = asked.findIndex((f) => f.id === current?.id);
    setCurrent(asked[Math.max(0, Math.min(asked.length - 1, at + by))]?.id);
  };
  return {
    view,
    content,
    fields,
    asked,
    missing: missingFields(fields, content),
    current,
    setCurrent,
    step,
    perform,
    answer,
    refused: refused.current,
    refuse,
    refusals: () => fields.filter((f) => f.id in refused.current && isAsked(f, fields, latest())),
    blanks: () => missingFields(fields, latest()),
    classOf,
    setClass,
    selected,
    select,
    draw,
    revise,
    withdraw,
    undo: () => send(stack.undo(latest())),
    redo: () => send(stack.redo(latest())),
    canUndo: stack.canUndo,
    canRedo: stack.canRedo,
    seconds: clock.seconds,
    submit: () => send([clock.word(), { type: 'ReadSubmitted', seconds: clock.seconds() }]),
    closed,
    suggestions,
    rest,
    answerRest,
  };
}

/** Blank fields that can be answered by "looked, none". */
function restOf(asked: readonly Field[], content: ReadContent): Field[] {
  return asked.filter(
    (f) => !content.answers[f.id] && !content.marks.some((m) => m.field === f.id) && kindOf(f).none?.state === 'absent',
  );
}

/** The next asked field without an answer after this one, else the next field, else this one. */
export function nextBlank(fields: readonly Field[], from: Field, content: ReadContent): string {
  const asked = fields.filter((f) => isAsked(f, fields, content));
  const at = asked.findIndex((f) => f.id === from.id);
  const after = asked.slice(at + 1);
  return (after.find((f) => !content.answers[f.id]) ?? after[0] ?? from).id;
}
