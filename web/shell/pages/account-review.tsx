import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { AccountReviewView } from '../../core/contract.ts';
import { day } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { ReasonField } from '../../ui/reason-field.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { refresh, useGet } from '../data.ts';

const path = '/api/people/review';

/** The periodic look through the accounts: who should have none any more is disabled first, then the rest is put on record. */
export function AccountReview() {
  const review = useGet<AccountReviewView>(path);
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const view = review.data;
  return (
    <section className="stack" aria-labelledby="review-title">
      <h2 id="review-title">Review of accounts</h2>
      {review.isError ? <ProblemNote error={review.error} /> : null}
      {view ? (
        <p>
          <StateMark tone={view.due ? 'dispute' : 'quiet'}>
            {view.last
              ? `Last looked through by ${view.last.by} on ${day(view.last.at)}: ${view.last.note}`
              : 'Nobody has looked through the accounts.'}
          </StateMark>
        </p>
      ) : null}
      <div>
        <Button onClick={() => setOpen(true)} disabled={!view}>
          Look through them
        </Button>
      </div>
      {view && open ? (
        <Ask
          title="Look through the accounts"
          open
          size={760}
          onClose={() => setOpen(false)}
          action="Record the review"
          disabled={!note.trim()}
          onDo={async () => {
            await api.post(path, { accounts: view.accounts.map((a) => a.id), note: note.trim() });
            await refresh(path);
          }}
        >
          <p>Whoever should have none of these any more: leave, disable the account, and come back.</p>
          <ul className="small">
            {view.accounts.map((a) => (
              <li key={a.id}>
                {a.name} ({a.email}){a.administrator ? ', administrator' : ''}, last sign-in{' '}
                {day(a.lastSignIn) || 'never'}, {a.tokens} tokens
                {Object.entries(a.roles).map(([project, roles]) => `; ${project}: ${roles.join(', ')}`)}
              </li>
            ))}
          </ul>
          <ReasonField value={note} onChange={setNote} label="What was found" />
        </Ask>
      ) : null}
    </section>
  );
}
