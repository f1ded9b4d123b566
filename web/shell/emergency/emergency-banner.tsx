import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { EmergencyNotices } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { refresh, useGet } from '../data.ts';
import { holdsAnywhere, usePerson } from '../session.tsx';

/** On every page: that one's own looks are recorded, and that somebody else gave themselves a look. */
export function EmergencyBanner() {
  const person = usePerson();
  const concerned = person.emergency || person.administrator || holdsAnywhere(person, 'lead');
  const notices = useGet<EmergencyNotices>(concerned ? '/api/emergencies' : undefined, { refetch: 30_000 });
  const [error, setError] = useState<unknown>();
  const { own = [], alarms = [] } = notices.data ?? {};
  if (own.length + alarms.length === 0) return null;
  const end = (id: string) => {
    setError(undefined);
    api
      .post(`/api/emergencies/${id}/end`, {})
      .then(() => refresh('/api/'))
      .catch((cause: unknown) => setError(cause));
  };
  return (
    <section aria-label="Notices of emergency access" className="stack tight no-print">
      {own.map((a) => (
        <div key={a.id} className="note" role="status">
          <StateMark tone="dispute">
            You have emergency access to {a.projectName} until {moment(a.until)}. Everything you open there is recorded.
          </StateMark>
          <Button
            size="small"
            aria-label={`End it now: your emergency access to ${a.projectName}`}
            onClick={() => end(a.id)}
          >
            End it now
          </Button>
        </div>
      ))}
      {alarms.map((a) => (
        <div key={a.id} className="note" role="alert">
          <StateMark tone="dispute">
            Emergency access: {a.name} {a.ended ? 'looked' : 'looks'} into {a.projectName}. “{a.reason}”
          </StateMark>
          <Link href={`/p/${a.project}/members`} className="button small">
            {a.ended ? 'Review it' : 'See it'}
          </Link>
        </div>
      ))}
      {error ? <ProblemNote error={error} /> : null}
    </section>
  );
}
