import { applyEvent, difference, type EventBody, type ReadContent } from './read-state.ts';

type Step = EventBody[];

function renamed(body: EventBody, from: string, to: string): EventBody {
  if (body.type === 'MarkWithdrawn' || body.type === 'MarkPartsRevised')
    return body.mark === from ? { ...body, mark: to } : body;
  if ((body.type === 'MarkDrawn' || body.type === 'MarkRevised') && body.mark.id === from) {
    return { ...body, mark: { ...body.mark, id: to } };
  }
  return body;
}

function applyBody(content: ReadContent, body: EventBody): ReadContent {
  return applyEvent(content, { ...body, id: 'undo', at: '' });
}

/**
 * Undo by new events: nothing is taken out of the record, the way back is recorded too. A step is all that one
 * gesture did.
 */
export class UndoStack {
  private back: Step[] = [];
  private forth: Step[] = [];
  /** Fresh id of a mark that will come back, and the id it had. */
  private readonly returning = new Map<string, string>();

  /** Fields whose last answer was given with all that was blank: brought back, it is still that. */
  private readonly rest = new Set<string>();

  constructor(private readonly freshId: () => string) {}

  get canUndo(): boolean {
    return this.back.length > 0;
  }
  get canRedo(): boolean {
    return this.forth.length > 0;
  }

  /** Notes a step that is about to be done. */
  note(content: ReadContent, step: Step): void {
    const inverse = this.inverse(content, step);
    for (const body of step) {
      if (body.type !== 'AnswerGiven') continue;
      if (body.origin === 'rest') this.rest.add(body.field);
      else this.rest.delete(body.field);
    }
    if (inverse.length === 0) return;
    this.back.push(inverse);
    this.forth = [];
  }

  /** The step that undoes the last one; the caller does it. */
  undo(content: ReadContent): Step {
    return this.move(content, this.back, this.forth);
  }

  redo(content: ReadContent): Step {
    return this.move(content, this.forth, this.back);
  }

  private move(content: ReadContent, from: Step[], to: Step[]): Step {
    const step = from.pop();
    if (!step) return [];
    for (const body of step) {
      const old = body.type === 'MarkDrawn' ? this.returning.get(body.mark.id) : undefined;
      if (old !== undefined && body.type === 'MarkDrawn') this.rename(old, body.mark.id);
    }
    const inverse = this.inverse(content, step);
    if (inverse.length > 0) to.push(inverse);
    return step;
  }

  private rename(from: string, to: string): void {
    const all = (steps: Step[]) => steps.map((step) => step.map((body) => renamed(body, from, to)));
    this.back = replaceAll(this.back, all);
    this.forth = replaceAll(this.forth, all);
  }

  private inverse(before: ReadContent, step: Step): Step {
    const after = step.reduce(applyBody, before);
    const way = difference(after, before, (old) => {
      const fresh = this.freshId();
      this.returning.set(fresh, old);
      return fresh;
    });
    return way.map((body) =>
      body.type === 'AnswerGiven' && this.rest.has(body.field) && !after.answers[body.field]
        ? { ...body, origin: 'rest' as const }
        : body,
    );
  }
}

/** Keeps the array itself: `move` still holds it. */
function replaceAll(steps: Step[], change: (steps: Step[]) => Step[]): Step[] {
  steps.splice(0, steps.length, ...change(steps));
  return steps;
}
