import type { Field } from '../../core/contract.ts';
import type { FieldSuggestions } from '../../core/field-session.ts';
import { answerWords } from '../../kinds/words.ts';
import { Button } from '../../ui/button.tsx';
import { StateShape } from '../../ui/state-mark.tsx';

/** What models suggest for a field, under their own sign; nothing where nothing was shown. */
export function Suggested({ field, suggestions }: { field: Field; suggestions: FieldSuggestions }) {
  const shown = suggestions.of(field.id);
  if (suggestions.offered(field.id)) {
    return (
      <div className="suggested">
        <Button size="small" look="quiet" onClick={() => suggestions.ask(field.id)}>
          <StateShape tone="machine" /> Ask the model <kbd>⇧ M</kbd>
        </Button>
      </div>
    );
  }
  if (shown.length === 0) {
    return suggestions.nothing(field.id) ? <p className="suggested dim small">No model answers this field.</p> : null;
  }
  return (
    <ul className="suggested" aria-label={`What models suggest for ${field.title}`}>
      {shown.map((s) => (
        <li key={s.id} title={`${s.model} ${s.version}, SHA-256 ${s.sha256}`}>
          <StateShape tone="machine" />
          <span className="grow">
            <span className="unseen">Suggested by a model: </span>
            {answerWords(field, s.answer)}
            {s.score === undefined ? null : <span className="dim tabular"> {Math.round(100 * s.score)} %</span>}{' '}
            <span className="dim small">
              {s.model} {s.version}
            </span>
          </span>
          {suggestions.taken(s) ? (
            <span className="dim small">same as yours</span>
          ) : (
            <Button size="small" look="quiet" onClick={() => suggestions.take(s)}>
              Take over
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
