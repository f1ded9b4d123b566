import { type ComponentType, lazy } from 'react';
import type { GateEntry, Item } from '../core/contract.ts';
import type { GateModule, ModalityManifest, PlanModule, ViewerModule } from '../core/modality.ts';
import { modalities } from '../modalities/registry.ts';

const loaded = new Map<string, Promise<ViewerModule>>();
const gates = new Map<string, Promise<GateModule>>();

export function manifestFor(item: Pick<Item, 'kind'>): ModalityManifest | undefined {
  return modalities.find((m) => m.shows(item));
}

export function manifestAtGate(entry: Pick<GateEntry, 'kind'>): ModalityManifest | undefined {
  return modalities.find((m) => m.gate.shows(entry));
}

/** What a modality brings is loaded once. */
function once<T>(held: Map<string, Promise<T>>, id: string, load: () => Promise<T>): Promise<T> {
  const known = held.get(id) ?? load();
  held.set(id, known);
  return known;
}

const loadViewer = (m: ModalityManifest) => once(loaded, m.id, m.load);
const loadGate = (m: ModalityManifest) => once(gates, m.id, m.gate.load);

/** One lazy component per modality, made once so that React keeps it. */
function lazily<P>(pick: (m: ModalityManifest) => Promise<ComponentType<P>>) {
  return new Map(modalities.map((m) => [m.id, lazy(async () => ({ default: await pick(m) }))] as const));
}

const nothing = () => null;
/** What a modality that lets projects choose their plan shows of it: the form, and what stands beside it. */
const plans = <P>(pick: (module: PlanModule) => ComponentType<P>) =>
  new Map(
    modalities.flatMap((m) => {
      const load = m.gate.plan;
      return load ? [[m.id, lazy(async () => ({ default: pick(await load()) }))] as const] : [];
    }),
  );
export const planForms = plans((m) => m.Form);
export const planBesides = plans((m) => m.Beside ?? nothing);
/** How items are laid out, for the modalities in which there is a choice. */
export const hangingForms = new Map(
  modalities.flatMap((m) => {
    const load = m.hanging;
    return load ? [[m.id, lazy(async () => ({ default: (await load()).Form }))] as const] : [];
  }),
);
export const viewers = lazily(async (m) => (await loadViewer(m)).Viewer);
export const gateStages = lazily(async (m) => (await loadGate(m)).Stage);
export const gateReports = lazily(async (m) => (await loadGate(m)).Report ?? nothing);

export async function prefetchItem(item: Item, signal: AbortSignal): Promise<void> {
  const manifest = manifestFor(item);
  if (manifest) await (await loadViewer(manifest)).prefetch(item, signal);
}
