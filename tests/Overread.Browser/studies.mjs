// Calibration of a consensus and a reader study, from reads to what the pages conclude.
import { randomUUID } from 'node:crypto';
import { axe, equal, openWindow, Person, shoot } from './harness.mjs';
import { team } from './study.mjs';

const options = ['none', 'low', 'middling', 'high'];
const protocol = {
  title: 'Suspicion',
  fields: [
    { id: 'nodule', title: 'Nodule', kind: 'finding', required: true },
    {
      id: 'suspicion',
      title: 'Suspicion',
      kind: 'ordinal',
      required: true,
      options: options.map((id) => ({ id, title: `${id[0].toUpperCase()}${id.slice(1)}` })),
    },
    { id: 'remark', title: 'Remark', kind: 'text' },
  ],
  guideline: 'Read.',
  policy: { readers: 3, agreement: 'majority', disputes: 'adjudicator', recheckShare: 0 },
};

const count = 30;
const readers = ['reader1', 'reader2', 'reader3'];
const ill = (n) => n % 3 === 0;
/** Readers who are good, and not the same: each misses other cases. */
const said = (r, n) => ill(n) !== (n * 7 + r * 5) % 11 < 2;
const suspicion = (r, n) =>
  options[Math.min(3, Math.max(0, (ill(n) ? 2 : 0) + ((n + r * 3) % 4 === 0 ? -1 : (n * (r + 2)) % 3 === 0 ? 1 : 0)))];

export function register(test, scene) {
  test('what a consensus claims stands beside second looks, and readers beside a truth', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Reader study',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    for (const role of [...readers, 'adjudicator'])
      await study.lead.call('PUT', `${base}/members/${study.ids[team[role]]}`, { roles: [role.replace(/\d$/, '')] });
    await study.lead.call('PUT', `${base}/protocols/draft`, protocol, 'application/json', { 'If-None-Match': '*' });
    await study.lead.call('POST', `${base}/protocols/draft/publish`, {});
    const titles = Array.from({ length: count }, (_, i) => `case-${String(i).padStart(2, '0')}`);
    await study.lead.call('POST', `${base}/references`, `item\n${titles.join('\n')}\n`, 'text/csv');
    const at = new Date().toISOString();
    for (const [r, role] of readers.entries()) {
      const reader = await new Person(server, team[role]).signIn();
      for (let i = 0; i < count; i++) {
        const work = await reader.call('POST', `${base}/work/next`, {});
        const n = titles.indexOf(work.item.title);
        const given = (field, answer) => ({ id: randomUUID(), at, type: 'AnswerGiven', field, answer });
        await reader.call('POST', `/api/reads/${work.read.id}/events`, {
          baseRevision: work.read.revision,
          events: [
            given('nodule', { state: said(r, n) ? 'present' : 'absent' }),
            given('suspicion', { state: 'present', value: suspicion(r, n) }),
            { id: randomUUID(), at, type: 'ReadSubmitted', seconds: 20 },
          ],
        });
      }
    }
    await study.lead.call('POST', `${base}/consensus`, {});
    const page = await openWindow(browser, server, team.lead);
    await page.goto(`${server.address}/p/${project.id}/consensus`);
    await page.getByText('Probabilities uncalibrated: Nodule, Suspicion').waitFor();
    equal(await axe(page), [], 'axe on a consensus that nothing supports');
    await shoot(page, 'consensus-uncalibrated-1280');
    await page.getByRole('link', { name: 'Calibration' }).click();
    const nodule = page.getByRole('region', { name: 'Nodule' });
    await nodule.getByText('Uncalibrated: none of').waitFor();
    await shoot(page, 'calibration-none-1280');
    await study.lead.call('POST', `${base}/rechecks`, { share: 0.8, seed: 3 });
    const judge = await new Person(server, team.adjudicator).signIn();
    for (const row of await judge.call('GET', `${base}/disputes?state=open`)) {
      const n = titles.indexOf(row.title);
      for (const field of row.fields)
        await judge.call('POST', `${base}/disputes/${row.item}/decisions`, {
          id: randomUUID(),
          field,
          answer:
            field === 'nodule'
              ? { state: ill(n) ? 'present' : 'absent' }
              : { state: 'present', value: suspicion(0, n) },
          reason: 'Looked again',
        });
    }
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ]) {
      await page.setViewportSize({ width, height });
      await page.goto(`${server.address}/p/${project.id}/consensus/calibration`);
      await nodule.getByRole('img', { name: 'Claimed and right, Nodule' }).waitFor();
      await nodule.getByText(/looked at again (was|were) wrong/).waitFor();
      equal(await axe(page), [], `axe on calibration, ${width}`);
      await shoot(page, `calibration-${width}`);
    }
    await page.getByLabel('Wrong labels that are allowed among the accepted').selectOption('0.01');
    await nodule
      .getByText('Accept for at most 1% wrong')
      .or(nodule.getByText('Accept for at most 1 % wrong'))
      .waitFor();
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.goto(`${server.address}/p/${project.id}/agreement`);
    await page.getByRole('link', { name: 'Reader study …' }).click();
    // What was decided is taken for the truth, and the page says what that is worth.
    await page.getByText('harder than the rest').waitFor();
    const file = (text) =>
      page
        .locator('.study-form input[type=file]')
        .setInputFiles({ name: 'truth.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await file('case-00,1\ncase-01,perhaps\n');
    await page.getByText('Line 2: “perhaps” says neither').waitFor();
    await shoot(page, 'reader-study-wrong-1280');
    await file(`item,diseased\n${titles.map((t, n) => `${t},${ill(n) ? 1 : 0}`).join('\n')}\n`);
    await page
      .getByRole('table', { name: 'What the figures rest on' })
      .getByText('30: 10 diseased, 20 others')
      .waitFor();
    await page.getByLabel('Ratings').selectOption('suspicion');
    await page.getByRole('img', { name: 'ROC curves of Suspicion' }).waitFor();
    await page
      .getByText(
        /^Version 1: area under the ROC curve 0\.\d{3}, 95 % interval 0\.\d{3} to [01]\.\d{3} for other readers and other cases\.$/,
      )
      .waitFor();
    for (const [width, height] of [
      [1280, 720],
      [1920, 1080],
    ]) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(200);
      equal(await axe(page), [], `axe on the reader study, ${width}`);
      await shoot(page, `reader-study-${width}`);
    }
    await page.getByLabel('Figure', { exact: true }).selectOption('sensitivity');
    await page.getByLabel('Called diseased from').selectOption('1');
    await page.getByText(/^Version 1: sensitivity [01]\.\d{3}/).waitFor();
    await page.getByLabel('To conclude for').selectOption('these');
    await page
      .getByRole('table', { name: 'What the figures rest on' })
      .getByText('for these readers and other cases')
      .waitFor();
    const tall = await page.evaluate(() => document.querySelector('.page').scrollHeight);
    await page.setViewportSize({ width: 1280, height: tall + 100 });
    await shoot(page, 'reader-study-tall');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
