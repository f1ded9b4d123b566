import { useState } from 'react';
import type { Answer, Field, Geometry, Mark } from '../../core/contract.ts';
import { type FieldSession, refusedWith } from '../../core/field-session.ts';
import { newId } from '../../core/ids.ts';
import { keepForTab, keptForTab } from '../../core/kept-for-tab.ts';
import { optionsOf } from '../../core/options.ts';
import { applyEvents, type EventBody, isAsked, missingFields, type ReadContent } from '../../core/read-state.ts';
import { nextBlank } from '../workbench/read-session.ts';

/** Answers that are handed in whole: practice, a test, a reference. Until then they are kept in this tab. */
export interface AnswerSheet extends FieldSession {
  fields: readonly Field[];
  missing: readonly Field[];
  selected: string | undefined;
  select: (mark: string | undefined) => void;
  draw: (field: string, geometry: Geometry, cls: string | undefined) => string;
  revise: (mark: Mark) => void;
  withdraw: (mark: string) => void;
  /** Answers and marks as the server takes them. */
  said: () => { answers: Record<string, Answer>; marks: Mark[] };
}

const slot = 'training';
export const blankSheet: ReadContent = { answers: {}, marks: [], comments: [], submitted: false };

/**
 * @param key what the answers are to; another key begins anew
 * @param begin what stands there at first
 * @param closed nothing can be changed any more
 */
export function useAnswerSheet(
  key: string,
  fields: readonly Field[],
  begin: ReadContent = blankSheet,
  closed = false,
): AnswerSheet {
  const [content, setContent] = useState<ReadContent>(() => {
    const kept = keptForTab<{ key: string; content: ReadContent }>(slot);
    return kept?.key === key ? kept.content : begin;
  });
  const [chosen, setCurrent] = useState<string>();
  const [selected, setSelected] = useState<string>();
  const [classes, setClasses] = useState<Record<string, string>>({});
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const asked = fields.filter((f) => isAsked(f, fields, content));
  const current = asked.find((f) => f.id === chosen) ?? asked[0];
  const perform = (...step: EventBody[]) => {
    if (closed) return content;
    const next = applyEvents(
      content,
      step.map((body) => ({ ...body, id: '', at: '' })),
    );
    setContent(next);
    keepForTab(slot, { key, content: next });
    return next;
  };
  const answer = (field: Field, given: Answer | undefined, moveOn = true) => {
    const gone =
      given?.state === 'absent' || given?.state === 'notAssessed'
        ? content.marks.filter((m) => m.field === field.id)
        : [];
    const next = perform(
      ...gone.map((m): EventBody => ({ type: 'MarkWithdrawn', mark: m.id })),
      given ? { type: 'AnswerGiven', field: field.id, answer: given } : { type: 'AnswerWithdrawn', field: field.id },
    );
    setRefused((all) => refusedWith(all, field.id, undefined));
    setCurrent(given && moveOn ? nextBlank(fields, field, next) : field.id);
  };
  const select = (id: string | undefined) => {
    setSelected(id);
    const mark = content.marks.find((m) => m.id === id);
    if (mark) setCurrent(mark.field);
  };
  const revise = (mark: Mark) => void perform({ type: 'MarkRevised', mark });
  return {
    content,
    fields,
    asked,
    current,
    closed,
    setCurrent,
    step: (by) => {
      const at = asked.findIndex((f) => f.id === current?.id);
      setCurrent(asked[Math.max(0, Math.min(asked.length - 1, at + by))]?.id);
    },
    answer,
    refused,
    refuse: (field, words) => setRefused((all) => refusedWith(all, field, words)),
    classOf: (field) => {
      const mark = content.marks.find((m) => m.id === selected && m.field === field.id);
      return mark?.class ?? classes[field.id] ?? optionsOf(field)[0]?.id;
    },
    setClass: (field, option) => {
      setClasses((all) => ({ ...all, [field.id]: option }));
      const mark = content.marks.find((m) => m.id === selected && m.field === field.id);
      if (mark) revise({ ...mark, class: option });
    },
    missing: missingFields(fields, content),
    selected,
    select,
    draw: (field, geometry, cls) => {
      const mark: Mark = { id: newId(), field, geometry, ...(cls ? { class: cls } : {}) };
      perform({ type: 'MarkDrawn', mark });
      setSelected(mark.id);
      return mark.id;
    },
    revise,
    withdraw: (id) => {
      perform({ type: 'MarkWithdrawn', mark: id });
      if (selected === id) setSelected(undefined);
    },
    said: () => saidOf(content, fields),
  };
}

/** What is handed in: answers to fields that are asked, and their marks. */
export function saidOf(content: ReadContent, fields: readonly Field[]) {
  const asked = new Set(fields.filter((f) => isAsked(f, fields, content)).map((f) => f.id));
  return {
    answers: Object.fromEntries(Object.entries(content.answers).filter(([field]) => asked.has(field))),
    marks: content.marks.filter((m) => asked.has(m.field)),
  };
}
