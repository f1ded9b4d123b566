import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Markdown } from './markdown.tsx';

const shown = (text: string) => renderToStaticMarkup(<Markdown text={text} />);

test('markup in a guideline is text, wherever it stands', () => {
  const planted = '<img src=x onerror="alert(1)"> <script>alert(1)</script> <a href="javascript:alert(1)">x</a>';
  for (const text of [
    planted,
    `# ${planted}`,
    `- ${planted}`,
    `> ${planted}`,
    `\`\`\`\n${planted}\n\`\`\``,
    `**${planted}**`,
    `\`${planted}\``,
    `| a | b |\n|---|---|\n| ${planted} | c |`,
    `[${planted}](https://a.example)`,
  ]) {
    const html = shown(text);
    expect(html).not.toMatch(/<(?:img|script)\b/);
    expect(html).not.toMatch(/href="javascript/);
    expect(html).toContain('&lt;script&gt;');
  }
});

test('links lead by http, https and mail alone', () => {
  for (const scheme of [
    'javascript:',
    'JaVaScRiPt:',
    ' javascript:',
    'data:text/html,',
    'vbscript:',
    'file:///',
    'blob:',
  ])
    expect(shown(`[x](${scheme}alert(1))`)).not.toContain('href');
  for (const address of ['https://a.example/b?c=d', 'http://a.example'])
    expect(shown(`[x](${address})`)).toContain(`href="${address}"`);
});

test('pictures are those that the text itself holds', () => {
  for (const address of [
    'https://a.example/x.png',
    'javascript:alert(1)',
    'data:text/html;base64,AAAA',
    '//a.example/x.png',
  ])
    expect(shown(`![x](${address})`)).not.toMatch(/<img[^>]*src="(?!data:image)/);
  expect(shown('![x](data:image/png;base64,iVBORw0KGgo=)')).toContain('<img');
});
