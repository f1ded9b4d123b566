import type { Work } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { saveFile } from '../../ui/csv.ts';
import { StateShape } from '../../ui/state-mark.tsx';
import { Acknowledge } from '../guideline/acknowledge.tsx';
import { useOutbox } from '../outbox-context.tsx';
import type { ReadSession } from './read-session.ts';

/** Lines above the picture that need to be known while reading. */
export function Warnings({ work, session }: { work: Work; session: ReadSession }) {
  const outbox = useOutbox();
  const { view } = session;
  const hold = view?.hold;
  const read = work.read.id;
  return (
    <div className="warn">
      {view?.alsoOpenElsewhere && !hold ? (
        <div role="status">
          <StateShape tone="held" />
          This item is open in another window too. Go on in one of them; if both answer, you choose what stands.
        </div>
      ) : null}
      {hold && hold.kind !== 'conflict' ? (
        <div role="alert">
          <StateShape tone="dispute" />
          <span className="grow">
            {hold.kind === 'unfit'
              ? 'You are held back from this read for now'
              : hold.kind === 'closed'
                ? 'The server takes no more answers for this read'
                : 'The server refused an answer'}
            : {hold.problem.title.replace(/[.]$/, '')}. What you gave is kept on this device.
          </span>
          {hold.kind === 'unfit' ? (
            <Button size="small" onClick={() => outbox.fitAgain()}>
              Try again
            </Button>
          ) : null}
          <Button
            size="small"
            onClick={() =>
              saveFile(`read-${read}.json`, JSON.stringify(outbox.waitingEvents(read), null, 2), 'application/json')
            }
          >
            Save as a file
          </Button>
          <Button
            size="small"
            look="danger"
            onClick={() => confirm(`Give up the unsent answers to ${work.item.title}?`) && void outbox.discard(read)}
          >
            Give them up
          </Button>
        </div>
      ) : null}
      {hold?.kind === 'unfit' && hold.problem.code === 'work.guideline' ? (
        <Acknowledge project={work.project.id} fields={work.protocol.body.fields} onDone={() => outbox.fitAgain()} />
      ) : null}
    </div>
  );
}
