import { ApiError } from '../../core/api.ts';
import type { Field, GuidelineChange, GuidelineView } from '../../core/contract.ts';
import { Markdown } from '../../ui/markdown.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import './guideline.css';

const kindWords: Record<GuidelineChange['kind'], string> = {
  definition: 'Definition',
  example: 'Example',
  wording: 'Wording',
};

const fieldTitle = (id: string | undefined, fields: readonly Pick<Field, 'id' | 'title'>[]) =>
  id === undefined ? 'every field' : (fields.find((f) => f.id === id)?.title ?? id);

interface Shown {
  guideline: GuidelineView;
  fields: readonly Pick<Field, 'id' | 'title'>[];
}

/** What a version changes: each change by its sort and field, and the lines. */
export function GuidelineChanges({ guideline, fields }: Shown) {
  const { changes, diff, since } = guideline;
  if (since === undefined || !diff) return null;
  return (
    <section className="stack tight" aria-label="What changed">
      <h3>Changed since version {since}</h3>
      <ul>
        {changes.map((c) => (
          <li key={`${c.kind} ${c.field ?? ''} ${c.words}`}>
            <strong>
              {kindWords[c.kind]}, {fieldTitle(c.field, fields)}:
            </strong>{' '}
            {c.words}
          </li>
        ))}
      </ul>
      <ol className="guideline-diff" aria-label="Line by line">
        {diff.map((line, n) => (
          <li key={n} className={line.kind}>
            <span className="dim small">
              {line.kind === 'added' ? 'Added' : line.kind === 'removed' ? 'Removed' : ''}
            </span>
            <span className="line">{line.text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The text with the items that it points to. */
export function GuidelineText({ guideline, fields }: Shown) {
  return (
    <div className="stack">
      <Markdown text={guideline.text} />
      {guideline.examples.length > 0 ? (
        <section className="stack tight" aria-label="Examples">
          <h3>Examples</h3>
          <ul>
            {guideline.examples.map((e) => (
              <li key={e.item + e.reason}>
                <strong>{e.title}</strong> ({fieldTitle(e.field, fields)}): {e.reason}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}

/** The guideline in force, else what the protocol says. */
export function GuidelineInForce({
  project,
  fallback,
  fields,
}: {
  project: string;
  fallback: string;
  fields: Shown['fields'];
}) {
  const found = useGet<GuidelineView>(projectPath(project, '/guidelines/current'));
  if (found.isPending) return <Loading what="Opening the guideline" />;
  if (found.error instanceof ApiError && found.error.code === 'guideline.unknown') return <Markdown text={fallback} />;
  if (!found.data)
    return (
      <div className="stack">
        <ProblemNote error={found.error} />
        <Markdown text={fallback} />
      </div>
    );
  return (
    <div className="stack">
      <p className="dim">Version {found.data.version}</p>
      <GuidelineText guideline={found.data} fields={fields} />
    </div>
  );
}
