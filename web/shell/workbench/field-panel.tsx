import { useEffect, useRef } from 'react';
import type { Answer, Field } from '../../core/contract.ts';
import type { FieldSession } from '../../core/field-session.ts';
import { stateShapes } from '../../kinds/parts.tsx';
import { kindOf } from '../../kinds/registry.ts';
import { Suggested } from './suggested.tsx';

/** With more fields than this, those that can stand in one line, but for the one in hand. */
const roomy = 6;

export function FieldPanel({ session }: { session: FieldSession }) {
  const dense = session.asked.length > roomy;
  return (
    <div className="fields">
      {session.asked.map((field, i) => (
        <FieldRow key={field.id} field={field} index={i} session={session} dense={dense} />
      ))}
    </div>
  );
}

/** In a line there is room for a star alone; it is read out in full. */
function Required({ brief }: { brief: boolean }) {
  if (!brief) return <span className="dim"> · required</span>;
  return (
    <span className="dim">
      <span aria-hidden="true"> *</span>
      <span className="unseen"> · required</span>
    </span>
  );
}

interface RowProps {
  field: Field;
  index: number;
  session: FieldSession;
  dense: boolean;
}

function FieldRow({ field, index, session, dense }: RowProps) {
  const row = useRef<HTMLElement>(null);
  const current = session.current?.id === field.id;
  const answer = session.content.answers[field.id];
  const { Line } = kindOf(field);
  const inLine = dense && !current && Line !== undefined;
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <section
      ref={row}
      className={inLine ? 'field in-line' : 'field'}
      data-current={current}
      aria-labelledby={`field-${field.id}`}
      aria-current={current ? 'true' : undefined}
    >
      <button type="button" className="field-title" onClick={() => session.setCurrent(field.id)}>
        <span className="dim tabular">{index + 1}</span>
        <span
          id={`field-${field.id}`}
          className={inLine ? 'ellipsis' : undefined}
          title={inLine ? field.title : undefined}
        >
          {field.title}
          {field.required ? <Required brief={inLine} /> : null}
        </span>
        {inLine ? null : (
          <span className="answer-shape" aria-hidden="true">
            {answer ? stateShapes[answer.state] : ''}
          </span>
        )}
      </button>
      {field.help && current ? <p className="dim small">{field.help}</p> : null}
      {inLine && Line ? (
        <Line field={field} answer={answer} session={session} current={current} />
      ) : (
        <FieldEditor field={field} answer={answer} session={session} current={current} />
      )}
      {session.suggestions ? <Suggested field={field} suggestions={session.suggestions} /> : null}
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
