import { NativeSelect } from '@mantine/core';
import { query } from '../../core/api.ts';
import type { Agreement, Field, Project, Protocol, ProtocolRow } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { useTitle, useUrlValue } from '../../core/router.tsx';
import { count, percent } from '../../core/words.ts';
import { labelWords } from '../../kinds/words.ts';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { ForestPlot, type ForestRow, stateWords } from './forest-plot.tsx';
import './agreement.css';

export function AgreementPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <AgreementBody project={project} />}</ProjectFrame>;
}

const names: Record<string, string> = {
  percent: 'Percent agreement',
  'cohen-kappa': 'Cohen κ, mean of pairs',
  'fleiss-kappa': 'Fleiss κ',
  'krippendorff-alpha': 'Krippendorff α',
  'gwet-ac1': 'Gwet AC1',
};

/** A prevalence in words: the most frequent answer first. A κ without it cannot be read. */
function prevalenceWords(agreement: Agreement, field: Field | undefined, id: string): string {
  return agreement.prevalence
    .filter((p) => p.field === id)
    .sort((a, b) => b.share - a.share)
    .map((p) => `${labelWords(field, p.answer).toLowerCase()} ${percent(p.share, p.share < 0.1 ? 1 : 0)}`)
    .join(', ');
}

function AgreementBody({ project }: { project: Project }) {
  useTitle('Agreement', project.name);
  const [version, setVersion] = useUrlValue('version');
  const [shown, setShown] = useUrlValue('coefficient', 'fleiss-kappa');
  const versions = useGet<ProtocolRow[]>(projectPath(project.id, '/protocols'));
  const agreement = useGet<Agreement>(projectPath(project.id, `/agreement${query({ version })}`));
  const used = agreement.data?.protocolVersion;
  const protocol = useGet<Protocol>(used === undefined ? undefined : projectPath(project.id, `/protocols/${used}`));
  const fields = protocol.data?.body.fields ?? [];
  const data = agreement.data;
  const rows: ForestRow[] = (data?.coefficients ?? []).map((c) => {
    const field = fields.find((f) => f.id === c.field);
    return { ...c, title: field?.title ?? c.field, prevalence: data ? prevalenceWords(data, field, c.field) : '' };
  });
  const kinds = [...new Set(rows.map((r) => r.name))];
  const kind = kinds.includes(shown) ? shown : (kinds[0] ?? shown);
  return (
    <>
      <PageHead
        title="Agreement"
        note={used === undefined ? undefined : `Submitted reads under protocol version ${used}`}
      >
        <NativeSelect
          aria-label="Coefficient"
          value={kind}
          onChange={(e) => setShown(e.currentTarget.value)}
          data={kinds.map((k) => ({ value: k, label: names[k] ?? k }))}
        />
        <NativeSelect
          aria-label="Protocol version"
          value={version}
          onChange={(e) => setVersion(e.currentTarget.value)}
          data={[
            { value: '', label: 'Current version' },
            ...(versions.data ?? [])
              .filter((v) => v.version !== 'draft')
              .map((v) => ({ value: String(v.version), label: `Version ${v.version}` })),
          ]}
        />
      </PageHead>
      {agreement.isError ? <ProblemNote error={agreement.error} /> : null}
      {agreement.isPending ? <Loading what="Computing agreement" /> : null}
      {data && !rows.some((r) => r.items > 0) ? (
        <EmptyState>Agreement can be computed once two readers have submitted the same item.</EmptyState>
      ) : null}
      {data && rows.some((r) => r.items > 0) ? (
        <>
          <ForestPlot rows={rows.filter((r) => r.name === kind)} title={names[kind] ?? kind} />
          <Coefficients rows={rows} />
          <Matrices agreement={data} fields={fields} />
        </>
      ) : null}
    </>
  );
}

function Coefficients({ rows }: { rows: readonly ForestRow[] }) {
  const number = (value: number | null) => (value == null ? '' : value.toFixed(4));
  return (
    <section className="stack" aria-labelledby="coefficients-title">
      <h2 id="coefficients-title">All coefficients</h2>
      <Table
        name="agreement"
        caption="Coefficients of agreement"
        rows={rows}
        rowKey={(r) => `${r.field}-${r.name}`}
        height={Math.min(480, 36 + rows.length * 32)}
        empty={null}
        columns={[
          { id: 'field', title: 'Field', value: (r) => r.title },
          { id: 'name', title: 'Coefficient', width: 190, value: (r) => names[r.name] ?? r.name },
          {
            id: 'value',
            title: 'Value',
            width: 90,
            numeric: true,
            value: (r) => r.value ?? undefined,
            show: (r) => number(r.value),
          },
          {
            id: 'interval',
            title: '95 % interval',
            width: 150,
            numeric: true,
            value: (r) => r.low ?? undefined,
            show: (r) =>
              r.low == null ? (
                <span className="dim" title={stateWords(r.state)}>
                  {r.value == null ? stateWords(r.state) : 'None'}
                </span>
              ) : (
                `${number(r.low)}, ${number(r.high)}`
              ),
          },
          {
            id: 'prevalence',
            title: 'Prevalence',
            width: 300,
            value: (r) => r.prevalence,
            show: (r) => <span title={r.prevalence}>{r.prevalence}</span>,
          },
          { id: 'items', title: 'Items', width: 80, numeric: true, value: (r) => r.items },
          { id: 'readers', title: 'Readers', width: 90, numeric: true, value: (r) => r.readers },
        ]}
      />
    </section>
  );
}

function Matrices({ agreement, fields }: { agreement: Agreement; fields: readonly Field[] }) {
  const [wanted, setWanted] = useUrlValue('field');
  const matrix = agreement.matrices.find((m) => m.field === wanted) ?? agreement.matrices[0];
  if (!matrix) return null;
  const title = (id: string) => fields.find((f) => f.id === id)?.title ?? id;
  const field = fields.find((f) => f.id === matrix.field);
  return (
    <section className="stack" aria-labelledby="matrix-title">
      <div className="row between">
        <h2 id="matrix-title">Reader by reader</h2>
        <NativeSelect
          aria-label="Field"
          value={matrix.field}
          onChange={(e) => setWanted(e.currentTarget.value)}
          data={agreement.matrices.map((m) => ({ value: m.field, label: title(m.field) }))}
        />
      </div>
      <p className="dim small">
        Cohen κ of each pair, with the number of shared items. Prevalence:{' '}
        {prevalenceWords(agreement, field, matrix.field) || 'none'}.
      </p>
      <div style={{ overflowX: 'auto' }} tabIndex={0} role="group" aria-label="Reader matrix">
        <table className="plain matrix">
          <thead>
            <tr>
              <th scope="col">κ</th>
              {matrix.readers.map((r) => (
                <th key={r} scope="col">
                  {r}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.readers.map((r, i) => (
              <tr key={r}>
                <th scope="row">{r}</th>
                {matrix.readers.map((other, j) => {
                  const value = matrix.kappa[i]?.[j];
                  const items = matrix.items[i]?.[j] ?? 0;
                  if (i === j)
                    return (
                      <td key={other} className="self">
                        –
                      </td>
                    );
                  return (
                    <td
                      key={other}
                      style={
                        typeof value === 'number'
                          ? {
                              background: `color-mix(in srgb, var(--accent) ${Math.max(0, Math.round(value * 30))}%, transparent)`,
                            }
                          : {}
                      }
                    >
                      {typeof value === 'number' ? value.toFixed(3) : <span className="dim">none</span>}
                      <div className="small">{count(items, 'item')}</div>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
