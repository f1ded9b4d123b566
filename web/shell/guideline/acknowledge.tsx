import { useEffect, useRef, useState } from 'react';
import { api } from '../../core/api.ts';
import type { Field, GuidelineView } from '../../core/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Loading, ProblemNote } from '../../ui/notes.tsx';
import { projectPath, refresh, useGet } from '../data.ts';
import { GuidelineChanges, GuidelineText } from './guideline-text.tsx';

/** Shows the guideline in force with what changed, and takes the reader's word that they have read it. */
export function Acknowledge({
  project,
  fields,
  onDone,
}: {
  project: string;
  fields: readonly Pick<Field, 'id' | 'title'>[];
  onDone: () => void;
}) {
  const found = useGet<GuidelineView>(projectPath(project, '/guidelines/current'));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const guideline = found.data;
  const acknowledge = async () => {
    if (!guideline || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      await api.post(projectPath(project, `/guidelines/${guideline.version}/acknowledge`), {});
      await refresh(projectPath(project, '/guidelines'), projectPath(project, '/fitness'));
      onDone();
    } catch (cause) {
      setError(cause);
      void found.refetch();
    } finally {
      setBusy(false);
    }
  };
  // The keys of the page behind rest while a dialog is open: this one is the dialog's own.
  const latest = useRef(acknowledge);
  latest.current = acknowledge;
  useEffect(() => {
    const pressed = (e: KeyboardEvent) => {
      if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
      e.preventDefault();
      e.stopPropagation();
      void latest.current();
    };
    addEventListener('keydown', pressed, true);
    return () => removeEventListener('keydown', pressed, true);
  }, []);
  return (
    <Dialog
      title={guideline ? `Guideline, version ${guideline.version}` : 'Guideline'}
      open
      firm
      size={760}
      onClose={() => undefined}
    >
      <div className="stack">
        {found.isPending ? <Loading what="Opening the guideline" /> : null}
        {found.isError ? <ProblemNote error={found.error} /> : null}
        {guideline ? (
          <>
            <p className="dim">
              It is in force since you last read. Acknowledge it to go on; each read you submit from now on says that it
              was made under this version.
            </p>
            <GuidelineChanges guideline={guideline} fields={fields} />
            <GuidelineText guideline={guideline} fields={fields} />
          </>
        ) : null}
        {error ? <ProblemNote error={error} /> : null}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button look="primary" hint="Ctrl ⏎" disabled={!guideline || busy} onClick={() => void acknowledge()}>
            I have read it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
