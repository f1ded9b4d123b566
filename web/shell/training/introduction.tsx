import { Markdown } from '../../ui/markdown.tsx';

/** What the lead says before the first item. */
export function Introduction({ text }: { text: string }) {
  return (
    <section className="training-intro" aria-labelledby="introduction-title">
      <h2 className="panel-title" id="introduction-title">
        Introduction
      </h2>
      <Markdown text={text} />
    </section>
  );
}
