using System.Text;
using Overread.Domain.Intake;
using Overread.Domain.Marks;
using Overread.Domain.Modalities.Text;
using Overread.Domain.Protocols;
using Overread.Server.Features.Releases.Bundle;
using Overread.Storage;
using Overread.Text.Documents;
using Overread.Text.Formats;
using Overread.Text.Formats.Brat;

namespace Overread.Server.Modalities.Text.Exports;

/// <summary>
/// Released spans as brat standoff: text and annotations per document, and the configuration that names the types. The
/// type of an annotation is its field, or field and class with an underscore between them; both stand as attributes too.
/// </summary>
internal sealed class BratExport : IExport
{
    private const string Folder = "exports/brat/";
    private const string Configuration = Folder + "annotation.conf";

    /// <inheritdoc/>
    public string? Describe(string path) =>
        !path.StartsWith(Folder, StringComparison.Ordinal) ? null
        : path == Configuration ? "Types and attributes of the brat annotations."
        : path.EndsWith(".ann", StringComparison.Ordinal)
            ? "Released spans of one document in brat standoff; offsets in code points."
        : "The text of one document, as its readers saw it.";

    /// <inheritdoc/>
    public IEnumerable<(string Path, string Text)> Files(BundleContent content, IBlobStore blobs)
    {
        List<Field> fields = [.. content.Protocol.Fields.Where(f => f.Kind.Region == SpanKind.Instance)];
        List<(ItemFacts Item, FileFacts File)> documents =
        [
            .. content.Items.SelectMany(i =>
                i.Series.SelectMany(s => s.Files).Where(f => f.Content is TextContent).Select(f => (i, f))
            ),
        ];
        if (documents.Count == 0)
        {
            yield break;
        }

        yield return (Configuration, Types(fields));
        foreach (var item in documents.GroupBy(d => d.Item.Id))
        {
            MemorySink sink = new();
            new BratFormat().Write(
                item.Select(d => new AnnotatedDocument(item.Key, Read(blobs, d.File))
                {
                    Spans = Spans(content, d.Item, d.File, fields),
                }),
                sink,
                new WritingChoices(DateTimeOffset.UnixEpoch)
            );
            foreach ((string name, string text) in sink.Files)
            {
                yield return (Folder + name, text);
            }
        }
    }

    private static List<TextSpan> Spans(BundleContent content, ItemFacts item, FileFacts file, List<Field> fields)
    {
        List<TextSpan> spans = [];
        foreach (
            (Field field, Mark mark) in fields.SelectMany(f =>
                content.Marks.GetValueOrDefault((item.Id, f.Id), []).Select(m => (f, m.Mark))
            )
        )
        {
            if (mark.Region is not SpanRegion span || span.File != file.Id)
            {
                continue;
            }

            List<NamedValue> attributes = [new("field", field.Id)];
            if (mark.Class is { } name)
            {
                attributes.Add(new("class", name));
            }

            spans.Add(
                new(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"T{spans.Count + 1}"),
                    TypeOf(field, mark.Class),
                    [new(span.Start, span.End)]
                )
                {
                    Attributes = attributes,
                }
            );
        }

        return spans;
    }

    private static string TypeOf(Field field, string? name) => name is null ? field.Id : $"{field.Id}_{name}";

    private static string Types(List<Field> fields)
    {
        StringBuilder text = new("[entities]\n");
        foreach (Field field in fields)
        {
            foreach (
                string type in field.Options is { Count: > 0 } options
                    ? options.Select(o => TypeOf(field, o.Id))
                    : [TypeOf(field, null)]
            )
            {
                text.Append(type).Append('\n');
            }
        }

        string[] classes =
        [
            .. fields.SelectMany(f => f.Options ?? []).Select(o => o.Id).Distinct().Order(StringComparer.Ordinal),
        ];
        text.Append("\n[relations]\n\n[events]\n\n[attributes]\n");
        text.Append("field\tArg:<ENTITY>, Value:").AppendJoin('|', fields.Select(f => f.Id)).Append('\n');
        if (classes.Length > 0)
        {
            text.Append("class\tArg:<ENTITY>, Value:").AppendJoin('|', classes).Append('\n');
        }

        return text.ToString();
    }

    private static string Read(IBlobStore blobs, FileFacts file)
    {
        using Stream stream =
            blobs.Open(file.Hash)
            ?? throw new RefusedException(
                new("file.lost", $"The bytes of the document {file.Id} are missing from the store.")
                {
                    Next = "Tell the administrator: run overread audit.",
                }
            );
        using StreamReader reader = new(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }
}
