// Masks reshaped in one act: the pictures between filled, the edge moved and smoothed, specks taken away; each one step of undo.
import { axe, equal, shoot, until } from './harness.mjs';
import { brushInHand, corner, count, painted, panel, pieces, project } from './masks.mjs';
import { pictures } from './study.mjs';

export function register(test, scene) {
  test('a mask is filled between two pictures, widened, smoothed and rid of its specks, each in one step', async () => {
    const { id, base } = await project(scene, 'Masks reshaped', (await pictures(1, 5)).slice(0, -1));
    const { page, held, drag } = await brushInHand(scene, id, base);
    const row = panel(page).getByRole('group', { name: 'Reshape the mask' });
    const button = (name) => row.getByRole('button', { name });
    equal(await button('Fill between').isDisabled(), true, 'without a mask there is nothing to reshape');
    const turn = async () => {
      const before = await corner(page);
      await page.mouse.wheel(0, 100);
      await until('another picture is on screen', async () => (await corner(page)) !== before);
    };
    // To the first picture, whichever is shown first.
    await page.keyboard.press('Home');
    await page.waitForTimeout(300);
    const disc = (radius) =>
      Array.from({ length: 41 }, (_, i) => [
        radius * Math.cos((2 * Math.PI * i) / 40),
        radius * Math.sin((2 * Math.PI * i) / 40),
      ]);
    await drag(disc(60), { steps: 2 });
    await page.keyboard.press('Shift+H');
    await held();
    for (let i = 0; i < 3; i++) await turn();
    await drag(disc(24), { steps: 2 });
    await page.keyboard.press('Shift+H');
    const [ends] = await held();
    equal(ends.geometry.parts.length, 2, 'painted on two pictures');

    await page.keyboard.press('Shift+I');
    await panel(page).getByText('Filled 2 pictures between').waitFor();
    const [whole] = await held();
    equal(whole.geometry.parts.length, 4, 'four pictures in a row');
    const areas = whole.geometry.parts.map((p) => painted(p).size).sort((a, b) => a - b);
    if (!areas.every((area, i) => i === 0 || area > areas[i - 1])) throw new Error(`a cone has no waist: ${areas}`);
    await shoot(page, 'mask-filled-between');
    equal(await axe(page), [], 'axe beside what reshapes');
    await page.keyboard.press('z');
    equal((await held())[0].geometry, ends.geometry, 'one step back, and nothing is between');
    await page.keyboard.press('Shift+Z');
    equal((await held())[0].geometry, whole.geometry, 'and forth');

    // Wider by a millimetre, on this picture alone; then on all of them.
    await page.keyboard.press('Shift+K');
    await panel(page).getByText('wider on this picture.').waitFor();
    const [wider] = await held();
    const changed = wider.geometry.parts.filter((p, i) => p.runs !== whole.geometry.parts[i].runs);
    equal(changed.length, 1, 'this picture alone');
    if (count(wider) <= count(whole)) throw new Error('it did not grow');
    await button('On this picture').click();
    await page.keyboard.press('Shift+J');
    await panel(page).getByText('narrower on 4 pictures.').waitFor();
    const [narrower] = await held();
    equal(
      narrower.geometry.parts.every((p, i) => painted(p).size < painted(wider.geometry.parts[i]).size),
      true,
      'every picture',
    );

    // A speck beside it, and an edge like a saw: the largest part alone is left, and a smoother edge changes it.
    await drag([[150, 100]]);
    const [specked] = await held();
    await button('Largest part').click();
    await panel(page).getByText('The largest part alone is left on 4 pictures.').waitFor();
    const [alone] = await held();
    if (count(alone) >= count(specked)) throw new Error('the speck is still there');
    for (const part of alone.geometry.parts) equal(pieces(painted(part), alone.geometry.width), 1, 'one piece');
    await button('Smoother').click();
    await panel(page)
      .getByText(/Smoothed over [0-9.]+ (mm|px) on 4 pictures\.|Nothing changes by that\./)
      .waitFor();

    // A region grows from one place over what hangs together with it and looks alike.
    await page.keyboard.press('Shift+B');
    await page.keyboard.press('Shift+G');
    equal(await panel(page).getByRole('button', { name: 'Grow' }).getAttribute('aria-pressed'), 'true', 'growing');
    await drag([[0, 0]]);
    await until('another mask', async () => (await held()).length === 2);
    const region = (await held()).find((m) => m.id !== alone.id);
    equal(
      [region.geometry.parts.length, pieces(painted(region.geometry.parts[0]), region.geometry.width)],
      [1, 1],
      'one piece on one picture',
    );
    await page.setViewportSize({ width: 1920, height: 1080 });
    await page.waitForTimeout(300);
    await shoot(page, 'mask-reshaped-1920');
    equal(await axe(page), [], 'axe at 1920');
    equal(page.faults, [], 'faults in the page');
    await page.context().close();
  });
}
