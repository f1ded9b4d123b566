import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { Project, Qualifications, RegisterRow } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { EmptyState, Loading, ProblemNote } from '../../ui/notes.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { Table } from '../../ui/table.tsx';
import { projectPath, refresh, useGet } from '../data.ts';

/** One qualification a line: kind, first day, last day, protocol version. */
const writePassed = (of: Qualifications) =>
  (of.passed ?? [])
    .map((p) =>
      [p.kind, p.from, p.until ?? (p.protocolVersion ? '-' : ''), p.protocolVersion].filter(Boolean).join(', '),
    )
    .join('\n');

/** Nothing where a line has no first day. */
function readPassed(text: string): NonNullable<Qualifications['passed']> | undefined {
  const read: NonNullable<Qualifications['passed']> = [];
  for (const line of text.split('\n').filter((l) => l.trim())) {
    const [kind, from, until, version] = line.split(',').map((p) => p.trim());
    const last = until && until !== '-' ? until : undefined;
    if (!kind || !isDay(from) || (last && !isDay(last)) || (version && !/^[1-9]\d*$/.test(version))) return undefined;
    read.push({
      kind,
      from: from!,
      ...(last ? { until: last } : {}),
      ...(version ? { protocolVersion: Number(version) } : {}),
    });
  }
  return read;
}

const isDay = (text: string | undefined) => /^\d{4}-\d{2}-\d{2}$/.test(text ?? '');

const nothing: Qualifications = { agreements: [] };

function Licence({ of }: { of: Qualifications | undefined }) {
  if (!of?.licence) return <span className="dim">Not stated</span>;
  const { kind, country, expires } = of.licence;
  const over = expires !== undefined && expires < new Date().toISOString().slice(0, 10);
  return (
    <StateMark tone={over ? 'dispute' : 'agree'}>
      {kind}, {country}
      {expires ? `, ${over ? 'ended' : 'until'} ${expires}` : ''}
    </StateMark>
  );
}

/** Who the people are by profession: what a regulator asks about readers, by pseudonym alone in releases. */
export function RegisterSection({ project, may }: { project: Project; may: boolean }) {
  const path = projectPath(project.id, '/register');
  const register = useGet<RegisterRow[]>(path);
  const [editing, setEditing] = useState<RegisterRow>();
  return (
    <section className="stack" aria-labelledby="register-title">
      <h2 id="register-title">Register</h2>
      <p className="dim">
        Releases say it beside the pseudonym: profession, specialty, band of years, whether the licence held, whether
        conflicts were declared, kinds of agreements. Nobody is handed work after their licence has ended.
      </p>
      {register.isError ? <ProblemNote error={register.error} /> : null}
      {register.isPending ? <Loading /> : null}
      {register.data ? (
        <Table
          name="register"
          caption="Register of people"
          rows={register.data}
          rowKey={(r) => r.person}
          height={Math.min(360, 44 + Math.max(2, register.data.length) * 40)}
          empty={<EmptyState>Nobody is a member yet.</EmptyState>}
          columns={[
            { id: 'pseudonym', title: 'Shown as', width: 140, value: (r) => r.pseudonym },
            {
              id: 'profession',
              title: 'Profession',
              value: (r) => [r.stated?.profession, r.stated?.specialty].filter(Boolean).join(', ') || 'Not stated',
            },
            { id: 'years', title: 'Years', width: 80, value: (r) => r.stated?.years ?? '–' },
            {
              id: 'licence',
              title: 'Licence',
              value: (r) => r.stated?.licence?.expires ?? r.stated?.licence?.kind,
              show: (r) => <Licence of={r.stated} />,
            },
            {
              id: 'conflicts',
              title: 'Conflicts',
              width: 110,
              value: (r) =>
                r.stated?.conflicts === undefined ? 'Not stated' : r.stated.conflicts.trim() ? 'Declared' : 'None',
            },
            {
              id: 'agreements',
              title: 'Agreements',
              value: (r) => (r.stated?.agreements ?? []).map((a) => `${a.kind} ${a.signed}`).join(', '),
            },
            {
              id: 'deeds',
              title: '',
              width: 90,
              sortable: false,
              value: () => undefined,
              show: (r) =>
                may ? (
                  <Button size="small" aria-label={`State of ${r.pseudonym}`} onClick={() => setEditing(r)}>
                    State
                  </Button>
                ) : null,
            },
          ]}
        />
      ) : null}
      {editing ? <RegisterDialog path={path} row={editing} onClose={() => setEditing(undefined)} /> : null}
    </section>
  );
}

/** One agreement a line: kind, day, version. */
const writeAgreements = (of: Qualifications) =>
  of.agreements.map((a) => [a.kind, a.signed, a.version].filter(Boolean).join(', ')).join('\n');

/** Nothing where a line has no day. */
function readAgreements(text: string): Qualifications['agreements'] | undefined {
  const read: Qualifications['agreements'] = [];
  for (const line of text.split('\n').filter((l) => l.trim())) {
    const [kind, signed, version] = line.split(',').map((p) => p.trim());
    if (!kind || !/^\d{4}-\d{2}-\d{2}$/.test(signed ?? '')) return undefined;
    read.push({ kind, signed: signed!, ...(version ? { version } : {}) });
  }
  return read;
}

function RegisterDialog({ path, row, onClose }: { path: string; row: RegisterRow; onClose: () => void }) {
  const before = row.stated ?? nothing;
  const [profession, setProfession] = useState(before.profession ?? '');
  const [specialty, setSpecialty] = useState(before.specialty ?? '');
  const [years, setYears] = useState(before.years ?? '');
  const [kind, setKind] = useState(before.licence?.kind ?? '');
  const [country, setCountry] = useState(before.licence?.country ?? '');
  const [expires, setExpires] = useState(before.licence?.expires ?? '');
  const [declared, setDeclared] = useState(
    before.conflicts === undefined ? '' : before.conflicts.trim() ? 'declared' : 'none',
  );
  const [conflicts, setConflicts] = useState(before.conflicts ?? '');
  const [agreements, setAgreements] = useState(writeAgreements(before));
  const read = readAgreements(agreements);
  const [passed, setPassed] = useState(writePassed(before));
  const [site, setSite] = useState(before.site ?? '');
  const [worksIn, setWorksIn] = useState(before.country ?? '');
  const [develops, setDevelops] = useState(before.develops === undefined ? '' : before.develops ? 'yes' : 'no');
  const qualified = readPassed(passed);
  return (
    <Ask
      title={`What is stated of ${row.pseudonym}`}
      open
      onClose={onClose}
      action="Save"
      disabled={read === undefined || qualified === undefined || (declared === 'declared' && !conflicts.trim())}
      onDo={async () => {
        // What is not stated is said to be nothing: the server wants each of these members.
        await api.put(`${path}/${encodeURIComponent(row.person)}`, {
          agreements: read ?? [],
          profession: profession.trim() || null,
          specialty: specialty.trim() || null,
          years: years || null,
          licence: kind.trim()
            ? { kind: kind.trim(), country: country.trim().toUpperCase(), ...(expires ? { expires } : {}) }
            : null,
          conflicts: declared === 'declared' ? conflicts.trim() : declared === 'none' ? '' : null,
          ...(site.trim() ? { site: site.trim() } : {}),
          ...(worksIn.trim() ? { country: worksIn.trim().toUpperCase() } : {}),
          ...(develops ? { develops: develops === 'yes' } : {}),
          ...(qualified?.length ? { passed: qualified } : {}),
        });
        await refresh(path, path.replace(/register$/, 'fitness'));
      }}
    >
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <TextInput
          className="grow"
          label="Profession"
          data-autofocus
          value={profession}
          onChange={(e) => setProfession(e.currentTarget.value)}
        />
        <TextInput
          className="grow"
          label="Specialty"
          value={specialty}
          onChange={(e) => setSpecialty(e.currentTarget.value)}
        />
        <NativeSelect
          label="Years"
          value={years}
          onChange={(e) => setYears(e.currentTarget.value)}
          data={[{ value: '', label: 'Not stated' }, '0-4', '5-9', '10-19', '20+']}
        />
      </div>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <TextInput
          className="grow"
          label="Licence"
          description="Its kind; its number is not kept."
          value={kind}
          onChange={(e) => setKind(e.currentTarget.value)}
        />
        <TextInput
          label="Country"
          description="Two letters."
          maxLength={2}
          required={Boolean(kind.trim())}
          value={country}
          onChange={(e) => setCountry(e.currentTarget.value)}
          style={{ width: 90 }}
        />
        <TextInput
          label="Ends"
          description="Its last day."
          type="date"
          value={expires}
          onChange={(e) => setExpires(e.currentTarget.value)}
        />
      </div>
      <NativeSelect
        label="Conflicts of interest"
        value={declared}
        onChange={(e) => setDeclared(e.currentTarget.value)}
        data={[
          { value: '', label: 'Nobody has said' },
          { value: 'none', label: 'None' },
          { value: 'declared', label: 'Declared' },
        ]}
      />
      {declared === 'declared' ? (
        <Textarea
          label="Which"
          description="It stays on this server; a release says only that there are some."
          required
          autosize
          value={conflicts}
          onChange={(e) => setConflicts(e.currentTarget.value)}
        />
      ) : null}
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <TextInput
          className="grow"
          label="Site"
          description="As the project names where its items come from."
          value={site}
          onChange={(e) => setSite(e.currentTarget.value)}
        />
        <TextInput
          label="Works from"
          description="Country, two letters."
          maxLength={2}
          value={worksIn}
          onChange={(e) => setWorksIn(e.currentTarget.value)}
        />
        <NativeSelect
          label="Develops the model under test"
          value={develops}
          onChange={(e) => setDevelops(e.currentTarget.value)}
          data={[
            { value: '', label: 'Nobody has said' },
            { value: 'no', label: 'No' },
            { value: 'yes', label: 'Yes' },
          ]}
        />
      </div>
      <Textarea
        label="Qualified by"
        description="One a line: kind, first day, last day, protocol version. Such as: nodules, 2026-05-01, 2027-05-01, 2"
        autosize
        minRows={1}
        error={qualified === undefined ? 'Each line needs a kind and a day such as 2026-05-01.' : undefined}
        value={passed}
        onChange={(e) => setPassed(e.currentTarget.value)}
      />
      <Textarea
        label="Agreements signed"
        description="One a line: kind, day, version. Such as: confidentiality, 2026-05-01, v2"
        autosize
        minRows={2}
        error={read === undefined ? 'Each line needs a kind and a day such as 2026-05-01.' : undefined}
        value={agreements}
        onChange={(e) => setAgreements(e.currentTarget.value)}
      />
    </Ask>
  );
}
