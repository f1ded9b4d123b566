using System.Security.Cryptography;
using Overread.Deidentification.Phi;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Text;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Text.Gate;
using Overread.Text;
using Overread.Text.Formats;
using Overread.Text.Reading;

namespace Overread.Server.Modalities.Text.Intake;

/// <summary>
/// Takes documents: each is one entry, stored as UTF-8; a file of HTML, RTF, CDA, FHIR or HL7 v2 gives the texts that it holds. A
/// program proposes what is blacked out, and every entry is held for a person.
/// </summary>
internal sealed class TextIntake(IntakeContext context) : IIntake
{
    private const long Largest = 4 << 20;
    private static readonly IntakeEntry.Hold Held = new(
        "document",
        "No program can say that a text names nobody: a person has to read it."
    );
    private readonly List<IntakeEntry> _entries = [];

    // By file; in memory alone, for it identifies.
    private readonly Dictionary<string, PhiHeader> _known = [];

    /// <inheritdoc/>
    public void Take(ReceivedFile file, string digest)
    {
        if (new FileInfo(file.Path).Length > Largest)
        {
            context.Refuse(file, digest, "The document is larger than 4 MiB: divide it.");
            return;
        }

        if (!PlainDocument.TryRead(File.ReadAllBytes(file.Path), out PlainDocument? received, out string? problem))
        {
            context.Refuse(file, digest, problem!);
            return;
        }

        Findings findings = new();
        List<(string Kind, PlainDocument Document)> documents = [];
        try
        {
            documents.AddRange(TextsOf(received!, findings));
        }
        catch (FormatException)
        {
            // The reason may quote the file, which identifies somebody: its kind and the way on are enough.
            context.Refuse(
                file,
                digest,
                $"The file is no whole {KindOf(received!)} document: export it again, or save it as plain text."
            );
            return;
        }

        foreach (Finding finding in findings.All.Where(f => f.Grade == FindingGrade.LeftOut))
        {
            context.Damaged(file, finding.What, finding.Line > 0 ? $"line {finding.Line}" : null);
        }

        if (documents.Count == 0)
        {
            context.Refuse(file, digest, $"No text was found in it ({KindOf(received!)}).");
            return;
        }

        foreach ((string kind, PlainDocument document) in documents)
        {
            Add(document, kind, digest, documents.Count, DocumentSubject.Of(kind, received!.Text));
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IntakeEntry> Group() => _entries;

    /// <inheritdoc/>
    public IntakeEntry Seek(IntakeEntry entry, Action step, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        string file = entry.Facts.Item.Series[0].Files[0].Id;
        string text = File.ReadAllText(Path.Combine(context.Clean, entry.Facts.Paths[file]));
        IntakeEntry found = (DocumentEntry)entry with
        {
            Proposed = DocumentSeeker.Seek(file, text, _known.GetValueOrDefault(file)),
        };
        step();
        return found;
    }

    /// <inheritdoc/>
    public void Keep(IReadOnlyList<IntakeEntry> entries) { }

    private static string KindOf(PlainDocument received) =>
        TextReading.KindOf(TextSource.Alone("document", received.Text));

    // Plain text is kept as it came, line ends and all.
    private static IEnumerable<(string Kind, PlainDocument Document)> TextsOf(PlainDocument received, Findings findings)
    {
        TextSource source = TextSource.Alone("document", received.Text);
        string kind = TextReading.KindOf(source);
        return kind == "plain"
            ? [(kind, received)]
            : TextReading
                .Read(source, kind, null, findings)
                .Select(t => t.Text)
                .Where(t => !string.IsNullOrWhiteSpace(t))
                .Select(t => (kind, new PlainDocument(WithoutHalves(t), received.Encoding)))
                .ToList();
    }

    // An escape of JSON or XML can name half a pair of surrogates, which is no character.
    private static string WithoutHalves(string text) =>
        text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())) : text;

    private void Add(PlainDocument document, string kind, string digest, int of, PhiHeader? known)
    {
        string id = context.Entropy.NewId();
        if (known is not null)
        {
            _known[id] = known;
        }

        byte[] bytes = document.ToUtf8();
        File.WriteAllBytes(Path.Combine(context.Clean, id), bytes);
        FileFacts facts = new(
            id,
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            bytes.Length,
            TextModality.MediaType,
            new TextContent(new CodePoints(document.Text).Length)
            {
                ReceivedAs = document.Encoding,
                TakenFrom = kind == "plain" ? null : kind,
            }
        );
        string part = of == 1 ? digest : digest + " " + Convert.ToHexStringLower(SHA256.HashData(bytes));
        string subject = "TX-" + Convert.ToHexString(context.Key.Derive("document", part))[..12];
        ItemFacts item = new(
            id,
            subject + " document",
            subject,
            TextModality.Kind,
            "TXT",
            [new SeriesFacts(id, "Document", "TXT", [facts])]
        );
        _entries.Add(
            new DocumentEntry(
                id,
                new EntryFacts(
                    item,
                    new Dictionary<string, string> { [id] = id },
                    new Dictionary<string, string>(),
                    [digest]
                ),
                TextGate.AppliedPlan
            )
            {
                Risk = 1,
                Reasons = [Held.Reason],
                Held = Held,
            }
        );
    }
}
