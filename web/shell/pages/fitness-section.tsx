import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { FitnessRules, FitnessView, Project } from '../../core/contract.ts';
import { count, day, longestWords } from '../../core/words.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { Holds } from '../guideline/held-back.tsx';

/** Each demand of the project as a sentence. */
function demands({ rules, guideline }: FitnessView): string[] {
  return [
    ...(rules.qualification ? [`The qualification "${rules.qualification}" for the protocol version in hand.`] : []),
    ...(rules.licence ? ['A licence that holds.'] : []),
    ...(rules.agreements ?? []).map((a) => `The agreement "${a}", signed.`),
    ...(rules.developersApart ? ['Nobody who develops the model under test.'] : []),
    ...(rules.sitesApart ? ['Nobody reads items of their own site.'] : []),
    ...(rules.countries?.length ? [`Items are read from ${rules.countries.join(', ')} alone.`] : []),
    ...(rules.washoutDays ? [`${count(rules.washoutDays, 'day')} before the same reader has an item again.`] : []),
    ...(guideline ? [`Version ${guideline} of the guideline, acknowledged.`] : []),
  ];
}

/** What the project demands of its readers, and what holds each of them back. */
export function FitnessSection({ project, may }: { project: Project; may: boolean }) {
  const path = projectPath(project.id, '/fitness');
  const found = useGet<FitnessView>(path);
  const [asking, setAsking] = useState<'rules' | 'site'>();
  const view = found.data;
  const said = view ? demands(view) : [];
  return (
    <section className="stack" aria-labelledby="fitness-title">
      <div className="row between">
        <h2 id="fitness-title">Who may read</h2>
        {may && view ? (
          <span className="row">
            {view.rules.sitesApart && view.withoutSite > 0 && project.may.includes('manageItems') ? (
              <Button onClick={() => setAsking('site')}>State a site</Button>
            ) : null}
            <Button onClick={() => setAsking('rules')}>Change what is demanded</Button>
          </span>
        ) : null}
      </div>
      {found.isError ? <ProblemNote error={found.error} /> : null}
      {found.isPending ? <Loading /> : null}
      {view ? (
        <>
          {said.length > 0 ? (
            <ul aria-label="What is demanded">
              {said.map((s) => (
                <li key={s}>{s}</li>
              ))}
            </ul>
          ) : (
            <p className="dim">Nothing is demanded of readers but a licence that has not ended, where one is stated.</p>
          )}
          {view.rules.sitesApart ? (
            <p className="dim small">
              {view.sites.map((s) => `${s.site}: ${count(s.items, 'item')}`).join(' · ') || 'No site is stated yet.'}
              {view.withoutSite > 0
                ? ` · ${count(view.withoutSite, 'item')} without a site, which nobody is given until one is stated`
                : ''}
            </p>
          ) : null}
          {view.readers.length === 0 ? <EmptyState>There is no reader yet.</EmptyState> : null}
          {view.readers.length > 0 ? (
            <table className="plain wide" aria-label="What holds readers back">
              <thead>
                <tr>
                  <th scope="col">Reader</th>
                  <th scope="col">Held back by</th>
                  <th scope="col">Guideline read</th>
                  <th scope="col">Last refused</th>
                </tr>
              </thead>
              <tbody>
                {view.readers.map((r) => (
                  <tr key={r.person}>
                    <th scope="row">{r.reader}</th>
                    <td>
                      {r.holds.length > 0 ? <Holds holds={r.holds} /> : <StateMark tone="agree">Nothing</StateMark>}
                    </td>
                    <td>{r.acknowledged === undefined ? '–' : `Version ${r.acknowledged}`}</td>
                    <td>{day(r.refused[0]?.at) || '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </>
      ) : null}
      {view && asking === 'rules' ? (
        <RulesDialog path={path} rules={view.rules} onClose={() => setAsking(undefined)} />
      ) : null}
      {asking === 'site' ? <SiteDialog project={project.id} onClose={() => setAsking(undefined)} /> : null}
    </section>
  );
}

function RulesDialog({ path, rules, onClose }: { path: string; rules: FitnessRules; onClose: () => void }) {
  const [qualification, setQualification] = useState(rules.qualification ?? '');
  const [agreements, setAgreements] = useState((rules.agreements ?? []).join('\n'));
  const [washout, setWashout] = useState<string | number>(rules.washoutDays ?? '');
  const [licence, setLicence] = useState(rules.licence ?? false);
  const [developers, setDevelopers] = useState(rules.developersApart ?? false);
  const [sites, setSites] = useState(rules.sitesApart ?? false);
  const [countries, setCountries] = useState((rules.countries ?? []).join(', '));
  const [reason, setReason] = useState('');
  return (
    <Ask
      title="What is demanded of readers"
      open
      onClose={onClose}
      action="Save"
      disabled={!reason.trim()}
      onDo={async () => {
        await api.put(path, {
          rules: {
            licence,
            developersApart: developers,
            sitesApart: sites,
            agreements: agreements
              .split('\n')
              .map((a) => a.trim())
              .filter(Boolean),
            ...(qualification.trim() ? { qualification: qualification.trim() } : {}),
            ...(typeof washout === 'number' ? { washoutDays: washout } : {}),
            ...(countries.trim()
              ? {
                  countries: countries
                    .toUpperCase()
                    .split(/[\s,;]+/)
                    .filter(Boolean),
                }
              : {}),
          } satisfies FitnessRules,
          reason: reason.trim(),
        });
        await refresh(path);
      }}
    >
      <TextInput
        label="Qualification"
        description="Its kind, as the register states it. Left blank: none is demanded."
        data-autofocus
        value={qualification}
        onChange={(e) => setQualification(e.currentTarget.value)}
      />
      <Textarea
        label="Agreements"
        description="One kind a line, as the register states them."
        autosize
        minRows={2}
        value={agreements}
        onChange={(e) => setAgreements(e.currentTarget.value)}
      />
      <NumberInput
        label="Washout in days"
        description="Before the same reader has the same item again. Left blank: none."
        min={1}
        max={3650}
        allowDecimal={false}
        value={washout}
        onChange={setWashout}
      />
      <TextInput
        label="Countries"
        description="From which items are read, two letters each. Left blank: from anywhere."
        value={countries}
        onChange={(e) => setCountries(e.currentTarget.value)}
      />
      <Checkbox
        label="A licence that holds, also for what was begun"
        checked={licence}
        onChange={(e) => setLicence(e.currentTarget.checked)}
      />
      <Checkbox
        label="Nobody who develops the model under test"
        checked={developers}
        onChange={(e) => setDevelopers(e.currentTarget.checked)}
      />
      <Checkbox
        label="Nobody reads items of their own site"
        checked={sites}
        onChange={(e) => setSites(e.currentTarget.checked)}
      />
      <Textarea
        label="Reason"
        description="It is recorded."
        required
        autosize
        minRows={2}
        maxLength={longestWords}
        value={reason}
        onChange={(e) => setReason(e.currentTarget.value)}
      />
    </Ask>
  );
}

function SiteDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const [site, setSite] = useState('');
  return (
    <Ask
      title="State the site of items"
      open
      onClose={onClose}
      action="State it"
      disabled={!site.trim()}
      onDo={async () => {
        await api.post(projectPath(project, '/item-sites'), { site: site.trim() });
        await refresh(projectPath(project, '/fitness'));
      }}
    >
      <p className="dim">For every item whose site is not stated yet. Single items go by the API: POST item-sites.</p>
      <TextInput label="Site" required data-autofocus value={site} onChange={(e) => setSite(e.currentTarget.value)} />
    </Ask>
  );
}
