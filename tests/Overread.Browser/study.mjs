// A project with a team, a published protocol and items behind the gate, made through the API.
import { loadPictures, Person, password } from './harness.mjs';

export const team = {
  lead: 'lead@example.org',
  reader1: 'one@example.org',
  reader2: 'two@example.org',
  reader3: 'three@example.org',
  adjudicator: 'judge@example.org',
  steward: 'steward@example.org',
  auditor: 'auditor@example.org',
};

const protocol = {
  title: 'Lung nodules',
  fields: [
    { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
    {
      id: 'texture',
      title: 'Texture',
      kind: 'choice',
      required: true,
      when: { field: 'nodule', is: ['present', 'uncertain'] },
      options: [
        { id: 'solid', title: 'Solid' },
        { id: 'part-solid', title: 'Part-solid' },
      ],
    },
    {
      id: 'diameter',
      title: 'Diameter',
      kind: 'number',
      unit: 'mm',
      min: 1,
      max: 100,
      when: { field: 'nodule', is: ['present'] },
    },
    { id: 'boxes', title: 'Nodule boxes', kind: 'boxes', when: { field: 'nodule', is: ['present'] } },
    { id: 'remark', title: 'Remark', kind: 'text' },
  ],
  guideline: '# How to read\n\nUse the **lung window** first.',
  policy: { readers: 3, agreement: 'all', disputes: 'adjudicator', recheckShare: 0 },
};

export async function upload(steward, base, name, files) {
  const batch = await steward.call('POST', `${base}/batches`, { name });
  for (const [path, data] of files) {
    const to = `${base}/batches/${batch.id}/uploads/${path.replaceAll(/[^A-Za-z0-9._-]/g, '_')}?offset=0&total=${data.length}`;
    await steward.call('PATCH', to, new Uint8Array(data), 'application/octet-stream', {
      'X-Overread-Path': encodeURIComponent(path),
    });
  }
  const job = await steward.call('POST', `${base}/batches/${batch.id}/close`, {});
  await steward.job(job.id);
  return batch.id;
}

/** CT studies of a made-up chest, one subject each, and a photo. */
export async function pictures(count, slices = 6) {
  const { dicomFile, phantomSlice, pngFile } = await loadPictures();
  const files = [];
  for (let n = 0; n < count; n++) {
    for (let s = 0; s < slices; s++) {
      const picture = { ...phantomSlice(s, slices, n % 2 ? 1.5 : 1), series: `${n + 1}`, subject: `${n + 1}` };
      files.push([`study-${n}/slice-${s}.dcm`, dicomFile(picture)]);
    }
  }
  files.push(['photo.png', pngFile(320, 240, (x, y) => [x % 256, y, 120])]);
  return files;
}

export async function makeStudy(server, { items = 6 } = {}) {
  const lead = new Person(server, team.lead);
  await lead.call('POST', '/api/setup', { name: 'Lena Lead', email: team.lead, password });
  await lead.signIn();
  const ids = {};
  for (const [role, email] of Object.entries(team)) {
    if (role !== 'lead') await lead.call('POST', '/api/people', { name: `Person ${role}`, email, password });
  }
  for (const person of await lead.call('GET', '/api/people')) ids[person.email] = person.id;
  const project = await lead.call('POST', '/api/projects', {
    name: 'Lung nodules',
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${project.id}`;
  for (const [role, email] of Object.entries(team)) {
    if (role !== 'lead') await lead.call('PUT', `${base}/members/${ids[email]}`, { roles: [role.replace(/\d$/, '')] });
  }
  await lead.signIn();
  await saveDraft(lead, base);
  await lead.call('POST', `${base}/protocols/draft/publish`, {});
  const steward = await new Person(server, team.steward).signIn();
  const batch = await upload(steward, base, 'First batch', await pictures(items));
  const decision = await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' });
  await steward.job(decision.id);
  return { project: project.id, base, lead, steward, ids };
}

export async function saveDraft(lead, base, body = protocol) {
  const headers = { 'X-Overread': '1', Cookie: lead.cookie, 'Content-Type': 'application/json' };
  const held = await fetch(`${lead.server.address}${base}/protocols/draft`, { headers });
  const etag = held.headers.get('etag');
  const answer = await fetch(`${lead.server.address}${base}/protocols/draft`, {
    method: 'PUT',
    headers: { ...headers, ...(held.ok && etag ? { 'If-Match': etag } : { 'If-None-Match': '*' }) },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`The draft was refused: ${await answer.text()}`);
}
