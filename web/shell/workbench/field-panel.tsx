import { useEffect, useRef } from 'react';
import type { Answer, Field } from '../../core/contract.ts';
import type { FieldSession } from '../../core/field-session.ts';
import { stateShapes } from '../../kinds/parts.tsx';
import { kindOf } from '../../kinds/registry.ts';

export function FieldPanel({ session }: { session: FieldSession }) {
  return (
    <div className="fields">
      {session.asked.map((field, i) => (
        <FieldRow key={field.id} field={field} index={i} session={session} />
      ))}
    </div>
  );
}

function FieldRow({ field, index, session }: { field: Field; index: number; session: FieldSession }) {
  const row = useRef<HTMLElement>(null);
  const current = session.current?.id === field.id;
  const answer = session.content.answers[field.id];
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <section
      ref={row}
      className="field"
      data-current={current}
      aria-labelledby={`field-${field.id}`}
      aria-current={current ? 'true' : undefined}
    >
      <button type="button" className="field-title" onClick={() => session.setCurrent(field.id)}>
        <span className="dim tabular">{index + 1}</span>
        <span id={`field-${field.id}`}>
          {field.title}
          {field.required ? <span className="dim"> · required</span> : null}
        </span>
        <span className="answer-shape" aria-hidden="true">
          {answer ? stateShapes[answer.state] : ''}
        </span>
      </button>
      {field.help && current ? <p className="dim small">{field.help}</p> : null}
      <FieldEditor field={field} answer={answer} session={session} current={current} />
    </section>
  );
}

interface EditorProps {
  field: Field;
  answer: Answer | undefined;
  session: FieldSession;
  current: boolean;
}

/** What answers one field, whatever its kind. */
export function FieldEditor(props: EditorProps) {
  const { Editor } = kindOf(props.field);
  return <Editor {...props} />;
}
