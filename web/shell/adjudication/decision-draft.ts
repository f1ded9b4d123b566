import { useMemo, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Answer, Decision, Dispute, Field, Geometry, Mark } from '../../core/contract.ts';
import type { FieldSession } from '../../core/field-session.ts';
import { newId } from '../../core/ids.ts';
import { optionsOf } from '../../core/options.ts';
import { kindOf } from '../../kinds/registry.ts';
import { projectPath, queries } from '../data.ts';

export type DisputeField = Dispute['fields'][number];

/** A decision that is being made on one field. */
export interface Draft {
  answer?: Answer;
  marks: Mark[];
  takenFrom?: string | undefined;
  reason: string;
  /** The adjudicator answers themselves instead of taking a reader's answer over. */
  anew: boolean;
  /** Why what stands in the entry is not accepted. */
  refused?: string | undefined;
}

const blank: Draft = { marks: [], reason: '', anew: false };

/** The field is answered by marks. */
function hasMarks(field: Field | undefined): boolean {
  return field !== undefined && kindOf(field).region !== undefined;
}

/**
 * A field still waits for the adjudicator: disputed, or up for a second look. A decision may have made a field asked that
 * most readers never were: where it is required, it waits for the adjudicator too. Other incomplete ones wait for readers.
 */
export function isOpen(entry: DisputeField, dispute: Dispute): boolean {
  if (entry.status === 'dispute') return true;
  if (entry.status === 'agree') return dispute.kind === 'recheck';
  const field = dispute.protocol.body.fields.find((f) => f.id === entry.field);
  const on = dispute.fields.find((f) => f.field === field?.when?.field);
  const settled = on === undefined || (on.status !== 'dispute' && on.status !== 'incomplete');
  const decided = dispute.fields.some((f) => f.status === 'decided');
  return entry.status === 'incomplete' && field?.required === true && decided && settled;
}

export const disputeKey = (project: string, item: string) =>
  projectPath(project, `/disputes/${encodeURIComponent(item)}`);

/** The decision under way on every field of a dispute, and how one is taken. */
export function useDecisions(project: string, dispute: Dispute) {
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [chosen, setChosen] = useState<string>();
  const [classes, setClasses] = useState<Record<string, string>>({});
  const [selected, select] = useState<string>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const open = useMemo(() => dispute.fields.filter((f) => isOpen(f, dispute)), [dispute]);
  const current = dispute.fields.find((f) => f.field === chosen) ?? open[0];
  const field = dispute.protocol.body.fields.find((f) => f.id === current?.field);
  const draft = (current && drafts[current.field]) ?? blank;
  const change = (next: Partial<Draft>) => {
    if (!current) return;
    const id = current.field;
    setDrafts((all) => ({ ...all, [id]: { ...(all[id] ?? blank), ...next } }));
  };
  const take = (index: number) => {
    const reader = dispute.readers[index];
    const answer = current && reader?.read.answers[current.field];
    if (!reader || !answer) return;
    change({
      answer,
      // Marks are part of "present" alone.
      marks: answer.state === 'present' ? reader.read.marks.filter((m) => m.field === current.field) : [],
      takenFrom: reader.reader,
      anew: false,
    });
  };
  const anew = () => {
    const { takenFrom: _, ...rest } = draft;
    if (!current) return;
    const id = current.field;
    setDrafts((all) => ({ ...all, [id]: { ...rest, anew: true } }));
  };
  const draw = (geometry: Geometry, cls: string | undefined): string => {
    const mark: Mark = { id: newId(), field: current?.field ?? '', geometry, ...(cls ? { class: cls } : {}) };
    change({ marks: [...draft.marks, mark], answer: { state: 'present' }, anew: true, takenFrom: undefined });
    return mark.id;
  };
  const setMarks = (marks: Mark[]) =>
    change({ marks, anew: true, takenFrom: undefined, answer: { state: marks.length > 0 ? 'present' : 'absent' } });
  const own = draft.anew ? draft.marks.find((m) => m.id === selected) : undefined;
  const classOf = (of: Field) => own?.class ?? classes[of.id] ?? optionsOf(of)[0]?.id;
  const setClass = (of: Field, option: string) => {
    setClasses((all) => ({ ...all, [of.id]: option }));
    if (own) setMarks(draft.marks.map((m) => (m === own ? { ...m, class: option } : m)));
  };
  const decide = async (): Promise<boolean> => {
    if (!current || !draft.answer || draft.refused || !draft.reason.trim() || busy) return false;
    setBusy(true);
    setError(undefined);
    const decision: Decision = {
      id: newId(),
      field: current.field,
      answer: draft.answer,
      reason: draft.reason.trim(),
      ...(hasMarks(field) ? { marks: draft.marks } : {}),
      ...(draft.takenFrom ? { takenFrom: draft.takenFrom } : {}),
    };
    try {
      const next = await api.post<Dispute>(`${disputeKey(project, dispute.item.id)}/decisions`, decision);
      queries.setQueryData([disputeKey(project, dispute.item.id)], next);
      setDrafts(({ [current.field]: _, ...rest }) => rest);
      const after = next.fields.filter((f) => isOpen(f, next));
      const later = after.find((f) => next.fields.indexOf(f) > next.fields.findIndex((x) => x.field === current.field));
      setChosen((later ?? after[0])?.field);
      return true;
    } catch (cause) {
      setError(cause);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    open,
    current,
    field,
    draft,
    error,
    busy,
    selected,
    select,
    classOf,
    setClass,
    setChosen,
    change,
    take,
    anew,
    draw,
    setMarks,
    decide,
  };
}

export type Decisions = ReturnType<typeof useDecisions>;

/** The adjudicator's own answer to one field, in the terms of the field panel. */
export function sessionOf(field: Field, { draft, change, classOf, setClass }: Decisions): FieldSession {
  const { answer } = draft;
  return {
    content: { answers: answer ? { [field.id]: answer } : {}, marks: draft.marks, comments: [], submitted: false },
    asked: [field],
    current: field,
    closed: false,
    setCurrent: () => undefined,
    step: () => document.querySelector<HTMLElement>('[data-reason]')?.focus(),
    answer: (_, given) =>
      change({
        refused: undefined,
        takenFrom: undefined,
        ...(given ? { answer: given } : {}),
        ...(given?.state === 'present' ? {} : { marks: [] }),
      }),
    refused: draft.refused ? { [field.id]: draft.refused } : {},
    refuse: (_, words) => {
      if (draft.refused !== words) change({ refused: words });
    },
    classOf,
    setClass,
  };
}
