import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { ShownSuggestion, ShownSuggestions, Work } from '../../core/contract.ts';
import type { FieldSuggestions } from '../../core/field-session.ts';
import type { ReadView } from '../../core/outbox-views.ts';
import { type EventBody, type ReadContent, saysTheSame } from '../../core/read-state.ts';

interface Ask {
  work: Work;
  view: ReadView | undefined;
  content: ReadContent;
  closed: boolean;
  perform: (step: EventBody[]) => void;
}

/**
 * What models suggest in one read, as far as the server shows it: it decides when, and writes that it did. Asked for once the
 * reader's own answers are saved, so that they are known to have been first.
 */
export function useSuggestions({ work, view, content, closed, perform }: Ask): FieldSuggestions {
  const { read, protocol, suggests } = work;
  const [shown, setShown] = useState<readonly ShownSuggestion[]>(read.suggestions ?? []);
  const [nothing, setNothing] = useState<readonly string[]>([]);
  const asked = useRef<string>(undefined);
  const fields = protocol.body.fields;
  const ask = useCallback(
    async (field?: string) => {
      const found = await api.post<ShownSuggestions>(
        `/api/reads/${encodeURIComponent(read.id)}/suggestions`,
        field ? { field } : {},
        { quiet: true },
      );
      setShown(found.suggestions);
      return found.suggestions;
    },
    [read.id],
  );
  const own = fields
    .filter((f) => (f.suggestions ?? 'afterFirst') === 'afterFirst' && content.answers[f.id])
    .map((f) => f.id)
    .join(' ');
  const wanted = suggests && !closed && (own !== '' || fields.some((f) => f.suggestions === 'atOnce'));
  const saved = (view?.waiting ?? 0) === 0 && !view?.sending;
  useEffect(() => {
    if (!wanted || !saved || asked.current === own) return;
    asked.current = own;
    ask().catch(() => {
      // Without a connection there are no suggestions; the next answer that is saved asks again.
      asked.current = undefined;
    });
  }, [wanted, saved, own, ask]);
  const of = (field: string) => shown.filter((s) => s.field === field);
  const taken = (s: ShownSuggestion) => saysTheSame(content.answers[s.field], s.answer);
  const take = (s: ShownSuggestion) => {
    if (!closed && !taken(s)) {
      perform([{ type: 'AnswerGiven', field: s.field, answer: s.answer, origin: 'suggestion', suggestion: s.id }]);
    }
  };
  return {
    of,
    taken,
    take,
    offered: (field) =>
      suggests &&
      !closed &&
      of(field).length === 0 &&
      !nothing.includes(field) &&
      fields.find((f) => f.id === field)?.suggestions === 'onRequest',
    nothing: (field) => nothing.includes(field),
    ask: (field) => {
      ask(field)
        .then((found) => {
          if (!found.some((s) => s.field === field)) setNothing((all) => [...all, field]);
        })
        .catch(() => {
          // The button stays: it can be pressed again once there is a connection.
        });
    },
    /** Of the field in hand, else the newest that differs from the reader's own answer. */
    next: (current) => of(current ?? '').find((s) => !taken(s)) ?? shown.findLast((s) => !taken(s)),
  };
}
