import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppendEvents, Decision, Read, Work } from '../core/contract.ts';
import { applyEvents, contentOf } from '../core/read-state.ts';
import { type Call, Refusal } from './call.ts';
import { body, disputedReads, emptyRead, fileOf, itemOf, people, project, projectRow, protocol } from './data.ts';
import { answerPage } from './pages.ts';

interface State {
  signedIn: string | undefined;
  reads: Map<string, Read>;
  known: Set<string>;
  next: number;
  decisions: Map<string, Decision>;
}

const state: State = { signedIn: undefined, reads: new Map(), known: new Set(), next: 0, decisions: new Map() };

function readBody(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString('utf8');
      try {
        resolve(text ? JSON.parse(text) : undefined);
      } catch {
        resolve(text);
      }
    });
  });
}

function session() {
  const person = people.find((p) => p.id === state.signedIn) ?? null;
  return {
    needsSetup: false,
    person,
    demo: people.map((p) => ({ email: p.email, password: p.secret, role: p.label })),
  };
}

function workOf(read: Read): Work {
  return {
    project: { id: project, name: projectRow.name },
    position: { done: [...state.reads.values()].filter((r) => r.state === 'submitted').length, of: 120 },
    expires: '2026-11-23T20:00:00Z',
    item: itemOf(Number(read.item.slice(1))),
    read,
    protocol,
    suggests: false,
  };
}

function nextWork(after: unknown): Work | undefined {
  const open = [...state.reads.values()].find((r) => r.state === 'open' && r.id !== after);
  if (open) return workOf(open);
  if (state.next >= 60) return undefined;
  const n = state.next++;
  const read = emptyRead(`read-${n}`, `i${n}`);
  state.reads.set(read.id, read);
  return workOf(read);
}

function append(id: string, { baseRevision, events }: AppendEvents) {
  const read = state.reads.get(id);
  if (!read) throw new Refusal(404, 'read.unknown', 'There is no such read');
  const fresh = events.filter((e) => !state.known.has(e.id));
  if (fresh.length > 0) {
    if (read.state !== 'open') throw new Refusal(409, 'read.closed', 'This read is closed');
    if (baseRevision !== read.revision)
      throw new Refusal(409, 'read.conflict', 'Another window wrote first', { current: read, revision: read.revision });
    const { answers, marks, comments } = applyEvents(contentOf(read), fresh);
    for (const event of fresh) state.known.add(event.id);
    const submitted = fresh.some((e) => e.type === 'ReadSubmitted');
    state.reads.set(id, {
      ...read,
      answers,
      marks,
      comments,
      revision: read.revision + fresh.length,
      state: submitted ? 'submitted' : 'open',
      ...(submitted ? { submitted: '2026-11-23T15:00:00Z', seconds: 41 } : {}),
    });
  }
  const now = state.reads.get(id)!;
  return { revision: now.revision, state: now.state };
}

function close(id: string, as: Read['state']) {
  const read = state.reads.get(id);
  if (read) state.reads.set(id, { ...read, state: as });
  return {};
}

function dispute(id: string) {
  const readers = disputedReads(id);
  return {
    project: { id: project, name: projectRow.name },
    kind: 'dispute',
    item: itemOf(Number(id.slice(1))),
    protocol,
    readers,
    fields: body.fields
      .filter((f) => ['nodule', 'texture', 'diameter', 'nodules', 'quality'].includes(f.id))
      .map((f) => {
        const decision = state.decisions.get(`${id}/${f.id}`);
        const status = decision
          ? 'decided'
          : f.id === 'quality'
            ? 'agree'
            : f.id === 'diameter'
              ? 'incomplete'
              : 'dispute';
        return {
          field: f.id,
          status,
          label: f.id === 'quality' ? 'good' : f.id === 'nodule' ? 'present' : null,
          probability: f.id === 'quality' ? 1 : 0.67,
          ...(decision ? { decision: { ...decision, by: 'Adam Adjudicator', at: '2026-11-23T15:00:00Z' } } : {}),
        };
      }),
    next: `i${Number(id.slice(1)) + 1}`,
  };
}

function answer(call: Call): unknown {
  const { method, path, body: sent } = call;
  const key = `${method} ${path.replace(/^\/api/, '')}`;
  const given = (sent ?? {}) as Record<string, unknown>;
  const read = /^(GET|POST) \/(?:projects\/lung\/work|reads)\/([^/]+)(?:\/(\w+))?$/.exec(key);
  if (key === 'POST /projects/lung/work/next') return nextWork(given.after);
  if (key === 'GET /projects/lung/work')
    return [...state.reads.values()].map((r) => ({
      read: r.id,
      item: r.item,
      title: itemOf(Number(r.item.slice(1))).title,
      state: r.state,
      submitted: r.submitted,
      seconds: r.seconds,
    }));
  if (read && method === 'GET') {
    const found = state.reads.get(read[2]!);
    if (!found) throw new Refusal(404, 'read.unknown', 'There is no such read');
    return workOf(found);
  }
  if (read?.[3] === 'events') return append(read[2]!, sent as AppendEvents);
  if (read?.[3] === 'skip') return close(read[2]!, 'skipped');
  if (read?.[3] === 'release') return close(read[2]!, 'released');
  if (read?.[3] === 'flag') return {};
  const decided = /^(GET|POST) \/projects\/lung\/disputes\/(i\d+)(\/decisions)?$/.exec(key);
  if (decided) {
    const decision = sent as Decision;
    if (decided[3]) state.decisions.set(`${decided[2]}/${decision.field}`, decision);
    return dispute(decided[2]!);
  }
  return answerPage(key, call);
}

/** Answers /api from memory. Everybody has the demo's password; nothing is checked but who is signed in. */
export function mockServer() {
  return async (request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://mock');
    if (!url.pathname.startsWith('/api/')) return next();
    const sent = await readBody(request);
    const reply = (status: number, value: unknown, type = 'application/json') => {
      response.statusCode = status;
      response.setHeader('Content-Type', type);
      response.setHeader('ETag', '"1"');
      response.end(value === undefined ? '' : JSON.stringify(value));
    };
    if (url.pathname === '/api/session') {
      const wanted = sent as { email?: string } | undefined;
      if (request.method === 'POST') state.signedIn = people.find((p) => p.email === wanted?.email)?.id;
      if (request.method === 'DELETE') state.signedIn = undefined;
      if (request.method === 'POST' && !state.signedIn)
        return reply(
          401,
          { title: 'E-mail or password is wrong', status: 401, code: 'session.refused' },
          'application/problem+json',
        );
      return reply(200, session());
    }
    const person = people.find((p) => p.id === state.signedIn);
    if (!person)
      return reply(
        401,
        { title: 'You are not signed in', status: 401, code: 'session.expired' },
        'application/problem+json',
      );
    const file = /^\/api\/projects\/lung\/files\/(.+)$/.exec(url.pathname);
    if (file) {
      const found = fileOf(file[1]!);
      if (!found) return reply(404, { title: 'No such file', status: 404, code: 'file.unknown' });
      response.setHeader('Content-Type', found.type);
      response.setHeader('Cache-Control', 'private, max-age=31536000, immutable');
      response.end(found.data);
      return;
    }
    try {
      const value = answer({
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        body: sent,
        person,
      });
      reply(value === undefined ? 204 : 200, value);
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      reply(
        refusal.status,
        { title: refusal.title, status: refusal.status, code: refusal.code, ...refusal.rest },
        'application/problem+json',
      );
    }
  };
}
