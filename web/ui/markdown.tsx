import type { ReactNode } from 'react';

/**
 * Markdown as React elements: no HTML string is ever made, so a guideline cannot bring markup or scripts with it.
 * Headings, paragraphs, lists, quotes, code, tables, rules, emphasis, links and data: images.
 */
export function Markdown({ text }: { text: string }) {
  return <div className="markdown">{blocks(text.replace(/\r\n?/g, '\n').split('\n'))}</div>;
}

function blocks(lines: readonly string[]): ReactNode[] {
  const out: ReactNode[] = [];
  let at = 0;
  const take = (while_: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && while_(lines[at]!)) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at]!;
    const key = at;
    if (!line.trim()) at++;
    else if (line.startsWith('```')) {
      at++;
      const body = take((l) => !l.startsWith('```'));
      at++;
      out.push(<pre key={key}>{body.join('\n')}</pre>);
    } else if (/^#{1,4} /.test(line)) {
      at++;
      out.push(heading(line, key));
    } else if (/^(?:---+|\*\*\*+)\s*$/.test(line)) {
      at++;
      out.push(<hr key={key} />);
    } else if (line.startsWith('>')) {
      const body = take((l) => l.startsWith('>')).map((l) => l.replace(/^> ?/, ''));
      out.push(<blockquote key={key}>{blocks(body)}</blockquote>);
    } else if (isItem(line))
      out.push(
        list(
          take((l) => isItem(l) || /^\s{2,}\S/.test(l)),
          key,
        ),
      );
    else if (line.includes('|') && /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(lines[at + 1] ?? '')) {
      out.push(
        table(
          take((l) => l.includes('|')),
          key,
        ),
      );
    } else out.push(<p key={key}>{inline(take((l) => l.trim() !== '' && !startsBlock(l)).join(' '))}</p>);
  }
  return out;
}

const isItem = (line: string) => /^\s*(?:[-*+]|\d+[.)]) /.test(line);
const startsBlock = (line: string) => /^(?:#{1,4} |>|```)/.test(line) || isItem(line);

function heading(line: string, key: number): ReactNode {
  const level = /^#+/.exec(line)![0].length;
  const body = inline(line.slice(level + 1));
  // The page owns h1 and h2; a guideline starts below them.
  if (level === 1) return <h3 key={key}>{body}</h3>;
  if (level === 2) return <h4 key={key}>{body}</h4>;
  return <h5 key={key}>{body}</h5>;
}

function list(lines: string[], key: number): ReactNode {
  const ordered = /^\s*\d/.test(lines[0]!);
  const items: string[] = [];
  for (const line of lines) {
    if (isItem(line)) items.push(line.replace(/^\s*(?:[-*+]|\d+[.)]) /, ''));
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  const body = items.map((item, i) => <li key={i}>{inline(item)}</li>);
  return ordered ? <ol key={key}>{body}</ol> : <ul key={key}>{body}</ul>;
}

function table(lines: string[], key: number): ReactNode {
  const cells = (line: string) =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((c) => c.trim());
  const [head, , ...rows] = lines;
  return (
    <table key={key} className="plain">
      <thead>
        <tr>
          {cells(head!).map((c, i) => (
            <th key={i}>{inline(c)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, r) => (
          <tr key={r}>
            {cells(row).map((c, i) => (
              <td key={i}>{inline(c)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const patterns: [RegExp, (m: RegExpExecArray, key: number) => ReactNode][] = [
  [/^`([^`]+)`/, (m, key) => <code key={key}>{m[1]}</code>],
  [
    /^!\[([^\]]*)\]\((data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/=]+)\)/,
    (m, key) => <img key={key} alt={m[1]} src={m[2]} />,
  ],
  [
    /^\[([^\]]+)\]\((https?:\/\/[^\s)]+|#[^\s)]*|\/[^\s)]*)\)/,
    (m, key) => (
      <a key={key} href={m[2]} target="_blank" rel="noreferrer">
        {inline(m[1]!)}
      </a>
    ),
  ],
  [/^\*\*(.+?)\*\*/, (m, key) => <strong key={key}>{inline(m[1]!)}</strong>],
  [/^[*_]([^*_]+)[*_]/, (m, key) => <em key={key}>{inline(m[1]!)}</em>],
];

function inline(text: string): ReactNode[] {
  const out: ReactNode[] = [];
  let plain = '';
  let rest = text;
  while (rest) {
    const found = patterns.map(([pattern, make]) => ({ m: pattern.exec(rest), make })).find(({ m }) => m);
    if (found?.m) {
      if (plain) out.push(plain);
      plain = '';
      out.push(found.make(found.m, out.length));
      rest = rest.slice(found.m[0].length);
    } else {
      const step = /^[^`![*_]+/.exec(rest)?.[0].length ?? 1;
      plain += rest.slice(0, step);
      rest = rest.slice(step);
    }
  }
  if (plain) out.push(plain);
  return out;
}
