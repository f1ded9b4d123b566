// A project with a field of each scale, read by three who differ: what the pages of comparison say of it.
import { randomUUID } from 'node:crypto';
import { axe, equal, openWindow, Person, shoot, until } from './harness.mjs';
import { pictures, team, upload } from './study.mjs';

const protocol = {
  title: 'All scales',
  fields: [
    { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
    {
      id: 'texture',
      title: 'Texture',
      kind: 'choice',
      options: [
        { id: 'solid', title: 'Solid' },
        { id: 'part', title: 'Part-solid' },
        { id: 'glass', title: 'Ground glass' },
      ],
    },
    {
      id: 'quality',
      title: 'Image quality',
      kind: 'ordinal',
      options: [
        { id: 'poor', title: 'Poor' },
        { id: 'fair', title: 'Fair' },
        { id: 'good', title: 'Good' },
        { id: 'best', title: 'Excellent' },
      ],
    },
    { id: 'diameter', title: 'Longest diameter', kind: 'number', unit: 'mm', min: 0, max: 100 },
    { id: 'share', title: 'Share of lung', kind: 'percent', unit: '%' },
    { id: 'marks', title: 'Nodule boxes', kind: 'boxes', match: { measure: 'iou', threshold: 0.4 } },
    { id: 'remark', title: 'Remark', kind: 'text' },
  ],
  guideline: 'Read.',
  policy: { readers: 3, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
};

const count = 12;
const all = ['reader1', 'reader2', 'reader3'];
const at = new Date().toISOString();
const event = (body) => ({ id: randomUUID(), at, ...body });

/** What reader r says to the nth item: they differ in every field, but not everywhere. */
function events(r, n, file) {
  const box = (x, y) =>
    event({
      type: 'MarkDrawn',
      mark: {
        id: randomUUID(),
        field: 'marks',
        geometry: { kind: 'box', file, frame: 0, x, y, width: 30, height: 24 },
      },
    });
  const given = (field, state, value) =>
    event({ type: 'AnswerGiven', field, answer: { state, ...(value === undefined ? {} : { value }) } });
  return [
    given('nodule', (n + (r === 2 && n % 4 === 0 ? 1 : 0)) % 3 === 0 ? 'absent' : 'present'),
    given('texture', 'present', ['solid', 'part', 'glass'][(n + (r === 1 && n % 5 === 0 ? 1 : 0)) % 3]),
    r === 2 && n === 3
      ? given('quality', 'uncertain')
      : given(
          'quality',
          'present',
          ['poor', 'fair', 'good', 'best'][Math.min(3, (n % 3) + (r === 1 && n % 2 ? 1 : 0))],
        ),
    given('diameter', 'present', Math.round((6 + n * 1.7 + [0, 0.6, -0.4][r] + ((n * (r + 3)) % 5) * 0.3) * 10) / 10),
    given('share', 'present', 10 + n * 4 + [0, 1, -2][r]),
    box(40 + (r === 2 ? 5 : r), 50 + n),
    ...(n % 3 === 0 && r < 2 ? [box(110, 100)] : []),
    ...(n % 4 === 0 && r === 2 ? [box(10, 10)] : []),
    event({ type: 'ReadSubmitted', seconds: 30 + n }),
  ];
}

export function register(test, scene) {
  test('every scale is shown in its own terms', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'All scales',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    for (const role of [...all, 'steward', 'adjudicator'])
      await study.lead.call('PUT', `${base}/members/${study.ids[team[role]]}`, { roles: [role.replace(/\d$/, '')] });
    await study.lead.call('PUT', `${base}/protocols/draft`, protocol, 'application/json', { 'If-None-Match': '*' });
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const steward = await new Person(server, team.steward).signIn();
    const batch = await upload(steward, base, 'Twelve', (await pictures(count, 3)).slice(0, -1));
    await steward.job((await steward.call('POST', `${base}/batches/${batch}/decision`, { decision: 'approve' })).id);
    const order = (await study.lead.call('GET', `${base}/items?take=50`)).rows.map((r) => r.id);
    equal(order.length, count, 'items');
    for (const [r, role] of all.entries()) {
      const reader = await new Person(server, team[role]).signIn();
      for (let i = 0; i < count; i++) {
        const work = await reader.call('POST', `${base}/work/next`, {});
        await reader.call('POST', `/api/reads/${work.read.id}/events`, {
          baseRevision: work.read.revision,
          events: events(r, order.indexOf(work.item.id), work.item.series[0].files[1].id),
        });
      }
    }
    const page = await openWindow(browser, server, team.lead);
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ]) {
      await page.setViewportSize({ width, height });
      await page.goto(`${server.address}/p/${project.id}/agreement`);
      await page.getByRole('heading', { name: 'All fields' }).waitFor();
      for (const [field, within] of [
        ['Nodule', 'Prevalence'],
        ['Image quality', 'Steps apart'],
        ['Longest diameter', 'Limits of agreement (Bland and Altman)'],
        ['Share of lung', 'Limits of agreement (Bland and Altman)'],
        ['Nodule boxes', 'Detection by reader'],
      ])
        await page.getByRole('region', { name: field, exact: true }).getByRole('heading', { name: within }).waitFor();
      const measured = await page.getByRole('region', { name: 'Longest diameter', exact: true }).innerText();
      if (/percent/i.test(measured)) throw new Error('percent agreement on a measured number');
      if (!/mm/.test(measured)) throw new Error('limits without their unit');
      equal(await axe(page), [], `axe on agreement, ${width}`);
      const tall = await page.evaluate(() => document.querySelector('.page').scrollHeight);
      await page.setViewportSize({ width, height: tall + 100 });
      await page.waitForTimeout(200);
      await shoot(page, `scales-agreement-${width}`);
      await page.setViewportSize({ width, height });
    }
    await page.goto(`${server.address}/p/${project.id}/consensus`);
    await page.getByRole('button', { name: 'Compute …' }).click();
    await page.getByRole('dialog').getByLabel('Image quality').waitFor();
    await page.waitForTimeout(200);
    await shoot(page, 'scales-consensus-dialog');
    equal(await axe(page), [], 'axe on the dialog of the consensus');
    await page.getByRole('dialog').getByRole('button', { name: 'Compute' }).click();
    await page.getByText(/computed .* on the record/).waitFor();
    await page.getByText(/^Methods of/).click();
    await until('the labels are there', async () => (await page.getByText(/^\d of 3$/).count()) > 3);
    await shoot(page, 'scales-consensus');
    equal(await axe(page), [], 'axe on the consensus');
    await page.goto(`${server.address}/p/${project.id}`);
    await page.getByText('Agreement with the others').waitFor();
    await shoot(page, 'scales-overview');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();

    const judge = await openWindow(browser, server, team.adjudicator);
    await judge.goto(`${server.address}/p/${project.id}/disputes`);
    await judge.getByRole('link', { name: 'Decide the first' }).click();
    await judge.getByRole('region', { name: 'Longest diameter' }).first().waitFor();
    await judge.waitForTimeout(1500);
    await shoot(judge, 'scales-dispute');
    equal(await axe(judge), [], 'axe on a dispute');
    equal(judge.faults, [], 'faults in the dispute');
    await judge.context().close();
  });

  test('the rule by which two marks are the same is set at the field, and an older protocol shows its own numbers', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Older',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    const fields = [
      ...protocol.fields.map(({ match: _, ...f }) => f),
      { id: 'carina', title: 'Carina', kind: 'points' },
    ];
    await study.lead.call(
      'PUT',
      `${base}/protocols/draft`,
      { ...protocol, fields, policy: { ...protocol.policy, boxOverlap: 0.3, pointDistance: 7 } },
      'application/json',
      { 'If-None-Match': '*' },
    );
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/protocol`);
    const open = async (title) => {
      const field = page.locator('.protocol-field').filter({ has: page.locator('summary strong', { hasText: title }) });
      await field.locator('summary').click();
      return field;
    };
    const boxes = await open('Nodule boxes');
    equal(await boxes.getByLabel('Two boxes are the same: from').inputValue(), '0.3', "the policy's overlap");
    const points = await open('Carina');
    equal(await points.getByLabel('Two points are the same: under').inputValue(), '7', "the policy's distance");
    await points.getByLabel('Two points are the same: under').fill('4');
    await points.getByLabel('Unit').selectOption('mm');
    const diameter = await open('Longest diameter');
    await diameter.getByLabel('Two numbers are the same').selectOption('difference');
    await diameter.getByLabel('Two numbers are the same: at most').fill('2');
    await until('the draft holds the rules', async () => {
      const { body } = await study.lead.call('GET', `${base}/protocols/draft`);
      const of = (id) => JSON.stringify(body.fields.find((f) => f.id === id).match ?? null);
      return (
        of('carina') === '{"measure":"distance","threshold":4,"unit":"mm"}' &&
        of('diameter') === '{"measure":"difference","threshold":2}' &&
        of('marks') === 'null'
      );
    });
    await page.setViewportSize({ width: 1280, height: 1500 });
    await shoot(page, 'protocol-rules');
    equal(await axe(page), [], 'axe on the protocol');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
