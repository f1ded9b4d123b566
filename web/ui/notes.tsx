import type { ReactNode } from 'react';
import { problemFrom } from '../core/api.ts';
import { StateShape, type Tone } from './state-mark.tsx';

/** What happened, where, and the next step. */
export function ProblemNote({ error, children }: { error: unknown; children?: ReactNode }) {
  const problem = problemFrom(error);
  return (
    <div className="note" role="alert">
      <span style={{ paddingTop: 4 }}>
        <StateShape tone="dispute" />
      </span>
      <div className="stack tight grow">
        <strong>{problem.title}</strong>
        {problem.detail ? <span>{problem.detail}</span> : null}
        {problem.where ? (
          <span className="small dim">
            At <code>{problem.where}</code>
          </span>
        ) : null}
        {problem.next ? <span className="dim">{problem.next}</span> : null}
        {children}
      </div>
    </div>
  );
}

export function Note({ tone = 'held', children }: { tone?: Tone; children: ReactNode }) {
  const look = tone === 'agree' ? 'good' : tone === 'dispute' ? '' : 'info';
  return (
    <div className={`note ${look}`} role="status">
      <span style={{ paddingTop: 4 }}>
        <StateShape tone={tone} />
      </span>
      <div className="grow">{children}</div>
    </div>
  );
}

/** One sentence and one button. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  );
}

export function Loading({ what = 'Loading' }: { what?: string }) {
  return (
    <div className="empty" role="status">
      {what} …
    </div>
  );
}
