using System.Security.Cryptography;
using Overread.Deidentification;
using Overread.Dicom;
using Overread.Domain.Intake;
using Overread.Storage;

namespace Overread.Server.Features.Intake;

/// <summary>Takes the files of a batch one by one, then groups what was cleaned into studies and photos.</summary>
internal sealed class IntakeBatch
{
    private const long MostTraced = 64 << 20;
    private readonly ProjectKey _key;
    private readonly IReadOnlyList<ProjectKey> _former;
    private readonly HashSet<string> _known;
    private readonly string _clean;
    private readonly string _details;
    private readonly IEntropy _entropy;
    private readonly DatasetRewriter _rewriter;
    private readonly Dictionary<string, string> _digests = [];
    private readonly List<IntakeInstance> _instances = [];
    private readonly List<IntakeEntry> _photos = [];
    private readonly HashSet<string> _detailed = [];
    private readonly Dictionary<(Tag Tag, AccountChange Change), int> _tally = [];

    public IntakeBatch(
        ProjectKey key,
        IReadOnlyList<ProjectKey> former,
        HashSet<string> known,
        string clean,
        string details,
        IEntropy entropy
    )
    {
        _key = key;
        _former = former;
        _known = known;
        _clean = clean;
        _details = details;
        _entropy = entropy;
        Plan = DeidentificationPlan.Gate;
        _rewriter = new DatasetRewriter(Plan, key);
    }

    public DeidentificationPlan Plan { get; }

    /// <summary>Fingerprint of the key in use.</summary>
    public string Key => _key.Fingerprint;

    /// <summary>What may be claimed, computed from the plan.</summary>
    public string Claim => string.Join(", ", Plan.Claims.Where(c => c.Possible).Select(c => c.Claim.ToString()));

    public List<IntakeProblem> Problems { get; } = [];

    public string DigestOf(string shown) => _digests.GetValueOrDefault(shown, "");

    /// <summary>Takes one file: cleaned, or named among the problems.</summary>
    public void Take(ReceivedFile file)
    {
        string hash = HashOf(file.Path);
        string digest = Digest(_key, hash);
        _digests[file.Shown] = digest;
        if (!_known.Add(digest) || _former.Any(key => _known.Contains(Digest(key, hash))))
        {
            Problems.Add(new(file.Shown, "duplicate", "The same bytes were received before in this project.", null));
            return;
        }

        try
        {
            Span<byte> head = stackalloc byte[132];
            using (FileStream probe = File.OpenRead(file.Path))
            {
                head = head[..probe.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            }

            // A DICOM file may carry a TIFF header in its preamble (PS3.10 section 7.1): DICM decides.
            bool dicom = head.Length == 132 && head[128..].SequenceEqual("DICM"u8);
            if (!dicom && PhotoCleaner.Kind(head) is not null)
            {
                TakePhoto(file, digest);
            }
            else
            {
                TakeDicom(file, digest);
            }
        }
        catch (IOException)
        {
            Refuse(file, digest, "The file cannot be read from the disk.", null);
        }
    }

    /// <summary>How often each attribute was kept, changed, removed or added; never a value.</summary>
    public IReadOnlyList<BatchReport.ElementCount> Elements =>
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

    /// <summary>Studies and photos, most doubtful first.</summary>
    public List<IntakeEntry> Group() =>
        [
            .. _instances
                .GroupBy(i => (i.Account.Pseudonym, i.Study))
                .Select(g => StudyEntry.Of([.. g], _clean, _entropy))
                .Concat(_photos)
                .OrderByDescending(e => e.Risk)
                .ThenBy(e => e.Facts.Item.Title, StringComparer.Ordinal),
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
            Refuse(
                received,
                digest,
                Reason(result.Account.Refusal),
                worst is null ? null : $"byte {worst.Offset} {worst.Path}".Trim()
            );
            return;
        }

        if (!output.Dataset.Contains(Tags.PixelData) || output.Dataset.GetInt(Tags.Rows) is not > 0)
        {
            string kind = SopClasses.NameOf(source.SopClassUid) is { Length: > 0 } name
                ? name
                : "object of unknown kind";
            Refuse(received, digest, $"No pixel data: this {kind} has no image to show to readers.", null);
            return;
        }

        MakeViewable(output.Dataset);
        string id = _entropy.NewId();
        string path = Path.Combine(_clean, id);
        // The browser decodes every syntax but deflated; plain ones are written the one way all readers know.
        TransferSyntax syntax = source.TransferSyntax.IsEncapsulated
            ? source.TransferSyntax
            : TransferSyntax.ExplicitLittleEndian;
        using (FileStream target = File.Create(path))
        {
            output.Write(target, syntax);
        }

        Tally(result.Account);
        bool first = _detailed.Add(source.Dataset.GetText(Tags.SeriesInstanceUid) ?? id);
        _instances.Add(
            Reread(source, id, path, result.Account, digest) with
            {
                Source = received.Path,
                Elements = first ? GateElement.Of(result.Account, source.Dataset, output.Dataset) : [],
            }
        );
        foreach (Finding finding in source.Findings.Take(3))
        {
            Problems.Add(
                new(received.Shown, "damaged", finding.Detail, $"byte {finding.Offset} {finding.Path}".Trim())
            );
        }
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
            Refuse(received, digest, reason!, null);
            return;
        }

        string id = _entropy.NewId();
        string path = Path.Combine(_clean, id);
        File.WriteAllBytes(path, photo.Bytes);
        byte[]? thumbnail = PhotoCleaner.Thumbnail(photo.Bytes, 160);
        if (thumbnail is null)
        {
            File.Delete(path);
            Refuse(received, digest, "The picture cannot be decoded.", null);
            return;
        }

        File.WriteAllBytes(path + ".thumb", thumbnail);
        string subject = "PH-" + Convert.ToHexString(_key.Derive("photo", digest))[..12];
        FileFacts facts = new(id, HashOf(path), photo.Bytes.Length, photo.MediaType, photo.Width, photo.Height, 1);
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
                )
            )
            {
                Risk = 0.3,
                Reasons = ["A photograph may show a face, a label or handwriting."],
                Suspects = [new SuspectImage(id, 1, null)],
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
        string digest
    )
    {
        using DicomFile output = DicomFile.Read(path);
        IReadOnlyList<string> residuals = ResidualCheck.Run(source, BeforePixels(output, path), Plan);
        return new(id, path, HashOf(path), output.SourceLength, HeaderOf(output), account, residuals, digest)
        {
            PixelHash = PixelHash(output),
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

    private void Refuse(ReceivedFile file, string digest, string reason, string? where)
    {
        _known.Remove(digest);
        Problems.Add(new(file.Shown, "refused", reason, where));
    }

    private static string Reason(Refusal refusal) =>
        refusal switch
        {
            Refusal.NotDicom => "Neither DICOM, JPEG, PNG nor TIFF.",
            Refusal.Truncated => "The file breaks off: some of it is missing.",
            Refusal.Directory => "A DICOMDIR: its images are taken from their own files.",
            _ => "Parts of the file cannot be read, so nobody can say what they hold.",
        };

    // Keyed, so that nobody can look a known file up in the list.
    private static string Digest(ProjectKey key, string hash) =>
        Convert.ToHexString(key.Derive("received", hash.ToUpperInvariant()));

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
