import { NativeSelect } from '@mantine/core';
import { query } from '../../core/api.ts';
import type { Agreement, AgreementField, Field, Project, Protocol, ProtocolRow } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle, useUrlValue } from '../../core/router.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { CoefficientTable } from './coefficient-table.tsx';
import { ForestPlot } from './forest-plot.tsx';
import { scales } from './scales.tsx';
import { coefficientTitle, ruleWords, scaleWords } from './words.ts';
import './agreement.css';

export function AgreementPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <AgreementBody project={project} />}</ProjectFrame>;
}

/** Each field by the figure that speaks for its scale. */
const headlines = 'headline';

function AgreementBody({ project }: { project: Project }) {
  useTitle('Agreement', project.name);
  const [version, setVersion] = useUrlValue('version');
  const versions = useGet<ProtocolRow[]>(projectPath(project.id, '/protocols'));
  const agreement = useGet<Agreement>(projectPath(project.id, `/agreement${query({ version })}`));
  const used = agreement.data?.protocolVersion;
  const protocol = useGet<Protocol>(used === undefined ? undefined : projectPath(project.id, `/protocols/${used}`));
  const { data } = agreement;
  const some = data?.coefficients.some((c) => c.items > 0);
  return (
    <>
      <PageHead
        title="Agreement"
        note={used === undefined ? undefined : `Submitted reads under protocol version ${used}`}
      >
        <Link className="button" href={`/p/${project.id}/agreement/study`}>
          Reader study …
        </Link>
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
      {data && !some ? (
        <EmptyState>Agreement can be computed once two readers have submitted the same item.</EmptyState>
      ) : null}
      {data && some ? (
        <>
          <AllFields agreement={data} />
          {data.fields.map((row) => (
            <FieldSection
              key={row.field}
              agreement={data}
              row={row}
              field={protocol.data?.body.fields.find((f) => f.id === row.field)}
            />
          ))}
        </>
      ) : null}
    </>
  );
}

/** One row per field, on one axis: either the figure of each field's own scale, or one coefficient throughout. */
function AllFields({ agreement }: { agreement: Agreement }) {
  const [shown, setShown] = useUrlValue('coefficient', headlines);
  const plain = agreement.coefficients.filter((c) => !c.unit);
  const names = [...new Map(plain.map((c) => [c.name, coefficientTitle(c)]))];
  const wanted = names.some(([name]) => name === shown) ? shown : headlines;
  const titleOf = (id: string) => agreement.fields.find((f) => f.field === id)?.title ?? id;
  const leading = ({ field, headline }: AgreementField) =>
    plain.filter((c) => c.field === field && (c.name === headline || c.entry === headline));
  const rows = wanted === headlines ? agreement.fields.flatMap(leading) : plain.filter((c) => c.name === wanted);
  const title = wanted === headlines ? 'Each field by the figure of its scale' : (new Map(names).get(wanted) ?? wanted);
  return (
    <section className="stack tight" aria-labelledby="all-title">
      <div className="row between">
        <h2 id="all-title">All fields</h2>
        <NativeSelect
          aria-label="Figure"
          value={wanted}
          onChange={(e) => setShown(e.currentTarget.value)}
          data={[
            { value: headlines, label: 'The figure of each scale' },
            ...names.map(([value, label]) => ({ value, label })),
          ]}
        />
      </div>
      <ForestPlot rows={rows.map((c) => ({ ...c, label: titleOf(c.field) }))} title={title} />
    </section>
  );
}

interface SectionProps {
  agreement: Agreement;
  row: AgreementField;
  field: Field | undefined;
}

function FieldSection({ agreement, row, field }: SectionProps) {
  const Beside = scales[row.scale];
  const figures = agreement.coefficients.filter((c) => c.field === row.field);
  const rule = ruleWords(row, field);
  return (
    <section className="agreement-field" aria-labelledby={`agreement-${row.field}`}>
      <header>
        <h2 id={`agreement-${row.field}`}>{row.title}</h2>
        <p className="dim small">
          {scaleWords[row.scale]}
          {row.unit ? `, in ${row.unit}` : ''}
          {rule ? `; ${rule}` : ''}
        </p>
      </header>
      {figures.length > 0 ? <CoefficientTable rows={figures} label={`Figures of ${row.title}`} /> : null}
      <div className="beside">
        <Beside agreement={agreement} row={row} field={field} />
      </div>
    </section>
  );
}
