using System.Security.Cryptography;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Text;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Text.Gate;
using Overread.Text;

namespace Overread.Server.Modalities.Text.Intake;

/// <summary>
/// Takes documents: each is one entry, stored as UTF-8. Nothing is taken out of a text by a program, so every entry is held
/// for a person.
/// </summary>
internal sealed class TextIntake(IntakeContext context) : IIntake
{
    private const long Largest = 4 << 20;
    private static readonly IntakeEntry.Hold Held = new(
        "document",
        "No program can say that a text names nobody: a person has to read it."
    );
    private readonly List<IntakeEntry> _entries = [];

    /// <inheritdoc/>
    public void Take(ReceivedFile file, string digest)
    {
        if (new FileInfo(file.Path).Length > Largest)
        {
            context.Refuse(file, digest, "The document is larger than 4 MiB: divide it.");
            return;
        }

        if (!PlainDocument.TryRead(File.ReadAllBytes(file.Path), out PlainDocument? document, out string? problem))
        {
            context.Refuse(file, digest, problem!);
            return;
        }

        string id = context.Entropy.NewId();
        byte[] bytes = document!.ToUtf8();
        File.WriteAllBytes(Path.Combine(context.Clean, id), bytes);
        FileFacts facts = new(
            id,
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            bytes.Length,
            TextModality.MediaType,
            new TextContent(new CodePoints(document.Text).Length) { ReceivedAs = document.Encoding }
        );
        string subject = "TX-" + Convert.ToHexString(context.Key.Derive("document", digest))[..12];
        ItemFacts item = new(
            id,
            subject + " document",
            subject,
            TextModality.Kind,
            "TXT",
            [new SeriesFacts(id, "Document", "TXT", [facts])]
        );
        _entries.Add(
            new(
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

    /// <inheritdoc/>
    public IReadOnlyList<IntakeEntry> Group() => _entries;

    /// <inheritdoc/>
    public IntakeEntry Seek(IntakeEntry entry, Action step, CancellationToken cancel) => entry;

    /// <inheritdoc/>
    public void Keep(IReadOnlyList<IntakeEntry> entries) { }
}
