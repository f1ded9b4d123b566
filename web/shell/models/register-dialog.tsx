import { Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../core/api.ts';
import type { ModelForm, Protocol } from '../../core/contract.ts';
import { put } from '../../core/edits.ts';
import { kindOf } from '../../kinds/registry.ts';
import { Button } from '../../ui/button.tsx';
import { Ask } from '../../ui/dialog.tsx';
import { projectPath, refresh, useGet } from '../data.ts';

const empty: ModelForm = {
  name: '',
  version: '',
  card: { task: '', fields: [], trainingData: '', licence: '', limits: '', intendedUse: '' },
};

type Card = ModelForm['card'];

/** SHA-256 of a file, computed in the browser: the file itself stays where it is. */
async function hashOf(file: File): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export function RegisterDialog({ project, onClose }: { project: string; onClose: () => void }) {
  const path = projectPath(project, '/models');
  const protocol = useGet<Protocol>(projectPath(project, '/protocols/current'));
  const [form, setForm] = useState(empty);
  const { card } = form;
  const set = (next: Partial<Card>) => setForm((f) => ({ ...f, card: { ...f.card, ...next } }));
  const fields = protocol.data?.body.fields.filter((f) => !kindOf(f).region) ?? [];
  const text = (
    label: string,
    member: 'task' | 'trainingData' | 'licence' | 'limits' | 'intendedUse',
    hint: string,
  ) => (
    <Textarea
      label={label}
      description={hint}
      autosize
      minRows={1}
      value={card[member]}
      onChange={(e) => set({ [member]: e.currentTarget.value })}
    />
  );
  return (
    <Ask
      title="Register a model"
      open
      onClose={onClose}
      action="Register the model"
      size={680}
      disabled={!form.name || !form.version || !(form.sha256 || form.endpoint) || card.fields.length === 0}
      onDo={async () => {
        await api.post(path, form);
        await refresh(path);
      }}
    >
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <TextInput
          className="grow"
          label="Name"
          placeholder="chest-net"
          value={form.name}
          onChange={(e) => setForm({ ...form, name: e.currentTarget.value })}
        />
        <TextInput
          label="Version"
          placeholder="1.4.0"
          value={form.version}
          onChange={(e) => setForm({ ...form, version: e.currentTarget.value })}
        />
      </div>
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <TextInput
          className="grow"
          label="SHA-256 of its file"
          value={form.sha256 ?? ''}
          onChange={(e) => setForm(put(form, 'sha256', e.currentTarget.value.trim()))}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
        />
        <FileHash onHash={(sha256) => setForm((f) => ({ ...f, sha256 }))} />
      </div>
      <TextInput
        label="Or the address at which it answers"
        placeholder="https://models.example.org/v2/models/chest-net"
        value={form.endpoint ?? ''}
        onChange={(e) => setForm(put(form, 'endpoint', e.currentTarget.value.trim()))}
      />
      <Checkbox.Group label="Fields it answers" value={[...card.fields]} onChange={(chosen) => set({ fields: chosen })}>
        <div className="row wrap" style={{ gap: 14 }}>
          {fields.map((f) => (
            <Checkbox key={f.id} value={f.id} label={f.title} />
          ))}
        </div>
      </Checkbox.Group>
      {protocol.isError ? <p className="dim">Publish the protocol first: a model answers its fields.</p> : null}
      {text('Task', 'task', 'What it does, in a sentence.')}
      {text('Training data', 'trainingData', 'What it was trained on, and from where.')}
      <TextInput
        label="Trained on a release of this project"
        description="As name:version; leave it blank where it was not."
        value={card.trainingRelease ?? ''}
        onChange={(e) => setForm({ ...form, card: put(card, 'trainingRelease', e.currentTarget.value.trim()) })}
      />
      {text('Licence', 'licence', 'Under which it may be used.')}
      {text('Limits', 'limits', 'Where it is known or feared to fail.')}
      {text('Intended use', 'intendedUse', 'What it is meant for.')}
      <Textarea
        label="How its scores were calibrated"
        description="Blank: they were not, and readers are shown none unless the protocol says so."
        autosize
        minRows={1}
        value={card.calibration ?? ''}
        onChange={(e) => setForm({ ...form, card: put(card, 'calibration', e.currentTarget.value) })}
      />
    </Ask>
  );
}

function FileHash({ onHash }: { onHash: (sha256: string) => void }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const choose = () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.onchange = async () => {
      const file = input.files?.[0];
      if (!file) return;
      setBusy(true);
      setFailed(false);
      try {
        onHash(await hashOf(file));
      } catch {
        // Larger than the browser can hold: the hash can be typed.
        setFailed(true);
      } finally {
        setBusy(false);
      }
    };
    input.click();
  };
  return (
    <Button onClick={choose} disabled={busy}>
      {busy ? 'Hashing…' : failed ? 'Too large: type the hash' : 'Hash a file'}
    </Button>
  );
}
