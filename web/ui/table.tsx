import { Menu } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Tell } from '../core/every-page.ts';
import { useUrlValue } from '../core/router.tsx';
import { Button } from './button.tsx';
import { csvOf, saveFile } from './csv.ts';
import { ProblemNote } from './notes.tsx';
import { chosenAmong, chosenOf, everything, isChosen, nothing, type Selection, withRows } from './table-selection.ts';
import './table.css';

export interface Column<T> {
  id: string;
  title: string;
  width?: number;
  numeric?: boolean;
  /** What is sorted by, and what stands in the CSV. */
  value: (row: T) => string | number | undefined;
  show?: (row: T) => ReactNode;
  sortable?: boolean;
  /** Not shown until chosen. */
  aside?: boolean;
}

/** What a bulk action is done to: so many rows, which are fetched when they are needed. */
export interface Chosen<T> {
  count: number;
  rows: (tell: Tell, signal: AbortSignal) => Promise<T[]>;
}

/** The server sorts and pages; the rows of the table are what was fetched so far. */
export interface Remote<T> {
  total: number;
  onNeedMore: () => void;
  loading: boolean;
  /** What is asked for, without its order: a selection holds while it stays the same. */
  query: string;
  /** Fetches every row of the query in the order in which it is shown. */
  all: (tell: Tell, signal: AbortSignal) => Promise<T[]>;
}

export interface TableProps<T> {
  /** Prefix of the values this table keeps in the address. */
  name: string;
  caption: string;
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  /** Chips, search and whatever else narrows the rows. */
  filters?: ReactNode;
  /** Bulk actions on the selected rows; shows the select column. */
  bulk?: (selected: Chosen<T>, clear: () => void) => ReactNode;
  remote?: Remote<T>;
  defaultSort?: string;
  empty: ReactNode;
  /** Height of the scrolled area; the table grows to its rows without it. */
  height?: number | string;
  onRow?: (row: T) => void;
  current?: string | undefined;
}

function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], sort: string): readonly T[] {
  const column = columns.find((c) => c.id === sort.replace(/^-/, ''));
  if (!column) return rows;
  const direction = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => {
    const x = column.value(a);
    const y = column.value(b);
    if (x === y) return 0;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    if (typeof x === 'number' && typeof y === 'number') return (x - y) * direction;
    return String(x).localeCompare(String(y), 'en', { numeric: true }) * direction;
  });
}

function useColumns<T>(name: string, columns: readonly Column<T>[]) {
  const standard = columns.filter((c) => !c.aside).map((c) => c.id);
  const [chosen, setChosen] = useUrlValue(`${name}cols`, standard.join('.'));
  const ids = chosen.split('.');
  const shown = columns.filter((c) => ids.includes(c.id));
  const toggle = (id: string) => {
    const next = ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id];
    if (next.length > 0)
      setChosen(
        columns
          .filter((c) => next.includes(c.id))
          .map((c) => c.id)
          .join('.'),
      );
  };
  return { shown, toggle, has: (id: string) => ids.includes(id) };
}

/** Rows that are being fetched for a file, and how to stop that. */
function useCsv<T>(name: string, shown: readonly Column<T>[]) {
  const [fetched, setFetched] = useState<number>();
  const [error, setError] = useState<unknown>();
  const control = useRef<AbortController>(undefined);
  useEffect(() => () => control.current?.abort(), []);
  const save = async (rows: (tell: Tell, signal: AbortSignal) => Promise<readonly T[]>) => {
    const mine = new AbortController();
    control.current = mine;
    setError(undefined);
    setFetched(0);
    try {
      const all = await rows(setFetched, mine.signal);
      const head = shown.map((c) => c.title);
      const body = all.map((row) => shown.map((c) => c.value(row)));
      saveFile(`${name || 'table'}.csv`, csvOf(head, body), 'text/csv');
    } catch (cause) {
      if (!mine.signal.aborted) setError(cause);
    } finally {
      setFetched(undefined);
    }
  };
  return { save, fetched, error, stop: () => control.current?.abort() };
}

/** What is chosen, as long as the query stays the same. */
function useSelection<T>(query: string) {
  const [held, setHeld] = useState<{ query: string; selection: Selection<T> }>({ query, selection: nothing });
  const selection: Selection<T> = held.query === query ? held.selection : nothing;
  return [selection, (next: Selection<T>) => setHeld({ query, selection: next })] as const;
}

export function Table<T>(props: TableProps<T>) {
  const { name, rows, columns, rowKey, remote, bulk } = props;
  const [sort, setSort] = useUrlValue(`${name}sort`, props.defaultSort ?? '');
  const { shown, toggle, has } = useColumns(name, columns);
  const [selection, setSelection] = useSelection<T>(remote?.query ?? '');
  const anchor = useRef<number | undefined>(undefined);
  const sorted = useMemo(() => (remote ? rows : sortRows(rows, columns, sort)), [rows, columns, sort, remote]);
  const total = remote?.total ?? sorted.length;
  const chosen = bulk ? chosenOf(selection, total) : 0;
  const csv = useCsv(name, shown);

  const select = (index: number, event: MouseEvent) => {
    const on = !isChosen(selection, rowKey(sorted[index]!));
    const from = event.shiftKey && anchor.current !== undefined ? anchor.current : index;
    const range = sorted.slice(Math.min(from, index), Math.max(from, index) + 1);
    anchor.current = index;
    setSelection(withRows(selection, range, rowKey, on));
  };
  const clear = () => setSelection(nothing);
  const everyRow = remote ? remote.all : async () => [...sorted];
  const chosenRows = async (tell: Tell, signal: AbortSignal) =>
    chosenAmong(selection, selection.every ? await everyRow(tell, signal) : sorted, rowKey);

  return (
    <div className="stack tight" style={{ minHeight: 0 }}>
      <div className="table-bar no-print">
        <div className="filters">{props.filters}</div>
        {bulk && chosen > 0 ? (
          <span className="row">
            <strong className="tabular" role="status">
              {chosen.toLocaleString('en')} selected
            </strong>
            {selection.every && selection.but.size === 0 ? <span className="dim small">every row found</span> : null}
            {bulk({ count: chosen, rows: chosenRows }, clear)}
            <Button size="small" look="quiet" onClick={clear}>
              Clear
            </Button>
          </span>
        ) : null}
        <span className="dim small tabular">
          {total.toLocaleString('en')} {total === 1 ? 'row' : 'rows'}
        </span>
        <Menu closeOnItemClick={false} position="bottom-end" withinPortal>
          <Menu.Target>
            <button type="button" className="button small">
              Columns
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {columns.map((c) => (
              <Menu.Item
                key={c.id}
                onClick={() => toggle(c.id)}
                leftSection={has(c.id) ? '✓' : ' '}
                aria-checked={has(c.id)}
                role="menuitemcheckbox"
              >
                {c.title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        {csv.fetched === undefined || !remote ? (
          <Button
            size="small"
            title={chosen > 0 ? `The ${chosen.toLocaleString('en')} selected rows` : 'Every row found'}
            onClick={() => void csv.save(chosen > 0 ? chosenRows : everyRow)}
            disabled={sorted.length === 0}
          >
            CSV
          </Button>
        ) : (
          <span className="row">
            <span className="small tabular" role="status">
              Fetching {csv.fetched.toLocaleString('en')} of {total.toLocaleString('en')}
            </span>
            <Button size="small" onClick={csv.stop}>
              Stop
            </Button>
          </span>
        )}
      </div>
      {csv.error ? <ProblemNote error={csv.error}>No file was made.</ProblemNote> : null}
      {sorted.length === 0 && !remote?.loading ? (
        props.empty
      ) : (
        <Body
          {...props}
          rows={sorted}
          columns={shown}
          sort={sort}
          setSort={setSort}
          selection={selection}
          chosen={chosen}
          total={total}
          select={select}
          setSelection={setSelection}
        />
      )}
    </div>
  );
}

interface BodyProps<T> extends TableProps<T> {
  sort: string;
  setSort: (sort: string) => void;
  selection: Selection<T>;
  chosen: number;
  total: number;
  select: (index: number, event: MouseEvent) => void;
  setSelection: (selection: Selection<T>) => void;
}

const rowHeight = 32;

function Body<T>(props: BodyProps<T>) {
  const { rows, columns, rowKey, remote, bulk, chosen, total, select, setSelection, height } = props;
  const box = useRef<HTMLDivElement>(null);
  const count = remote ? Math.max(remote.total, rows.length) : rows.length;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (remote && !remote.loading && last >= rows.length - 1 && rows.length < remote.total) remote.onNeedMore();
  }, [remote, last, rows.length]);
  const top = items[0]?.start ?? 0;
  const bottom = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = columns.length + (bulk ? 1 : 0);
  const all = chosen > 0 && chosen === total;
  return (
    // A group, not a landmark: a page may hold several tables of one name.
    <div
      role="group"
      className="table-scroll"
      ref={box}
      style={{ height: height ?? 'auto' }}
      tabIndex={0}
      aria-label={`${props.caption}, table`}
    >
      <table className="grid">
        <caption className="visually-hidden">{props.caption}</caption>
        <colgroup>
          {bulk ? <col style={{ width: 36 }} /> : null}
          {columns.map((c) => (
            <col key={c.id} style={c.width ? { width: c.width } : {}} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {bulk ? (
              <th className="check">
                <input
                  type="checkbox"
                  aria-label="Select all rows"
                  checked={all}
                  ref={(box) => {
                    if (box) box.indeterminate = chosen > 0 && !all;
                  }}
                  onChange={() => setSelection(all ? nothing : everything)}
                />
              </th>
            ) : null}
            {columns.map((c) => (
              <Head key={c.id} column={c} sort={props.sort} setSort={props.setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {top > 0 ? <Spacer height={top} width={width} /> : null}
          {items.map((item) => {
            const row = rows[item.index];
            return row === undefined ? (
              <tr key={`wait-${item.index}`} className="data">
                <td colSpan={width} className="dim">
                  …
                </td>
              </tr>
            ) : (
              <Row key={rowKey(row)} row={row} index={item.index} {...props} select={select} />
            );
          })}
          {bottom > 0 ? <Spacer height={bottom} width={width} /> : null}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, width }: { height: number; width: number }) {
  return (
    <tr className="spacer" aria-hidden="true">
      <td colSpan={width} style={{ height }} />
    </tr>
  );
}

function Head<T>({ column, sort, setSort }: { column: Column<T>; sort: string; setSort: (sort: string) => void }) {
  const state = sort === column.id ? 'ascending' : sort === `-${column.id}` ? 'descending' : 'none';
  const next = state === 'none' ? column.id : state === 'ascending' ? `-${column.id}` : '';
  return (
    <th className={column.numeric ? 'num' : ''} aria-sort={state} scope="col">
      {column.title === '' ? (
        <span className="visually-hidden">Actions</span>
      ) : column.sortable === false ? (
        column.title
      ) : (
        <button type="button" className="sorter" onClick={() => setSort(next)}>
          {column.title}
          {state === 'none' ? null : (
            <span className="arrow" aria-hidden="true">
              {state === 'ascending' ? '↑' : '↓'}
            </span>
          )}
        </button>
      )}
    </th>
  );
}

function Row<T>({
  row,
  index,
  columns,
  rowKey,
  bulk,
  selection,
  select,
  onRow,
  current,
}: BodyProps<T> & { row: T; index: number }) {
  const key = rowKey(row);
  const isSelected = bulk ? isChosen(selection, key) : current === key;
  return (
    <tr
      className="data"
      data-selected={isSelected || undefined}
      onClick={onRow ? () => onRow(row) : undefined}
      style={onRow ? { cursor: 'pointer' } : undefined}
    >
      {bulk ? (
        <td className="check">
          <input
            type="checkbox"
            aria-label={`Select row ${index + 1}`}
            checked={isSelected}
            onChange={() => undefined}
            onClick={(e) => select(index, e)}
          />
        </td>
      ) : null}
      {columns.map((c) => (
        <td key={c.id} className={c.numeric ? 'num' : ''}>
          {c.show ? c.show(row) : c.value(row)}
        </td>
      ))}
    </tr>
  );
}

/** A chip that narrows the rows; pressed while it does. */
export function Chip({
  on,
  onChange,
  children,
}: {
  on: boolean;
  onChange: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={() => onChange(!on)}>
      {children}
    </button>
  );
}
