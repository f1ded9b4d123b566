import type { FieldSession } from '../../core/field-session.ts';
import type { MarkTarget } from '../../core/modality.ts';
import { kindOf } from '../../kinds/registry.ts';

/** Per shape of marks the field that a new one goes to: the one in hand, else the first that takes the shape. */
export function targetsOf(session: FieldSession): Record<string, MarkTarget> {
  const targets: Record<string, MarkTarget> = {};
  if (session.closed) return targets;
  for (const field of session.current ? [session.current, ...session.asked] : session.asked) {
    const shape = kindOf(field).region?.kind;
    if (!shape || targets[shape]) continue;
    const cls = session.classOf(field);
    targets[shape] = { field, ...(cls ? { class: cls } : {}) };
  }
  return targets;
}
