import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { NoticesView, NoticeWish } from '../../core/contract.ts';
import { ProblemNote } from '../../ui/notes.tsx';
import { refresh, useGet } from '../data.ts';

/** How often a person is told by mail that something waits for them. */
export function MailWish() {
  const found = useGet<NoticesView>('/api/notices');
  const [error, setError] = useState<unknown>();
  const set = async (wish: NoticeWish) => {
    setError(undefined);
    try {
      await api.put('/api/notices/wish', { wish });
      await refresh('/api/notices');
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <section className="stack" aria-labelledby="mail-title">
      <h2 id="mail-title">Mail</h2>
      {found.data ? (
        <NativeSelect
          label="Tell me by mail that something waits for me"
          description={
            found.data.mails
              ? 'A mail says what sort of thing waits and how many of it; it names no project, no item and nobody.'
              : 'This server sends no mails: its operator has named no mail server.'
          }
          value={found.data.wish}
          onChange={(e) => void set(e.currentTarget.value as NoticeWish)}
          data={[
            { value: 'daily', label: 'At most once a day' },
            { value: 'hourly', label: 'At most once an hour' },
            { value: 'atOnce', label: 'Each time something new waits' },
            { value: 'never', label: 'Never' },
          ]}
          style={{ maxWidth: 420 }}
        />
      ) : null}
      {error || found.isError ? <ProblemNote error={error ?? found.error} /> : null}
    </section>
  );
}
