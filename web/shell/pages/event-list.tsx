import { useState } from 'react';
import type { RecordEvent } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { type Remote, Table } from '../../ui/table.tsx';

/** Events of the record, newest first; one opens with its payload and its leaf. */
export function EventList({
  events,
  height,
  more,
  whole = false,
}: {
  events: readonly RecordEvent[];
  height?: string;
  more?: Remote<RecordEvent>;
  /** Of the whole record: which project and item an event is about is shown too. */
  whole?: boolean;
}) {
  const [open, setOpen] = useState<RecordEvent>();
  return (
    <>
      <Table
        name="events"
        caption="Events of the record"
        rows={events}
        rowKey={(e) => String(e.seq)}
        height={height ?? Math.min(420, 36 + events.length * 32)}
        empty={<EmptyState>No event matches.</EmptyState>}
        {...(more ? { remote: more } : {})}
        columns={[
          { id: 'seq', title: 'No.', width: 64, numeric: true, value: (e) => e.seq, sortable: !more },
          {
            id: 'at',
            title: 'When',
            width: 196,
            value: (e) => e.at,
            show: (e) => <span className="tabular">{moment(e.at, 'second')}</span>,
            sortable: !more,
          },
          { id: 'actor', title: 'Who', width: 110, value: (e) => e.actor, sortable: !more },
          {
            id: 'summary',
            title: 'What',
            value: (e) => e.summary,
            sortable: !more,
            show: (e) => (
              <button
                type="button"
                className="sorter"
                style={{ color: 'var(--accent-text)' }}
                onClick={() => setOpen(e)}
              >
                {e.summary}
              </button>
            ),
          },
          {
            id: 'item',
            title: 'Item',
            width: 160,
            value: (e) => e.itemTitle ?? '',
            sortable: !more,
            aside: !whole,
            show: (e) =>
              e.item && e.project ? <Link href={`/p/${e.project}/items/${e.item}`}>{e.itemTitle}</Link> : e.itemTitle,
          },
          {
            id: 'project',
            title: 'Project',
            width: 130,
            value: (e) => e.projectName ?? '',
            sortable: !more,
            aside: !whole,
            show: (e) => (e.project ? <Link href={`/p/${e.project}`}>{e.projectName}</Link> : null),
          },
          {
            id: 'type',
            title: 'Event',
            width: 130,
            value: (e) => e.type,
            sortable: !more,
            show: (e) => <code>{e.type}</code>,
          },
          {
            id: 'sealed',
            title: 'Sealed',
            width: 90,
            value: (e) => (e.sealed ? 'sealed' : 'waiting'),
            sortable: !more,
            show: (e) => (
              <StateMark tone={e.sealed ? 'agree' : 'incomplete'}>{e.sealed ? 'Sealed' : 'Not yet'}</StateMark>
            ),
          },
        ]}
      />
      <Dialog
        title={open ? `Event ${open.seq}` : ''}
        open={open !== undefined}
        onClose={() => setOpen(undefined)}
        size={680}
      >
        {open ? <EventDetail event={open} /> : null}
      </Dialog>
    </>
  );
}

function EventDetail({ event }: { event: RecordEvent }) {
  const rows: [string, string][] = [
    ['What', event.summary],
    ['When', moment(event.at, 'second')],
    ['Who', event.actor],
    ['Item', event.itemTitle ?? ''],
    ['Project', event.projectName ?? ''],
    ['Event', event.type],
    ['Stream', `${event.stream}, revision ${event.revision}`],
    ['Id', event.id],
    ['Leaf', event.leaf],
  ];
  return (
    <div className="stack">
      <table className="plain wide">
        <tbody>
          {rows
            .filter(([, v]) => v)
            .map(([k, v]) => (
              <tr key={k}>
                <th scope="row">{k}</th>
                <td style={{ overflowWrap: 'anywhere' }}>
                  {['Stream', 'Id', 'Leaf'].includes(k) ? <code>{v}</code> : v}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <h3>Payload</h3>
      {event.payload === undefined || event.payload === null ? (
        <p className="dim">The payload was erased. The leaf stays, and proves that something was here.</p>
      ) : (
        <pre className="panel mono" style={{ overflow: 'auto', maxHeight: 260, margin: 0 }} tabIndex={0}>
          {JSON.stringify(event.payload, null, 2)}
        </pre>
      )}
    </div>
  );
}
