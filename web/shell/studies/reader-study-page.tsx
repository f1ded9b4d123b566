import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Agreement, Project, ProtocolRow, ReaderStudy, ReaderStudyForm, TruthRow } from '../../core/contract.ts';
import type { PageParams } from '../../core/page.ts';
import { Link, useTitle, useUrlValue } from '../../core/router.tsx';
import { readTruth } from '../../core/truth-file.ts';
import { count } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState, Loading, Note, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, useGet } from '../data.ts';
import { PageHead } from '../frame.tsx';
import { ProjectFrame } from '../project-frame.tsx';
import { StudyFigures } from './study-figures.tsx';
import '../agreement/agreement.css';
import './studies.css';

export function ReaderStudyPage({ params }: { params: PageParams }) {
  return <ProjectFrame id={params.project!}>{(project) => <Body project={project} />}</ProjectFrame>;
}

interface TruthFile {
  name: string;
  rows: TruthRow[];
  problem?: string;
}

function Body({ project }: { project: Project }) {
  useTitle('Reader study', project.name);
  const agreement = useGet<Agreement>(projectPath(project.id, '/agreement'));
  const versions = useGet<ProtocolRow[]>(projectPath(project.id, '/protocols'));
  const rated = agreement.data?.fields.filter((f) => f.rated) ?? [];
  return (
    <>
      <PageHead title="Reader study" note="How well readers tell diseased cases from others, against a truth">
        <Link className="button" href={`/p/${project.id}/agreement`}>
          Agreement
        </Link>
      </PageHead>
      {agreement.isError ? <ProblemNote error={agreement.error} /> : null}
      {agreement.isPending ? <Loading /> : null}
      {agreement.data && rated.length === 0 ? (
        <EmptyState>
          No field has ratings: a reader study takes a finding, a number or a choice whose options are in order.
        </EmptyState>
      ) : null}
      {rated.length > 0 && agreement.data ? (
        <Study
          project={project}
          fields={rated.map((f) => ({ value: f.field, label: f.title }))}
          current={agreement.data.protocolVersion}
          versions={(versions.data ?? []).filter((v) => v.version !== 'draft').map((v) => Number(v.version))}
        />
      ) : null}
    </>
  );
}

interface StudyProps {
  project: Project;
  fields: { value: string; label: string }[];
  current: number;
  versions: number[];
}

function Study({ project, fields, current, versions }: StudyProps) {
  const [wanted, setField] = useUrlValue('field');
  const field = fields.some((f) => f.value === wanted) ? wanted : fields[0]!.value;
  const [figure, setFigure] = useUrlValue('figure', 'auc');
  const [readers, setReaders] = useUrlValue('readers', 'others');
  const [threshold, setThreshold] = useUrlValue('from');
  const [chosen, setChosen] = useState<number[]>([current]);
  const [file, setFile] = useState<TruthFile>();
  const form: ReaderStudyForm = {
    field,
    versions: chosen,
    figure: figure as NonNullable<ReaderStudyForm['figure']>,
    fixedReaders: readers === 'these',
    ...(figure !== 'auc' && threshold !== '' ? { threshold: Number(threshold) } : {}),
    ...(file && !file.problem ? { truth: file.rows } : {}),
  };
  const path = projectPath(project.id, '/reader-study');
  const study = useQuery({
    queryKey: [path, form],
    queryFn: ({ signal }) => api.post<ReaderStudy>(path, form, { signal }),
    enabled: chosen.length > 0 && !file?.problem,
    retry: false,
    placeholderData: (before) => before,
  });
  const ratings = study.data?.field === field ? study.data.ratings : [];
  const take = (picked: File) =>
    void picked.text().then((text) => {
      const read = readTruth(text);
      setFile({ name: picked.name, rows: [], ...read });
    });
  return (
    <>
      <fieldset className="study-form" aria-label="What is analysed">
        <NativeSelect label="Ratings" value={field} onChange={(e) => setField(e.currentTarget.value)} data={fields} />
        <NativeSelect
          label="Figure"
          value={figure}
          onChange={(e) => setFigure(e.currentTarget.value)}
          data={[
            { value: 'auc', label: 'Area under the ROC curve' },
            { value: 'sensitivity', label: 'Sensitivity' },
            { value: 'specificity', label: 'Specificity' },
          ]}
        />
        {figure !== 'auc' && ratings.length > 0 ? (
          <NativeSelect
            label="Called diseased from"
            value={threshold === '' ? String(ratings.length - 1) : threshold}
            onChange={(e) => setThreshold(e.currentTarget.value)}
            data={ratings.map((word, i) => ({ value: String(i), label: word })).slice(1)}
          />
        ) : null}
        <NativeSelect
          label="To conclude for"
          value={readers}
          onChange={(e) => setReaders(e.currentTarget.value)}
          data={[
            { value: 'others', label: 'Other readers and other cases' },
            { value: 'these', label: 'These readers, other cases' },
          ]}
        />
        <div className="stack tight">
          <span className="label">Truth</span>
          <div className="row">
            <label className="button">
              {file ? file.name : 'Take it from a file …'}
              <input
                type="file"
                className="visually-hidden"
                accept=".csv,.tsv,.txt"
                onChange={(e) => {
                  const picked = e.currentTarget.files?.[0];
                  if (picked) take(picked);
                  e.currentTarget.value = '';
                }}
              />
            </label>
            {file ? (
              <Button onClick={() => setFile(undefined)}>Take decisions instead</Button>
            ) : (
              <span className="dim small">now: what adjudicators decided</span>
            )}
          </div>
        </div>
        {versions.length > 1 ? <Versions versions={versions} chosen={chosen} onChange={setChosen} /> : null}
      </fieldset>
      {file?.problem ? (
        <Note tone="dispute">
          {file.name}: {file.problem} The file has a line for each case: an item’s title or id, and 1 or 0.
        </Note>
      ) : null}
      {chosen.length === 0 ? <EmptyState>Choose at least one version.</EmptyState> : null}
      {study.isError ? <ProblemNote error={study.error} /> : null}
      {study.isFetching && !study.data ? <Loading what="Analysing the reads" /> : null}
      {study.data && !study.isError && !file?.problem && chosen.length > 0 ? <StudyFigures study={study.data} /> : null}
    </>
  );
}

interface VersionsProps {
  versions: number[];
  chosen: number[];
  onChange: (chosen: number[]) => void;
}

/** Protocol versions, each a modality: such as reading without a model's mark and with it. */
function Versions({ versions, chosen, onChange }: VersionsProps) {
  return (
    <div className="stack tight">
      <span className="label">{count(chosen.length, 'version')} compared</span>
      <div className="row">
        {versions.map((v) => (
          <label key={v} className="row tight">
            <input
              type="checkbox"
              checked={chosen.includes(v)}
              onChange={(e) =>
                onChange(e.currentTarget.checked ? [...chosen, v].sort((a, b) => a - b) : chosen.filter((c) => c !== v))
              }
            />
            Version {v}
          </label>
        ))}
      </div>
    </div>
  );
}
