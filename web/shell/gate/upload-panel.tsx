import { TextInput } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { send } from '../../core/api.ts';
import { count, size } from '../../core/words.ts';
import { modalities } from '../../modalities/registry.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh } from '../data.ts';
import { jobStarted } from '../job-tray.tsx';
import { type Candidate, droppedFiles, pickedFiles, type UploadProgress, uploadBatch } from './upload.ts';

/** Dialog that takes folders, files or a list of references into quarantine. */
export function UploadDialog({ project, open, onClose }: { project: string; open: boolean; onClose: () => void }) {
  const [found, setFound] = useState<Candidate[]>([]);
  const [name, setName] = useState(() => `Import ${new Date().toISOString().slice(0, 10)}`);
  const [progress, setProgress] = useState<UploadProgress>();
  const [error, setError] = useState<unknown>();
  const [said, setSaid] = useState<string>();
  const control = useRef<AbortController>(undefined);
  const busy = progress !== undefined;
  const begin = async () => {
    control.current = new AbortController();
    setError(undefined);
    setProgress({ files: found.length, filesDone: 0, bytes: 0, bytesDone: 0, failed: [] });
    try {
      await uploadBatch(project, name, found, control.current.signal, setProgress);
      jobStarted();
      setFound([]);
      onClose();
    } catch (cause) {
      if (!control.current.signal.aborted) setError(cause);
    } finally {
      setProgress(undefined);
      await refresh(projectPath(project, '/batches'));
    }
  };
  const references = async (file: File | undefined) => {
    if (!file) return;
    setError(undefined);
    try {
      const reply = await send<{ items: number }>('POST', projectPath(project, '/references'), {
        raw: { data: await file.text(), type: 'text/csv' },
      });
      setSaid(`${count(reply.body.items, 'item')} by reference added.`);
      await refresh(projectPath(project));
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <Dialog title="Bring data in" open={open} onClose={busy ? () => undefined : onClose} firm={busy} size={620}>
      <div className="stack">
        <p className="dim">
          Files go to quarantine. Nothing is shown to readers before somebody approves it at the gate.
        </p>
        {busy ? (
          <Uploading progress={progress} onCancel={() => control.current?.abort()} />
        ) : (
          <>
            <DropZone onFound={(more) => setFound((all) => [...all, ...more])} />
            {found.length > 0 ? (
              <p className="row between">
                <span className="tabular">
                  {count(found.length, 'file')}, {size(found.reduce((sum, c) => sum + c.file.size, 0))}
                </span>
                <Button size="small" look="quiet" onClick={() => setFound([])}>
                  Clear
                </Button>
              </p>
            ) : null}
            <TextInput label="Name of the batch" value={name} onChange={(e) => setName(e.currentTarget.value)} />
          </>
        )}
        {error ? <ProblemNote error={error} /> : null}
        {said ? <Note tone="agree">{said}</Note> : null}
        {busy ? null : (
          <div className="row between">
            <label className="button">
              References (CSV)
              <input
                type="file"
                accept=".csv,text/csv"
                className="visually-hidden"
                onChange={(e) => void references(e.currentTarget.files?.[0])}
              />
            </label>
            <Button look="primary" disabled={found.length === 0 || !name.trim()} onClick={() => void begin()}>
              Upload
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

function DropZone({ onFound }: { onFound: (found: Candidate[]) => void }) {
  const [over, setOver] = useState(false);
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFound(await droppedFiles(event.dataTransfer.items));
  };
  return (
    <div
      className="drop-zone"
      data-over={over}
      onDragOver={(e) => {
        e.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(e) => void drop(e)}
    >
      <p>Drag folders or files here: {[...modalities.flatMap((m) => m.gate.takes), 'zip'].join(', ')}.</p>
      <div className="row">
        <label className="button">
          Choose a folder
          <input
            type="file"
            className="visually-hidden"
            multiple
            ref={(node) => node?.setAttribute('webkitdirectory', '')}
            onChange={(e) => onFound(pickedFiles(e.currentTarget.files))}
          />
        </label>
        <label className="button">
          Choose files
          <input
            type="file"
            className="visually-hidden"
            multiple
            data-testid="files"
            onChange={(e) => onFound(pickedFiles(e.currentTarget.files))}
          />
        </label>
      </div>
    </div>
  );
}

function Uploading({ progress, onCancel }: { progress: UploadProgress; onCancel: () => void }) {
  return (
    <div className="stack tight" role="status">
      <progress
        max={Math.max(progress.bytes, 1)}
        value={progress.bytesDone}
        style={{ width: '100%' }}
        aria-label="Upload"
      />
      <div className="row between">
        <span className="dim tabular">
          {progress.filesDone.toLocaleString('en')} of {count(progress.files, 'file')} · {size(progress.bytesDone)} of{' '}
          {size(progress.bytes)}
        </span>
        <Button size="small" onClick={onCancel}>
          Stop
        </Button>
      </div>
      <p className="dim small">You can stop and drag the same folder again later: what arrived is not sent twice.</p>
      {progress.failed.length > 0 ? (
        <p className="small">{count(progress.failed.length, 'file')} did not go through.</p>
      ) : null}
    </div>
  );
}
