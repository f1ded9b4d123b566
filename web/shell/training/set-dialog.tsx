import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { FitnessView, Project, Protocol, TrainingSetForm, TrainingSetRow } from '../../core/contract.ts';
import { navigate } from '../../core/router.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { purposeWords } from './purpose-words.ts';

const number = (value: string | number, otherwise: number) => (typeof value === 'number' ? value : otherwise);

/** Makes a set, or changes its title, introduction and rules. */
export function SetDialog({ project, set, onClose }: { project: Project; set?: TrainingSetRow; onClose: () => void }) {
  const path = projectPath(project.id, '/training/sets');
  const fitness = useGet<FitnessView>(projectPath(project.id, '/fitness'));
  const protocol = useGet<Protocol>(projectPath(project.id, '/protocols/current'));
  const [purpose, setPurpose] = useState<TrainingSetRow['purpose']>(set?.purpose ?? 'practice');
  const [title, setTitle] = useState(set?.title ?? '');
  const [introduction, setIntroduction] = useState(set?.introduction ?? '');
  const [kind, setKind] = useState(set?.test?.qualification);
  const [items, setItems] = useState<string | number>(set?.test?.items ?? 20);
  const [attempts, setAttempts] = useState<string | number>(set?.test?.attempts ?? 3);
  const [hours, setHours] = useState<string | number>(set?.test?.coolingHours ?? 24);
  const [days, setDays] = useState<string | number>(set?.test?.validDays ?? '');
  const [share, setShare] = useState<string | number>(set?.goldShare === undefined ? 5 : set.goldShare * 100);
  const [marks, setMarks] = useState<Record<string, string | number>>(
    Object.fromEntries(Object.entries(set?.test?.passMarks ?? {}).map(([field, mark]) => [field, mark * 100])),
  );
  const fields = (protocol.data?.body.fields ?? []).filter((f) => f.required || f.id in marks);
  const qualification = kind ?? fitness.data?.rules.qualification ?? '';
  const passMarks = Object.fromEntries(
    Object.entries(marks).flatMap(([field, mark]) => (typeof mark === 'number' ? [[field, mark / 100]] : [])),
  );
  const lacks = !title.trim() || (purpose === 'test' && (!qualification.trim() || Object.keys(passMarks).length === 0));
  const save = async () => {
    const form: TrainingSetForm = {
      purpose,
      title: title.trim(),
      ...(introduction.trim() ? { introduction: introduction.trim() } : {}),
      ...(purpose === 'gold' ? { goldShare: number(share, 5) / 100 } : {}),
      ...(purpose === 'test'
        ? {
            test: {
              qualification: qualification.trim(),
              items: number(items, 20),
              passMarks,
              attempts: number(attempts, 3),
              coolingHours: number(hours, 24),
              ...(typeof days === 'number' ? { validDays: days } : {}),
              confidence: set?.test?.confidence ?? 0.95,
            },
          }
        : {}),
    };
    const kept = set
      ? await api.put<TrainingSetRow>(`${path}/${set.id}`, form)
      : await api.post<TrainingSetRow>(path, form);
    await refresh(projectPath(project.id, '/training'));
    if (!set) navigate(`/p/${project.id}/training/sets/${kept.id}`);
  };
  return (
    <Ask
      title={set ? `Change ${set.title}` : 'Make a set'}
      open
      onClose={onClose}
      action={set ? 'Save' : 'Make it'}
      disabled={lacks}
      onDo={save}
    >
      {set ? null : (
        <NativeSelect
          label="For"
          value={purpose}
          onChange={(e) => setPurpose(e.currentTarget.value as TrainingSetRow['purpose'])}
          data={Object.entries(purposeWords).map(([value, label]) => ({ value, label }))}
        />
      )}
      <TextInput
        label="Title"
        description="Readers see it."
        required
        data-autofocus
        value={title}
        onChange={(e) => setTitle(e.currentTarget.value)}
      />
      {purpose === 'gold' ? (
        <NumberInput
          label="Share of each reader's items, in percent"
          description="Mixed in at places drawn per reader. Take gold from the same deliveries as the other items."
          min={0.1}
          max={50}
          value={share}
          onChange={setShare}
        />
      ) : (
        <Textarea
          label="Introduction"
          autosize
          minRows={2}
          value={introduction}
          onChange={(e) => setIntroduction(e.currentTarget.value)}
        />
      )}
      {purpose === 'test' ? (
        <>
          <TextInput
            label="Qualification"
            description="Its kind, as “Who may read” demands it."
            required
            value={qualification}
            onChange={(e) => setKind(e.currentTarget.value)}
          />
          <NumberInput
            label="Items of a test"
            min={1}
            max={1000}
            allowDecimal={false}
            value={items}
            onChange={setItems}
          />
          {fields.map((f) => (
            <NumberInput
              key={f.id}
              label={`Mark for ${f.title}, in percent right`}
              description="The lower bound of the share right has to reach it. Left blank: the field is not judged."
              min={1}
              max={99}
              value={marks[f.id] ?? ''}
              onChange={(value) => setMarks((all) => ({ ...all, [f.id]: value }))}
            />
          ))}
          <div className="row">
            <NumberInput
              label="Attempts"
              min={1}
              max={100}
              allowDecimal={false}
              value={attempts}
              onChange={setAttempts}
            />
            <NumberInput
              label="Hours between"
              min={0}
              max={8760}
              allowDecimal={false}
              value={hours}
              onChange={setHours}
            />
            <NumberInput
              label="Holds, in days"
              min={1}
              max={3650}
              allowDecimal={false}
              placeholder="without end"
              value={days}
              onChange={setDays}
            />
          </div>
        </>
      ) : null}
    </Ask>
  );
}
