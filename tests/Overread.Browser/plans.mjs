// A steward chooses the plan and the claim of a project, and brings batches through the gate under them.
import { axe, equal, loadPictures, openWindow, Person, shoot, until } from './harness.mjs';
import { team, upload } from './study.mjs';

async function begin({ server, study }, name) {
  const project = await study.lead.call('POST', '/api/projects', {
    name,
    purpose: 'Browser tests',
    legalBasis: 'Made-up data',
  });
  const base = `/api/projects/${project.id}`;
  await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
  const steward = await new Person(server, team.steward).signIn();
  const { dicomFile } = await loadPictures();
  let made = 0;
  const batch = () => {
    made++;
    const picture = dicomFile({
      modality: 'CT',
      bodyPart: 'CHEST',
      columns: 64,
      rows: 64,
      frames: 1,
      spacing: [1, 1],
      orientation: '1\\0\\0\\0\\1\\0',
      position: '0\\0\\0',
      instance: 1,
      series: `7.${made}`,
      subject: `70${made}`,
      patient: `55120${made}`,
      window: [40, 400],
      intercept: -1024,
      value: (x, y) => (x * 7 + y * 3 + made) % 60,
    });
    return upload(steward, base, `Batch ${made}`, [[`${made}.dcm`, picture]]);
  };
  return { project, base, steward, batch };
}

const claimsOf = async (base, steward) => (await steward.call('GET', `${base}/plans/imaging`)).claim.claim;

/** Approves the one entry and lets the batch through, by keyboard. */
async function letThrough(page, server, project, base, steward, batch) {
  const path = `${base}/batches/${batch}`;
  await page.goto(`${server.address}/p/${project.id}/gate?batch=${batch}`);
  await page.getByRole('region', { name: 'This entry' }).waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press('a');
  await until('it is approved', async () => (await steward.call('GET', path)).gate[0]?.decision === 'approve');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByRole('button', { name: /Let/ }).click();
  await until('it has passed', async () => (await steward.call('GET', path)).state === 'approved');
}

async function choose(page, base, steward, word, reason) {
  await until('it can be chosen', () => page.getByRole('button', { name: 'Choose' }).isEnabled());
  await page.keyboard.press('Control+Enter');
  await page.getByRole('dialog').getByLabel('Reason').waitFor();
  if (reason) await page.keyboard.type(reason);
  await page.keyboard.press('Control+Enter');
  await until(`${word} is chosen`, async () => (await claimsOf(base, steward)) === word);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

export function register(test, scene) {
  test('a plan forbids safe harbor, and a limited data set passes the gate under its agreement', async () => {
    const { browser, server } = scene;
    const { project, base, steward, batch } = await begin(scene, 'Limited data set');
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/plan`);
    const claim = page.getByRole('region', { name: 'Claim' });
    await claim.getByRole('radio', { name: 'Safe harbor' }).waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'plan-1280');
    equal(await axe(page), [], 'axe at the plan');
    await claim.getByRole('radio', { name: 'Safe harbor' }).focus();
    await page.keyboard.press('Space');
    await claim.getByText('164.514(c)').waitFor();
    equal(await claim.getByRole('button', { name: 'Choose' }).isDisabled(), true, 'safe harbor cannot be chosen');

    // A plan that keeps the device leaves no limited data set either; taken back, it does.
    const plan = page.getByRole('region', { name: 'Plan for images' });
    await plan.getByRole('checkbox', { name: 'Keep the device' }).check();
    await claim.getByText('164.514(e)(2)(xii)').waitFor();
    await shoot(page, 'plan-forbids-1280');
    await plan.getByRole('checkbox', { name: 'Keep the device' }).uncheck();
    await claim.getByText('164.514(e)(2)(xii)').waitFor({ state: 'detached' });
    await claim.getByRole('radio', { name: 'Limited data set' }).focus();
    await page.keyboard.press('Space');
    await claim.getByLabel('Data use agreement').fill('DUA-7');
    await choose(page, base, steward, 'limited-data-set');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'plan-1920');

    await letThrough(page, server, project, base, steward, await batch());
    await page.getByText('Limited data set, DUA-7').first().waitFor();
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });

  test('an expert’s determination lets what its plan has cleaned pass, and nothing else', async () => {
    const { browser, server } = scene;
    const { project, base, steward, batch } = await begin(scene, 'Determination');
    const page = await openWindow(browser, server, team.steward);
    const first = await batch();
    await page.goto(`${server.address}/p/${project.id}/plan`);
    const plan = page.getByRole('region', { name: 'Plan for images' });
    await plan.getByRole('radio', { name: 'Removed' }).check();
    const claim = page.getByRole('region', { name: 'Claim' });
    const begun = (await steward.call('GET', `${base}/plans/imaging`)).hash.slice(0, 16);
    await until(
      'the plan has another hash',
      async () => !(await claim.getByRole('row', { name: /^Plan/ }).innerText()).includes(begun),
    );
    await claim.getByRole('radio', { name: 'Expert determination' }).check();
    await claim.getByRole('textbox', { name: /^Expert/ }).fill('A. Statistician');
    await claim.getByLabel('Where it is documented').fill('Report 12');
    await claim.getByLabel('Last day on which it holds').fill('2099-12-31');
    await shoot(page, 'plan-expert-1920');
    await choose(page, base, steward, 'expert-determination', 'Determined last week');
    equal(await axe(page), [], 'axe at a determination');

    // What came before was cleaned by another plan: it is prepared again, then it passes.
    await page.goto(`${server.address}/p/${project.id}/gate?batch=${first}`);
    const entry = page.getByRole('region', { name: 'This entry' });
    await entry.getByText('Not as the project claims').waitFor();
    await entry.getByText('Made by a former plan').waitFor();
    await page.waitForTimeout(300);
    await shoot(page, 'plan-against-1280');
    await page.keyboard.press('a');
    await page.getByText('which this entry does not bear out').first().waitFor();
    await shoot(page, 'plan-refused-1280');
    await page.keyboard.press('g');
    await until('it is made again', async () => {
      const detail = await steward.call('GET', `${base}/batches/${first}`);
      return detail.state === 'gate' && detail.gate[0]?.otherPlan === false;
    });
    await letThrough(page, server, project, base, steward, first);
    await letThrough(page, server, project, base, steward, await batch());
    equal(
      page.faults.filter((f) => !f.includes('409')),
      [],
      'faults in the page',
    );
    await page.context().close();
  });

  test('places that a steward keeps for a device are blanked in all of its pictures', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Stencils',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    const base = `/api/projects/${project.id}`;
    await study.lead.call('PUT', `${base}/members/${study.ids[team.steward]}`, { roles: ['steward'] });
    const steward = await new Person(server, team.steward).signIn();
    const { dicomFile } = await loadPictures();
    const picture = (n) =>
      dicomFile({
        modality: 'CT',
        device: ['ACME', 'Scan 4'],
        bodyPart: 'CHEST',
        columns: 96,
        rows: 96,
        frames: 1,
        spacing: [1, 1],
        orientation: '1\\0\\0\\0\\1\\0',
        position: '0\\0\\0',
        instance: 1,
        series: `8.${n}`,
        subject: `80${n}`,
        patient: `66120${n}`,
        window: [40, 400],
        intercept: -1024,
        value: (x, y) => (x * 5 + y * 3 + n) % 60,
      });
    const batch = await upload(steward, base, 'Two of a device', [
      ['1.dcm', picture(1)],
      ['2.dcm', picture(2)],
    ]);
    const path = `${base}/batches/${batch}`;
    const page = await openWindow(browser, server, team.steward);
    await page.goto(`${server.address}/p/${project.id}/gate?batch=${batch}`);
    await page.locator('.gate-picture').first().waitFor();
    await page.waitForTimeout(300);
    await page.keyboard.press('b');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Keep for this device' }).waitFor();
    await shoot(page, 'stencil-1280');
    await page.keyboard.press('u');
    await page.getByText('blanked in 1 further image before the gate, 1 entry').waitFor();
    const boxes = async () => {
      const { gate } = await steward.call('GET', path);
      const details = await Promise.all(gate.map((e) => steward.call('GET', `${path}/entries/${e.id}`)));
      return details.flatMap((d) => d.boxes.map((b) => b.origin)).sort();
    };
    equal(await boxes(), ['hand', 'stencil'], 'boxes of both entries');
    await shoot(page, 'stencil-kept-1280');
    equal(await axe(page), [], 'axe at the stencil');
    await page.goto(`${server.address}/p/${project.id}/plan`);
    await page.getByRole('row', { name: /ACME Scan 4/ }).waitFor();
    await page.waitForTimeout(300);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'stencils-1920');
    equal(await axe(page), [], 'axe at the stencils');
    await page.getByRole('button', { name: /^Forget ACME/ }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('New software');
    await page.keyboard.press('Control+Enter');
    await page.getByText('None yet.').waitFor();
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
