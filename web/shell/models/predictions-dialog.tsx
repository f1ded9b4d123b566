import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { ApiError, send } from '../../core/api.ts';
import type { SuggestionsTaken } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh } from '../data.ts';

interface Fault {
  line: number;
  member: string;
  message: string;
}

const example =
  '{"item":"case-0001","field":"nodule","value":"present","score":0.93,"model":"chest-net","version":"1.4.0"}';

/** Predictions from a file or pasted: all of them or none, with every line named that does not fit. */
export function PredictionsDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [taken, setTaken] = useState<SuggestionsTaken>();
  const path = projectPath(project, '/suggestions');
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    setTaken(undefined);
    try {
      const reply = await send<SuggestionsTaken>('POST', path, { raw: { data: text, type: 'application/x-ndjson' } });
      setTaken(reply.body);
      setText('');
      await refresh(projectPath(project, '/models'));
    } catch (cause) {
      setError(cause);
    } finally {
      setBusy(false);
    }
  };
  const choose = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.jsonl,.ndjson,.txt';
    input.onchange = () => void input.files?.[0]?.text().then(setText);
    input.click();
  };
  const faults = error instanceof ApiError ? ((error.problem?.faults as Fault[] | undefined) ?? []) : [];
  return (
    <Dialog title="Send in predictions" open onClose={onClose} size={760}>
      <div className="stack">
        <p className="dim">
          One JSON object a line, at most 20,000 at once. No reader sees any of it before the protocol allows.
        </p>
        <Textarea
          label="Predictions"
          placeholder={example}
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
          styles={{ input: { fontFamily: 'var(--mono)', whiteSpace: 'pre', overflowX: 'auto' } }}
        />
        {error ? <ProblemNote error={error} /> : null}
        {faults.length > 0 ? (
          <ul className="plain-list" aria-label="What does not fit">
            {faults.slice(0, 20).map((f) => (
              <li key={`${f.line} ${f.member} ${f.message}`} className="small">
                <span className="tabular">Line {f.line}</span>
                {f.member ? <code> {f.member}</code> : null}: {f.message}
              </li>
            ))}
            {faults.length > 20 ? <li className="dim small">and more</li> : null}
          </ul>
        ) : null}
        {taken ? (
          <p role="status">
            {count(taken.suggestions, 'suggestion', 'suggestions')} for {count(taken.items, 'item', 'items')} taken in,
            by {taken.models.join(', ')}.
          </p>
        ) : null}
        <div className="row">
          <Button onClick={choose}>Choose a file</Button>
          <span className="grow" />
          <Button onClick={onClose}>Close</Button>
          <Button look="primary" onClick={() => void submit()} disabled={busy || !text.trim()}>
            {busy ? 'Sending…' : 'Send them in'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
