using System.Security.Cryptography;
using Overread.Deidentification.Patients;
using Overread.Dicom;
using Overread.Dicom.Deidentify;
using Overread.Dicom.Pixels;
using Overread.Dicom.PixelText;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Server.Features.Intake;
using Overread.Server.Modalities.Imaging.Gate;
using Overread.Server.Modalities.Imaging.Plans;
using Overread.Server.Modalities.Imaging.Stencils;
using BatchReport = Overread.Server.Features.Intake.Contracts.BatchReport;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>De-identifies DICOM files and photos, and groups what was cleaned into studies and photos.</summary>
internal sealed class ImagingIntake(
    IntakeContext context,
    ImagingPlan plan,
    Lazy<ITextEngine> text,
    ProjectStencils stencils
) : IIntake
{
    private const long MostTraced = 64 << 20;

    // Progressive JPEG, retired: what was decoded here is written, and stays marked as lossy.
    private static readonly HashSet<string> NotInBrowsers = ["1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55"];

    private readonly DatasetRewriter _rewriter = new(plan.Plan, context.Key);
    private readonly TextScan _text = new(
        text,
        context.Clean,
        context.Entropy,
        FormerBoxes.Of(context.Former),
        stencils
    );
    private readonly CompanionScan _companions = new(text, context.Details);
    private readonly FaceScan _faces = new(context.Clean, context.Details);
    private readonly List<IntakeInstance> _instances = [];
    private readonly List<ImagingEntry> _photos = [];
    private readonly HashSet<string> _detailed = [];
    private readonly Dictionary<(Tag Tag, AccountChange Change), int> _tally = [];

    /// <summary>A DICOM file may carry a TIFF header in its preamble (PS3.10 section 7.1): DICM decides.</summary>
    public static bool IsDicom(ReadOnlySpan<byte> head) =>
        head.Length >= 132 && head.Slice(128, 4).SequenceEqual("DICM"u8);

    /// <inheritdoc/>
    public void Take(ReceivedFile file, string digest)
    {
        Span<byte> head = stackalloc byte[132];
        using (FileStream probe = File.OpenRead(file.Path))
        {
            head = head[..probe.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }

        if (!IsDicom(head) && PhotoCleaner.Kind(head) is not null)
        {
            TakePhoto(file, digest);
        }
        else
        {
            TakeDicom(file, digest);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<PatientSighting> Sightings => [.. _instances.Select(i => i.Sighting)];

    /// <inheritdoc/>
    public void Settle(PatientResolution who)
    {
        DatasetRewriter settled = new(plan.Plan, context.Key, who);
        for (int i = 0; i < _instances.Count; i++)
        {
            IntakeInstance instance = _instances[i];
            if (who.ReplacementOf(instance.Sighting.Patient, instance.Sighting.Study) is null)
            {
                continue;
            }

            using DicomFile source = DicomFile.Read(instance.Source.Path);
            RewriteResult result = settled.Rewrite(source, AccountDetail.Elements);
            Dataset output = result.Output!.Dataset;
            Write(result.Output, source, instance.Path);
            _instances[i] = Reread(
                source,
                instance.Id,
                instance.Path,
                result.Account,
                instance.Digest,
                instance.Source
            ) with
            {
                Elements = instance.Elements.Count > 0 ? GateElement.Of(result.Account, source.Dataset, output) : [],
            };
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IntakeEntry> Group() =>
        [
            .. StudyGroups.Of(_instances).Select(g => StudyEntry.Of(g, plan.Applied, context.Clean, context.Entropy)),
            .. _photos,
        ];

    /// <inheritdoc/>
    public IntakeEntry Seek(IntakeEntry entry, Action step, CancellationToken cancel) =>
        entry is ImagingEntry imaging
            ? _companions.Seek(_faces.Seek(_text.Seek(imaging, step, cancel), step, cancel), step, cancel)
            : entry;

    /// <inheritdoc/>
    public void Keep(IReadOnlyList<IntakeEntry> entries)
    {
        List<ImagingEntry> own = [.. entries.OfType<ImagingEntry>()];
        GateDetails details = new(context.Details);
        foreach (ImagingEntry entry in own)
        {
            details.Keep(entry.Id, entry.Elements);
        }

        // What was counted of files when they came first, stays counted: the same attributes are changed the same way.
        if (context.Former.Count == 0)
        {
            details.KeepTally(Elements);
        }

        details.KeepPatients(
            [.. own.SelectMany(e => e.Patients)],
            [.. context.Former.Select(e => e.Facts.Item.Subject)]
        );
    }

    // How often each attribute was kept, changed, removed or added; never a value.
    private IReadOnlyList<BatchReport.ElementCount> Elements =>
        [
            .. _tally
                .OrderBy(t => t.Key.Tag)
                .ThenBy(t => t.Key.Change)
                .Select(t => new BatchReport.ElementCount(
                    t.Key.Tag.ToString(),
                    AttributeRegistry.KeywordOf(t.Key.Tag),
                    t.Key.Change.ToString().ToLowerInvariant(),
                    t.Value
                )),
        ];

    private void TakeDicom(ReceivedFile received, string digest)
    {
        using DicomFile source = DicomFile.Read(received.Path);
        RewriteResult result = _rewriter.Rewrite(source, AccountDetail.Elements);
        if (result.Output is not { } output)
        {
            Finding? worst =
                source.Findings.FirstOrDefault(f => f.IsTruncation)
                ?? (source.Findings.Count > 0 ? source.Findings[0] : null);
            context.Refuse(
                received,
                digest,
                Reason(result.Account.Refusal),
                worst is null ? null : $"byte {worst.Offset} {worst.Path}".Trim()
            );
            return;
        }

        bool companion = CompanionObject.KindOf(source.SopClassUid) is not null;
        if (!companion && (!output.Dataset.Contains(Tags.PixelData) || output.Dataset.GetInt(Tags.Rows) is not > 0))
        {
            string kind = SopClasses.NameOf(source.SopClassUid) is { Length: > 0 } name
                ? name
                : "object of unknown kind";
            context.Refuse(received, digest, $"No pixel data: this {kind} has no image to show to readers.");
            return;
        }

        string id = context.Entropy.NewId();
        string path = Path.Combine(context.Clean, id);
        Write(output, source, path);
        Tally(result.Account);
        // Images of a series are alike; of what goes with them each is shown by itself.
        bool first = companion || _detailed.Add(source.Dataset.GetText(Tags.SeriesInstanceUid) ?? id);
        _instances.Add(
            Reread(source, id, path, result.Account, digest, received) with
            {
                Elements = first ? GateElement.Of(result.Account, source.Dataset, output.Dataset) : [],
            }
        );
        foreach (Finding finding in source.Findings.Take(3))
        {
            context.Damaged(received, finding.Detail, $"byte {finding.Offset} {finding.Path}".Trim());
        }
    }

    private static void Write(DicomFile output, DicomFile source, string path)
    {
        MakeViewable(output.Dataset);
        if (
            NotInBrowsers.Contains(source.TransferSyntax.Uid)
            && Transcoder.TryTranscode(output, TransferSyntax.ExplicitLittleEndian, out DicomFile plain, out _)
        )
        {
            using FileStream decoded = File.Create(path);
            plain.Write(decoded, TransferSyntax.ExplicitLittleEndian);
            return;
        }

        // The browser decodes every other syntax but deflated; plain ones are written the one way all readers know.
        TransferSyntax syntax = source.TransferSyntax.IsEncapsulated
            ? source.TransferSyntax
            : TransferSyntax.ExplicitLittleEndian;
        using FileStream target = File.Create(path);
        output.Write(target, syntax);
    }

    private void Tally(DeidentificationAccount account)
    {
        foreach (AccountEntry entry in account.Entries)
        {
            (Tag, AccountChange) key = (entry.Tag, entry.Change);
            _tally[key] = _tally.GetValueOrDefault(key) + 1;
        }
    }

    // What stands in a viewer's way and says nothing: segmented palettes, and a pixel spacing of 0, which cannot be true.
    private static void MakeViewable(Dataset dataset)
    {
        PaletteColors.ExpandSegmented(dataset);
        foreach (Tag spacing in new[] { Tags.PixelSpacing, Tags.ImagerPixelSpacing })
        {
            if (dataset.Contains(spacing) && dataset.GetNumbers(spacing).Any(v => v <= 0))
            {
                dataset.Remove(spacing);
            }
        }
    }

    private void TakePhoto(ReceivedFile received, string digest)
    {
        (PhotoCleaner.CleanPhoto? photo, string? reason) = PhotoCleaner.Clean(File.ReadAllBytes(received.Path));
        if (photo is null)
        {
            context.Refuse(received, digest, reason!);
            return;
        }

        string id = context.Entropy.NewId();
        string path = Path.Combine(context.Clean, id);
        File.WriteAllBytes(path, photo.Bytes);
        byte[]? thumbnail = PhotoCleaner.Thumbnail(photo.Bytes, 160);
        if (thumbnail is null)
        {
            File.Delete(path);
            context.Refuse(received, digest, "The picture cannot be decoded.");
            return;
        }

        File.WriteAllBytes(path + ".thumb", thumbnail);
        string subject = "PH-" + Convert.ToHexString(context.Key.Derive("photo", digest))[..12];
        FileFacts facts = new(
            id,
            HashOf(path),
            photo.Bytes.Length,
            photo.MediaType,
            new ImageContent(photo.Width, photo.Height, 1)
        );
        ItemFacts item = new(
            id,
            subject + " photo",
            subject,
            "photo",
            "XC",
            [new SeriesFacts(id, "Photo", "XC", [facts])]
        );
        _photos.Add(
            new(
                id,
                new EntryFacts(
                    item,
                    new Dictionary<string, string> { [id] = id },
                    new Dictionary<string, string> { [id] = id + ".thumb" },
                    [digest]
                ),
                plan.Applied
            )
            {
                Sources = [received],
                Risk = 0.3,
                Reasons = ["A photograph may show a face, a label or handwriting."],
                Sought = [new SoughtImage(id, 1, null, true)],
                Removed = photo.Removed.Count,
                Kept = 1,
                Elements = [.. photo.Removed.Select(r => new GateElement("", r, "", 0, "removed", null, null))],
            }
        );
    }

    // The written file is read anew, once: what counts is what left, not what was meant to leave.
    private IntakeInstance Reread(
        DicomFile source,
        string id,
        string path,
        DeidentificationAccount account,
        string digest,
        ReceivedFile received
    )
    {
        using DicomFile output = DicomFile.Read(path);
        IReadOnlyList<string> residuals = ResidualCheck.Run(source, output, BeforePixels(output, path), plan.Plan);
        return new(id, path, HashOf(path), output.SourceLength, HeaderOf(output), account, residuals, digest)
        {
            Source = received,
            Sighting = PatientSightings.Of(source.Dataset),
            PixelHash = PixelHash(output),
            Traits = HeaderTraits.Of(source.Dataset, output.Dataset),
        };
    }

    private static byte[] BeforePixels(DicomFile output, string path)
    {
        long end = output.Dataset.TryGet(Tags.PixelData, out Element? pixels) ? pixels.Offset : output.SourceLength;
        byte[] bytes = new byte[Math.Min(end, MostTraced)];
        using FileStream stream = File.OpenRead(path);
        stream.ReadExactly(bytes);
        return bytes;
    }

    // A header that outlives the file: everything but the pixels is held in memory.
    private static Dataset HeaderOf(DicomFile file)
    {
        Dataset header = new();
        foreach (
            Element element in file.Dataset.Where(e => e.Tag < Tags.PixelData && (e.IsSequence || e.Length < 1 << 16))
        )
        {
            header.Set(
                element.IsSequence ? element : new Element(element.Tag, element.Vr, element.ReadBytes().ToArray())
            );
        }

        return header;
    }

    /// <summary>SHA-256 over the stored frames; null where there are none.</summary>
    public static string? PixelHash(DicomFile file)
    {
        if (!PixelData.TryOpen(file, out PixelData pixels, out _))
        {
            return null;
        }

        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < pixels.Count; i++)
        {
            sha.AppendData(pixels.ReadStored(i));
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static string Reason(Refusal refusal) =>
        refusal switch
        {
            Refusal.NotDicom => "Neither DICOM, JPEG, PNG nor TIFF.",
            Refusal.Truncated => "The file breaks off: some of it is missing.",
            Refusal.Directory => "A DICOMDIR: its images are taken from their own files.",
            _ => "Parts of the file cannot be read, so nobody can say what they hold.",
        };

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
