// An administrator sees how the server fares, and emergency access is an alarm: by keyboard, and clean for axe.
import { axe, equal, openWindow, password, shoot } from './harness.mjs';
import { team } from './study.mjs';

export function register(test, scene) {
  test('the operations page says what wants doing, and where there is nothing yet', async () => {
    const page = await openWindow(scene.browser, scene.server, team.lead, { width: 1280, height: 720 });
    await page.goto(`${scene.server.address}/admin`);
    await page.getByRole('link', { name: 'Operations' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What wants doing' }).waitFor();
    await page.getByText('There is no backup.').waitFor();
    await page.getByText('None yet: overread backup DEST').waitFor();
    await page.getByText(/^Room: .* free of /).waitFor();
    await page.getByText('This server speaks no TLS itself').waitFor();
    equal(await axe(page), [], 'axe on the operations page');
    await shoot(page, 'operations-1280');
    equal(page.faults, [], 'faults');
    await page.context().close();
  });

  test('emergency access is opened with a reason, seen by the lead, ended and reviewed by another', async () => {
    const { browser, server, study } = scene;
    const project = await study.lead.call('POST', '/api/projects', {
      name: 'Locked away',
      purpose: 'Browser tests',
      legalBasis: 'Made-up data',
    });
    await study.lead.call('PUT', `/api/projects/${project.id}/emergency/rights/${study.ids[team.auditor]}`, {});
    const doctor = await openWindow(browser, server, team.auditor);
    await doctor.goto(`${server.address}/projects`);
    await doctor.getByRole('button', { name: 'Emergency access' }).click();
    await doctor.getByLabel('Project', { exact: true }).selectOption(project.id);
    await doctor.getByLabel('Why').fill('A patient is at risk.');
    equal(await axe(doctor), [], 'axe on the dialog');
    await doctor.getByRole('button', { name: 'Open it' }).click();
    const asked = doctor.getByRole('dialog').getByLabel(/Password/);
    const banner = doctor.getByText('You have emergency access to Locked away');
    await banner.or(asked.first()).first().waitFor();
    if (await asked.count()) {
      await asked.first().fill(password);
      await doctor.keyboard.press('Enter');
    }
    await banner.waitFor();
    await doctor.goto(`${server.address}/p/${project.id}/items`);
    await doctor.getByRole('heading', { name: 'Items' }).waitFor();
    equal(await axe(doctor), [], 'axe with the notice');
    await shoot(doctor, 'emergency-own-1280');

    const lead = await openWindow(browser, server, team.lead);
    await lead.getByRole('alert').filter({ hasText: 'A patient is at risk.' }).waitFor();
    await lead.goto(`${server.address}/p/${project.id}/members`);
    await lead.getByRole('button', { name: /^End the emergency access/ }).waitFor();
    equal(await axe(lead), [], 'axe on the members page');
    await shoot(lead, 'emergency-alarm-1280');
    await lead.getByRole('button', { name: /^End the emergency access/ }).click();
    await lead.getByRole('dialog').getByRole('button', { name: 'End the emergency access' }).click();
    await lead.getByRole('button', { name: /^Review the emergency access/ }).click();
    await lead.getByLabel('What you found').fill('Rightly used.');
    await lead.getByRole('dialog').getByRole('button', { name: 'Review' }).click();
    await lead.getByText('Reviewed by Lena Lead').waitFor();
    await doctor.goto(`${server.address}/p/${project.id}/items`);
    await doctor.getByText('There is no such project').waitFor();
    equal([...doctor.faults, ...lead.faults], [], 'faults');
    await doctor.context().close();
    await lead.context().close();
  });
}
