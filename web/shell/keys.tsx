import { Switch } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { type Command, keyLabel, keyName } from '../core/keyboard.ts';
import { keyboard } from '../core/keys.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { StateShape } from '../ui/state-mark.tsx';

interface SheetProps {
  open: boolean;
  onClose: () => void;
  /** What the mouse does here. */
  note?: string | undefined;
}

export function KeySheet({ open, onClose, note }: SheetProps) {
  const commands = useSyncExternalStore(keyboard.subscribe, keyboard.commands);
  const turned = useSyncExternalStore(keyboard.subscribe, keyboard.isMirrored);
  const [editing, setEditing] = useState<string>();
  const groups = [...new Set(commands.map((c) => c.group))];
  return (
    <Dialog title="Keys" open={open} onClose={onClose} size={720}>
      <div className="key-sheet">
        {groups.map((group) => (
          <section key={group} className="stack tight">
            <h3>{group}</h3>
            {commands
              .filter((c) => c.group === group)
              .map((c) => (
                <KeyRow key={c.id} command={c} editing={editing === c.id} onEdit={setEditing} />
              ))}
          </section>
        ))}
      </div>
      <Switch
        style={{ marginTop: 12 }}
        label="Mouse in the left hand: letters at the right side of the keyboard"
        description="Each letter moves to its mirror image; keys that you have changed stay."
        checked={turned}
        onChange={(e) => keyboard.mirror(e.currentTarget.checked)}
      />
      <p className="dim small" style={{ marginTop: 12 }}>
        Select a key to change it. {note}
      </p>
    </Dialog>
  );
}

function KeyRow({
  command,
  editing,
  onEdit,
}: {
  command: Command;
  editing: boolean;
  onEdit: (id: string | undefined) => void;
}) {
  const [wanted, setWanted] = useState<string>();
  const keys = keyboard.keysOf(command);
  const conflicts = wanted ? keyboard.conflicts(command.id, wanted) : [];
  const bind = (key: string) => {
    keyboard.rebind(command.id, [key]);
    setWanted(undefined);
    onEdit(undefined);
  };
  return (
    <div className="stack tight">
      <div className="row between key-row">
        <span>{command.title}</span>
        {editing ? (
          <input
            className="key-input"
            aria-label={`New key for ${command.title}`}
            placeholder="Press a key"
            readOnly
            // biome-ignore lint/a11y/noAutofocus: the person just asked to type here
            autoFocus
            onBlur={() => (conflicts.length === 0 ? onEdit(undefined) : undefined)}
            onKeyDown={(event) => {
              const key = keyName(event.nativeEvent);
              event.preventDefault();
              event.stopPropagation();
              if (!key) return;
              if (key === 'Escape') onEdit(undefined);
              else if (keyboard.conflicts(command.id, key).length > 0) setWanted(key);
              else bind(key);
            }}
          />
        ) : (
          <button
            type="button"
            className="key-button"
            aria-label={`Change the key for ${command.title}, now ${keys.join(' or ')}`}
            onClick={() => onEdit(command.id)}
          >
            {keys.map((k) => (
              <kbd key={k}>{keyLabel(k)}</kbd>
            ))}
          </button>
        )}
        {keyboard.isRebound(command.id) ? (
          <Button size="small" look="quiet" onClick={() => keyboard.rebind(command.id, undefined)}>
            Put back
          </Button>
        ) : null}
      </div>
      {wanted && conflicts.length > 0 ? (
        <div className="row wrap small" role="alert">
          <StateShape tone="dispute" />
          <span>
            <kbd>{keyLabel(wanted)}</kbd> already means “{conflicts[0]!.title}”.
          </span>
          <Button
            size="small"
            onClick={() => {
              for (const c of conflicts)
                keyboard.rebind(
                  c.id,
                  keyboard.keysOf(c).filter((k) => k !== wanted),
                );
              bind(wanted);
            }}
          >
            Use it here instead
          </Button>
          <Button size="small" look="quiet" onClick={() => setWanted(undefined)}>
            Cancel
          </Button>
        </div>
      ) : null}
    </div>
  );
}
