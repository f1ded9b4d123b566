using System.Security.Cryptography;
using System.Text;
using Overread.Dicom;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// Carries out what a person approved about the objects that came with images: those that are dropped are left out, elements that
/// go are taken out of the others, a document that was kept for a reason goes back into its object as it came. Works beside
/// the cleaned files, so that it can be done again after a crash.
/// </summary>
internal static class CompanionCleaner
{
    private static readonly Tag DocumentLength = new(0x00420015);

    /// <param name="entry">What a person has decided.</param>
    /// <param name="facts">The entry's facts, with its images as they are now.</param>
    /// <param name="folder">The folder of the cleaned files.</param>
    /// <param name="details">The folder of what identifies.</param>
    public static (EntryFacts Facts, string? Problem) Clean(
        GateEntry entry,
        EntryFacts facts,
        string folder,
        string details
    )
    {
        if (facts.Item.Companions is not { } files)
        {
            return (facts, null);
        }

        ImagingWork work = ImagingWork.Of(entry);
        Dictionary<string, GateCompanion> held = work.Companions.Companions.ToDictionary(c => c.File);
        CompanionFolder kept = new(details, entry.Id);
        Dictionary<string, string> paths = new(facts.Paths);
        List<FileFacts> passing = [];
        foreach (FileFacts file in files)
        {
            string state = held.GetValueOrDefault(file.Id)?.State ?? "open";
            if (state == "open")
            {
                return (facts, "Of an object that came with the images nobody has said whether it passes.");
            }

            if (state == "dropped")
            {
                paths.Remove(file.Id);
                continue;
            }

            (FileFacts now, string path) = Write(
                file,
                Path.Combine(folder, paths[file.Id]),
                work.Residuals.Removed,
                kept.Document(file.Id)
            );
            paths[file.Id] = Path.GetFileName(path);
            passing.Add(now);
        }

        return (
            facts with
            {
                Paths = paths,
                Item = facts.Item with { Companions = passing.Count > 0 ? passing : null },
            },
            null
        );
    }

    private static (FileFacts File, string Path) Write(
        FileFacts file,
        string from,
        IReadOnlyCollection<Tag> gone,
        byte[]? document
    )
    {
        if (gone.Count == 0 && document is null)
        {
            return (file, from);
        }

        string to = from + ".approved";
        using (DicomFile source = DicomFile.Read(from))
        {
            Dataset copy = new();
            foreach (Element element in source.Dataset.Elements)
            {
                copy.Set(element);
            }

            DicomFile result = new(copy, source.TransferSyntax);
            ElementRemover.Remove(result.Dataset, gone);
            if (document is not null)
            {
                PutBack(result.Dataset, document);
            }

            using FileStream target = File.Create(to);
            result.Write(target, result.TransferSyntax);
        }

        using FileStream written = File.OpenRead(to);
        return (file with { Hash = Convert.ToHexStringLower(SHA256.HashData(written)), Size = written.Length }, to);
    }

    // PS3.3 C.24.2: the type that the document has, whatever stands in the header by now.
    private static void PutBack(Dataset dataset, byte[] document)
    {
        dataset.Set(new Element(Tags.EncapsulatedDocument, Vr.OB, document));
        if (document.AsSpan(0, Math.Min(document.Length, 1024)).IndexOf("%PDF-"u8) >= 0)
        {
            dataset.Set(Tags.MimeTypeOfEncapsulatedDocument, Vr.LO, "application/pdf");
        }
        else if (
            Encoding
                .Latin1.GetString(document.AsSpan(0, Math.Min(document.Length, 64)))
                .TrimStart('\u00EF', '\u00BB', '\u00BF', ' ')
                .StartsWith('<')
        )
        {
            dataset.Set(Tags.MimeTypeOfEncapsulatedDocument, Vr.LO, "text/XML");
        }

        dataset.Remove(DocumentLength);
    }
}
