import { Popover } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { NoticesView } from '../../core/contract.ts';
import { Link } from '../../core/router.tsx';
import { moment } from '../../core/words.ts';
import { ProblemNote } from '../../ui/notes.tsx';
import { refresh, useGet } from '../data.ts';
import { noticePath, noticeWords } from './words.ts';
import './notices.css';

/** What waits for this person in any of their projects, wherever they are now. */
export function NoticeBell() {
  const found = useGet<NoticesView>('/api/notices', { refetch: 60_000 });
  const [open, setOpen] = useState(false);
  const rows = found.data?.notices ?? [];
  const fresh = rows.filter((n) => n.unread).length;
  const show = (opened: boolean) => {
    setOpen(opened);
    // What was in sight when it is closed is known.
    if (!opened && fresh > 0) void api.post('/api/notices/seen', {}).then(() => refresh('/api/notices'));
  };
  return (
    <Popover opened={open} onChange={show} position="bottom-end" width={380} withinPortal shadow="md">
      <Popover.Target>
        <button type="button" className="button quiet" onClick={() => show(!open)} aria-expanded={open}>
          {fresh > 0 ? `${fresh} new for you` : 'For you'}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <section className="stack" aria-label="What waits for you">
          {found.isError ? <ProblemNote error={found.error} /> : null}
          {found.data && rows.length === 0 ? <p className="dim">Nothing waits for you.</p> : null}
          {rows.length > 0 ? (
            <ul className="notices">
              {rows.map((n) => (
                <li key={`${n.project} ${n.kind}`}>
                  <Link href={noticePath(n.kind, n.project)} onClick={() => show(false)}>
                    <span className={n.unread ? 'new' : undefined}>{noticeWords(n.kind, n.count)}</span>
                    <span className="row between small dim">
                      <span className="ellipsis">{n.name}</span>
                      <span className="tabular">{moment(n.newest)}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          ) : null}
        </section>
      </Popover.Dropdown>
    </Popover>
  );
}
