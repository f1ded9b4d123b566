import { useState } from 'react';
import type { Answer, Field, ProtocolBody } from '../../core/contract.ts';
import { refusedWith } from '../../core/field-session.ts';
import { optionsOf } from '../../core/options.ts';
import { isAsked, missingFields, type ReadContent } from '../../core/read-state.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { FieldPanel } from '../workbench/field-panel.tsx';
import { nextBlank } from '../workbench/read-session.ts';
import '../workbench/workbench.css';

/** The field panel as a reader sees it, to be tried out; nothing is saved. */
export function Preview({ body }: { body: ProtocolBody }) {
  const [answers, setAnswers] = useState<Record<string, Answer>>({});
  const [chosen, setChosen] = useState<string>();
  const [refused, setRefused] = useState<Readonly<Record<string, string>>>({});
  const [classes, setClasses] = useState<Record<string, string>>({});
  const content: ReadContent = { answers, marks: [], comments: [], submitted: false };
  const asked = body.fields.filter((f) => isAsked(f, body.fields, content));
  const current = asked.find((f) => f.id === chosen) ?? asked[0];
  const answer = (field: Field, given: Answer | undefined, moveOn = true) => {
    const { [field.id]: _, ...rest } = answers;
    const next = given ? { ...rest, [field.id]: given } : rest;
    setAnswers(next);
    setRefused((words) => refusedWith(words, field.id, undefined));
    setChosen(given && moveOn ? nextBlank(body.fields, field, { ...content, answers: next }) : field.id);
  };
  const missing = missingFields(body.fields, content);
  return (
    <aside className="preview" aria-label="Preview" data-mantine-color-scheme="dark" tabIndex={0}>
      <h2 className="panel-title">Preview: try it</h2>
      <FieldPanel
        session={{
          content,
          asked,
          current,
          closed: false,
          setCurrent: setChosen,
          step: () => undefined,
          answer,
          refused,
          refuse: (field, words) => setRefused((all) => refusedWith(all, field, words)),
          classOf: (field) => classes[field.id] ?? optionsOf(field)[0]?.id,
          setClass: (field, option) => setClasses((all) => ({ ...all, [field.id]: option })),
        }}
      />
      <p className="dim small" style={{ padding: '8px 12px' }}>
        {missing.length === 0
          ? 'Everything required is answered.'
          : `Still blank: ${missing.map((f) => f.title).join(', ')}`}
      </p>
      <h2 className="panel-title">Guideline</h2>
      <div style={{ padding: '0 12px 12px' }}>
        <Markdown text={body.guideline || 'No guideline yet.'} />
      </div>
    </aside>
  );
}
