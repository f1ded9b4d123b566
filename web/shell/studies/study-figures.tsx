import type { ReaderStudy } from '../../core/contract.ts';
import { count } from '../../core/words.ts';
import { Note } from '../../ui/notes.tsx';
import { ForestPlot } from '../agreement/forest-plot.tsx';
import { readerStyle } from '../reader-colours.ts';
import { square, UnitSquare, xOf, yOf } from './unit-square.tsx';

const titles: Record<ReaderStudy['figure'], string> = {
  auc: 'Area under the curve',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
};

/** What came out: sentences first, then each reader on one axis, curves, and the design that it rests on. */
export function StudyFigures({ study }: { study: ReaderStudy }) {
  return (
    <>
      {study.why ? <Note tone="incomplete">{study.why}</Note> : null}
      {study.sentences.length > 0 ? (
        <ul className="study-words">
          {study.sentences.map((s) => (
            <li key={s}>{s}</li>
          ))}
        </ul>
      ) : null}
      {study.estimates.length > 0 ? <Readers study={study} /> : null}
      {study.differences.length > 0 ? <Differences study={study} /> : null}
      <div className="study-beside">
        {study.curves.length > 0 ? <Curves study={study} /> : null}
        <Design study={study} />
      </div>
    </>
  );
}

function Readers({ study }: { study: ReaderStudy }) {
  const many = study.modalities.length > 1;
  const title = titles[study.figure];
  const rows = study.estimates.map((e) => {
    const reader = e.reader === undefined ? 'All readers' : study.readers[e.reader]!;
    return {
      label: many ? `${reader}, ${study.modalities[e.modality]}` : reader,
      name: `${study.figure}-${e.modality}-${e.reader ?? 'all'}`,
      title,
      field: study.field,
      value: e.value,
      ...(e.low === undefined ? {} : { low: e.low }),
      ...(e.high === undefined ? {} : { high: e.high }),
      items: study.cases,
      readers: e.reader === undefined ? study.readers.length : 1,
      why: 'the data show no variation',
    };
  });
  return <ForestPlot rows={rows} title={title} />;
}

function Differences({ study }: { study: ReaderStudy }) {
  const signed = (v: number | undefined) => (v === undefined ? '' : `${v > 0 ? '+' : ''}${v.toFixed(3)}`);
  return (
    <table className="plain wide" aria-label="Differences of versions">
      <thead>
        <tr>
          <th scope="col">Second against first</th>
          <th scope="col" className="num">
            Difference
          </th>
          <th scope="col">95 % interval</th>
          <th scope="col" className="num">
            p
          </th>
        </tr>
      </thead>
      <tbody>
        {study.differences.map((d) => (
          <tr key={`${d.first}-${d.second}`}>
            <th scope="row">
              {study.modalities[d.second]} against {study.modalities[d.first]}
            </th>
            <td className="num">{signed(d.value)}</td>
            <td className="tabular">
              {d.low === undefined ? (
                <span className="dim">the data show no variation</span>
              ) : (
                `${signed(d.low)} to ${signed(d.high)}`
              )}
            </td>
            <td className="num">{d.pValue === undefined ? '' : d.pValue < 0.001 ? '< .001' : d.pValue.toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Curves({ study }: { study: ReaderStudy }) {
  const many = study.modalities.length > 1;
  const nameOf = (c: ReaderStudy['curves'][number]) =>
    many ? `${study.readers[c.reader]}, ${study.modalities[c.modality]}` : study.readers[c.reader]!;
  const right = square.left + square.side + 20;
  return (
    <UnitSquare
      name={`roc-${study.field}`}
      caption={`Empirical ROC curves, ${count(study.cases, 'case')}`}
      label={`ROC curves of ${study.title}`}
      across="share of other cases called diseased"
      up="share of diseased cases called so"
      table={{
        head: ['reader', 'version', 'false positives', 'true positives'],
        rows: study.curves.flatMap((c) =>
          c.points.map((p) => [
            study.readers[c.reader],
            study.modalities[c.modality],
            p.falsePositives,
            p.truePositives,
          ]),
        ),
      }}
    >
      {study.curves.map((c, i) => {
        const { colour, dash } = readerStyle(many ? c.modality : c.reader);
        return (
          <g key={nameOf(c)}>
            <path
              d={c.points
                .map((p, k) => `${k === 0 ? 'M' : 'L'}${xOf(p.falsePositives)} ${yOf(p.truePositives)}`)
                .join('')}
              fill="none"
              stroke={colour}
              strokeWidth="2"
              strokeDasharray={dash}
            />
            {i < 14 ? (
              <>
                <path
                  d={`M${right} ${square.top + 10 + i * 20}h28`}
                  stroke={colour}
                  strokeWidth="2"
                  strokeDasharray={dash}
                />
                <text x={right + 36} y={square.top + 14 + i * 20}>
                  {nameOf(c)}
                </text>
              </>
            ) : null}
          </g>
        );
      })}
    </UnitSquare>
  );
}

function Design({ study }: { study: ReaderStudy }) {
  const others = study.cases - study.diseased;
  const lines: [string, string][] = [
    ['Cases', `${study.cases}: ${study.diseased} diseased, ${others} others`],
    ['Readers', String(study.readers.length)],
    ['Versions', study.modalities.join(', ')],
    ['Truth', study.truth === 'given' ? 'from the file' : 'what adjudicators decided'],
    ['Left out, no truth', count(study.untruthed, 'item')],
    ['Left out, no rating', `${count(study.unplaced, 'answer')} such as not assessed`],
  ];
  lines.push(['Conclusion', study.reach]);
  if (study.design) lines.push(['Design', study.design]);
  if (study.method) lines.push(['Method', study.method]);
  if (study.pValue !== undefined)
    lines.push(['All versions alike', `p ${study.pValue < 0.001 ? '< .001' : study.pValue.toFixed(3)}`]);
  return (
    <table className="plain study-rests" aria-label="What the figures rest on">
      <tbody>
        {lines.map(([title, value]) => (
          <tr key={title}>
            <th scope="row">{title}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
