import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { kindNames, moduleOf } from './kinds/registry.ts';
import { modalities } from './modalities/registry.ts';

/** The walls inside the workbench, read from its sources. */
const root = dirname(fileURLToPath(import.meta.url));

/** Sources of a folder; what the API's description makes and what tests say are no part of the house. */
function sources(folder: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) found.push(...sources(path));
    else if (/\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name)) found.push(path);
  }
  return found;
}

const place = (path: string) => relative(root, path).replaceAll('\\', '/');
const codeOf = (path: string) =>
  readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '');

function importsOf(path: string): string[] {
  const named = codeOf(path).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g);
  return [...named].map((m) => resolve(dirname(path), m[1]!)).filter((p) => /\.tsx?$/.test(p));
}

const rooms = ['core', 'ui', 'kinds', 'shell', 'modalities'];
const all = rooms.flatMap((room) => sources(join(root, room)));
/** What the API's description makes, and the shapes that are taken from it. */
const generated = ['core/contract.ts', 'core/contract-unions.ts', 'core/api-schema.ts'];

/** Rows of a table: every word there with the file that says it. */
function sayings(folders: readonly string[], words: readonly string[]): string[] {
  const quoted = new RegExp(`(?<!typeof [\\w.?\\[\\]]+ (?:===|!==) )(['"\`])(${words.join('|')})\\1`, 'g');
  return folders
    .flatMap((folder) => sources(join(root, folder)))
    .filter((path) => !generated.includes(place(path)))
    .flatMap((path) => [...codeOf(path).matchAll(quoted)].map((m) => `${place(path)} says ${m[0]}`));
}

describe('walls', () => {
  test('the shell and the core name no kind of field', () => {
    expect(sayings(['shell', 'core', 'ui'], kindNames)).toEqual([]);
  });

  test('the shell and the core name no modality, no shape of marks, no kind of item and no file format', () => {
    const shapes = modalities.flatMap((m) => m.regions.map((r) => r.kind));
    const formats = ['dicom', 'photo', 'application/dicom', 'image/png', 'image/jpeg'];
    const ids = modalities.map((m) => m.id);
    expect([
      ...sayings(['shell', 'core', 'ui'], ids),
      ...sayings(['shell', 'core', 'kinds', 'ui'], [...shapes, ...formats]),
    ]).toEqual(pictureSaves);
    // The words of pictures, beside the method of an array.
    const spoken = /\b(DICOM|pixels?|voxels?)\b|(?<!\.)\bslices?\b/i;
    const speaking = ['shell', 'core', 'kinds']
      .flatMap((f) => sources(join(root, f)))
      .filter((p) => !generated.includes(place(p)) && spoken.test(codeOf(p)));
    expect(speaking.map(place)).toEqual([]);
  });

  test('the shell and the kinds reach a modality only through a registry', () => {
    const doors = ['modalities/registry.ts', 'kinds/registry.ts'];
    const through = all
      .filter((p) => !place(p).startsWith('modalities/') && !doors.includes(place(p)))
      .flatMap((p) => importsOf(p).map((to) => ({ from: place(p), to: place(to) })))
      .filter(({ to }) => to.startsWith('modalities/') && !doors.includes(to));
    expect(through).toEqual([]);
  });

  test('no modality imports another, the shell or a registry', () => {
    const wrong = sources(join(root, 'modalities'))
      .filter((p) => place(p) !== 'modalities/registry.ts')
      .flatMap((p) => importsOf(p).map((to) => ({ from: place(p), to: place(to) })))
      .filter(({ from, to }) => {
        const own = from.split('/').slice(0, 2).join('/');
        return (
          to.startsWith('shell/') ||
          to.endsWith('/registry.ts') ||
          (to.startsWith('modalities/') && !to.startsWith(`${own}/`))
        );
      });
    expect(wrong).toEqual([]);
  });

  test('what lies below does not import what lies above', () => {
    const above: Record<string, string[]> = {
      core: ['ui', 'kinds', 'shell', 'modalities'],
      ui: ['kinds', 'shell', 'modalities'],
      kinds: ['shell'],
    };
    const wrong = all
      .flatMap((p) => importsOf(p).map((to) => ({ from: place(p), to: place(to) })))
      .filter(({ from, to }) => above[from.split('/')[0]!]?.includes(to.split('/')[0]!))
      .filter(({ from }) => from !== 'kinds/registry.ts');
    expect(wrong).toEqual([]);
  });

  test('imports run in no circle', () => {
    const graph = new Map(all.map((p) => [p, importsOf(p)]));
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, trail: string[]) => {
      if (trail.includes(path)) {
        circles.push([...trail.slice(trail.indexOf(path)), path].map(place).join(' → '));
        return;
      }
      if (done.has(path)) return;
      for (const to of graph.get(path) ?? []) walk(to, [...trail, path]);
      done.add(path);
    };
    for (const path of graph.keys()) walk(path, []);
    expect(circles).toEqual([]);
  });

  test('imports that are written lead somewhere', () => {
    expect(all.flatMap((p) => importsOf(p)).filter((p) => !existsSync(p))).toEqual([]);
  });
});

/** A plot is saved as a picture: that is the only format that the shell writes. */
const pictureSaves = ["shell/agreement/plot-frame.tsx says 'image/png'"];

describe('the registries', () => {
  test('a shape of marks belongs to one modality, and every kind of marks draws one of them', () => {
    const shapes = modalities.flatMap((m) => m.regions.map((r) => r.kind));
    expect(new Set(shapes).size).toBe(shapes.length);
    const drawn = kindNames.flatMap((k) => moduleOf(k).region?.kind ?? []);
    expect(new Set(drawn)).toEqual(new Set(shapes));
  });

  test('a field of each kind keeps its name when its kind changes, and compares as its kind says', () => {
    for (const kind of kindNames) {
      const module = moduleOf(kind);
      const field = module.make({ id: 'f', title: 'F', required: true }, undefined);
      expect(field).toMatchObject({ id: 'f', title: 'F', required: true, kind });
      const usual = module.matching?.usual({ readers: 1, agreement: 'all', disputes: 'none', recheckShare: 0 });
      if (usual) expect(module.matching?.measures.map((m) => m.name)).toContain(usual.measure);
    }
  });
});

test('entries and drop-downs show the ring of the keyboard, which the library of controls takes from them', () => {
  const css = readFileSync(join(root, 'ui/tokens.css'), 'utf8').replace(/\s+/g, ' ');
  // The library hides it by a rule of two classes; only a selector that weighs more brings it back.
  const rule = /:root :is\(([^)]*)\):focus-visible \{([^}]*)\}/.exec(css);
  expect(rule?.[1]?.split(', ')).toEqual(['input', 'select', 'textarea']);
  expect(rule?.[2]).toMatch(/outline: 2px solid var\(--accent\)/);
});
