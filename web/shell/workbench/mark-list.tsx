import { classColour } from '../../kinds/class-colours.ts';
import { markWords } from '../../kinds/words.ts';
import { regionOf } from '../../modalities/registry.ts';
import { Button } from '../../ui/button.tsx';
import type { ReadSession } from './read-session.ts';

export type MarkSession = Pick<ReadSession, 'content' | 'fields' | 'selected' | 'select' | 'closed' | 'withdraw'>;

/** Every mark of the read, in the order in which they were drawn. */
export function MarkList({ session }: { session: MarkSession }) {
  const { selected } = session;
  const { marks } = session.content;
  return (
    <section className="mark-list" aria-labelledby="marks-title">
      <h2 id="marks-title" className="panel-title">
        Marks ({marks.length})
      </h2>
      {marks.length === 0 ? <p className="dim small">None yet.</p> : null}
      <ul className="plain-list">
        {marks.map((mark, i) => (
          <li key={mark.id} className="row" data-selected={mark.id === selected}>
            <button
              type="button"
              className="mark-name"
              aria-pressed={mark.id === selected}
              onClick={() => session.select(mark.id)}
            >
              <span className="dim tabular">{i + 1}</span>{' '}
              {regionOf(mark.geometry.kind)?.coloured ? (
                <span className="swatch" aria-hidden="true" style={{ background: classColour(session.fields, mark) }} />
              ) : null}{' '}
              {markWords(session.fields, mark)}{' '}
              <span className="dim tabular">{regionOf(mark.geometry.kind)?.words(mark.geometry)}</span>
            </button>
            <Button
              size="small"
              look="quiet"
              aria-label={`Remove mark ${i + 1}`}
              disabled={session.closed}
              onClick={() => session.withdraw(mark.id)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
