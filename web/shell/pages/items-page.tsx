import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { api, query } from '../../core/api.ts';
import type { ItemPage, ItemRow, Project } from '../../core/contract.ts';
import { everyPage, type Tell } from '../../core/every-page.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle, useUrlValue } from '../../core/router.tsx';
import { count, day } from '../../core/words.ts';
import { modalities } from '../../modalities/registry.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, Note, ProblemNote } from '../../ui/notes.tsx';
import { ItemStateMark, StateMark } from '../../ui/state-mark.tsx';
import { type Chosen, type Column, Table } from '../../ui/table.tsx';
import { projectPath, refresh } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { holds, usePerson } from '../session.tsx';
import { type Bulk, BulkDialog, bulkWords, opposite } from './bulk-dialog.tsx';
import { ItemChips } from './item-chips.tsx';
import { ItemViews } from './item-views.tsx';

const take = 250;
/** Rows per page where all are wanted. */
const most = 1000;

export function ItemsPage({ params }: { params: PageParams }) {
  return (
    <ProjectFrame id={params.project!} full>
      {(project) => <Items project={project} />}
    </ProjectFrame>
  );
}

function useItems(project: string, filter: Record<string, string>) {
  const path = projectPath(project, '/items');
  const found = useInfiniteQuery({
    queryKey: [path, filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<ItemPage>(path + query({ ...filter, after: pageParam, take }), { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: (before) => before,
  });
  const rows = useMemo(() => found.data?.pages.flatMap((p) => p.rows) ?? [], [found.data]);
  const all = (tell: Tell, signal: AbortSignal) =>
    everyPage<ItemRow, string>(
      (after) => api.get<ItemPage>(path + query({ ...filter, after, take: most }), { signal }),
      tell,
      signal,
    );
  return { ...found, rows, all, total: found.data?.pages.at(-1)?.total ?? 0 };
}

/** The text that is searched for, a moment after the last key. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

function Items({ project }: { project: Project }) {
  useTitle('Items', project.name);
  const person = usePerson();
  const [text, setText] = useUrlValue('q');
  const [state, setState] = useUrlValue('state');
  const [modality, setModality] = useUrlValue('modality');
  const [flagged, setFlagged] = useUrlValue('flagged');
  const [kind, setKind] = useUrlValue('kind');
  const [has, setHas] = useUrlValue('has');
  const [sort] = useUrlValue('itemssort', 'title');
  const filter = { q: useSettled(text), state, modality, kind, flagged, has };
  const set = { state: setState, modality: setModality, kind: setKind, flagged: setFlagged, has: setHas };
  const items = useItems(project.id, { ...filter, sort });
  const [asking, setAsking] = useState<{ action: Bulk; chosen: Chosen<ItemRow>; clear: () => void }>();
  const [undoing, setUndoing] = useState<{ action: Bulk; items: string[] }>();
  const [done, setDone] = useState<{ action: Bulk; items: string[]; alike: number }>();
  const may = holds(person, project.id, 'lead');
  const filters = (
    <>
      <input
        className="entry"
        style={{ width: 200 }}
        type="search"
        placeholder="Find an item"
        aria-label="Find an item"
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
      />
      <ItemChips project={project.id} filter={filter} onFilter={(name, value) => set[name](value)} />
    </>
  );
  const undo = done && opposite[done.action];
  return (
    <>
      <PageHead title="Items">
        <ItemViews project={project} />
      </PageHead>
      {items.isError ? <ProblemNote error={items.error} /> : null}
      {done ? (
        <Note tone="agree">
          <span className="row">
            {bulkWords[done.action]}: {count(done.items.length, 'item')}.
            {done.alike > 0 ? ` ${count(done.alike, 'item')} stood so already.` : ''}
            {undo && done.items.length > 0 ? (
              <Button size="small" onClick={() => setUndoing({ action: undo, items: done.items })}>
                Undo
              </Button>
            ) : null}
            <Button size="small" look="quiet" onClick={() => setDone(undefined)}>
              Close
            </Button>
          </span>
        </Note>
      ) : null}
      {items.isPending ? <Loading /> : null}
      {items.data ? (
        <Table
          name="items"
          caption="Items"
          rows={items.rows}
          rowKey={(r) => r.id}
          defaultSort="title"
          height="calc(100vh - 258px)"
          remote={{
            total: items.total,
            loading: items.isFetching,
            onNeedMore: () => void items.fetchNextPage(),
            query: JSON.stringify(filter),
            all: items.all,
          }}
          filters={filters}
          {...(may
            ? {
                bulk: (chosen: Chosen<ItemRow>, clear: () => void) =>
                  (Object.keys(bulkWords) as Bulk[]).map((action) => (
                    <Button key={action} size="small" onClick={() => setAsking({ action, chosen, clear })}>
                      {bulkWords[action]}
                    </Button>
                  )),
              }
            : {})}
          empty={
            <EmptyForFilter project={project} filtered={Boolean(text || state || modality || kind || flagged || has)} />
          }
          columns={columnsOf(project.id)}
        />
      ) : null}
      {asking ? (
        <BulkDialog
          project={project.id}
          action={asking.action}
          count={asking.chosen.count}
          items={async (tell, signal) => (await asking.chosen.rows(tell, signal)).map((r) => r.id)}
          onChanged={(items, alike) => {
            setDone({ action: asking.action, items, alike });
            asking.clear();
            void refresh(projectPath(project.id));
          }}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
      {undoing ? (
        <BulkDialog
          project={project.id}
          action={undoing.action}
          count={undoing.items.length}
          items={async () => undoing.items}
          reason={`Undo of ${opposite[undoing.action]}`}
          onChanged={() => {
            setDone(undefined);
            void refresh(projectPath(project.id));
          }}
          onClose={() => setUndoing(undefined)}
        />
      ) : null}
    </>
  );
}

function EmptyForFilter({ project, filtered }: { project: Project; filtered: boolean }) {
  if (filtered) return <EmptyState>No item matches these filters.</EmptyState>;
  return (
    <EmptyState
      action={
        <Link href={`/p/${project.id}/gate`} className="button primary">
          Bring data in
        </Link>
      }
    >
      This project has no items yet.
    </EmptyState>
  );
}

function columnsOf(project: string): Column<ItemRow>[] {
  return [
    {
      id: 'title',
      title: 'Item',
      value: (r) => r.title,
      show: (r) => <Link href={`/p/${project}/items/${r.id}`}>{r.title}</Link>,
    },
    { id: 'subject', sortable: false, aside: true, title: 'Subject', width: 220, value: (r) => r.subject },
    { id: 'state', title: 'State', width: 150, value: (r) => r.state, show: (r) => <ItemStateMark state={r.state} /> },
    {
      id: 'done',
      title: 'Reads',
      width: 90,
      numeric: true,
      value: (r) => r.readsDone,
      show: (r) => `${r.readsDone} of ${r.readsNeeded}`,
    },
    { id: 'open', title: 'Open', width: 70, numeric: true, value: (r) => r.readsOpen, sortable: false },
    ...modalities.flatMap((m) => m.columns).map((c) => ({ sortable: false, ...c })),
    {
      id: 'flagged',
      sortable: false,
      title: 'Flag',
      width: 110,
      value: (r) => (r.flagged ? 'flagged' : ''),
      show: (r) => (r.flagged ? <StateMark tone="machine">Flagged</StateMark> : null),
    },
    { id: 'added', title: 'Added', width: 110, value: (r) => r.added, show: (r) => day(r.added) },
    { id: 'kind', sortable: false, title: 'Kind', width: 90, value: (r) => r.kind, aside: true },
  ];
}
