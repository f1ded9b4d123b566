using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Deidentification.Residual;
using Overread.Dicom.Deface;
using Overread.Dicom.Deidentify.Plans;
using Overread.Dicom.Media;
using Overread.Dicom.PixelText;
using Overread.Dicom.Reading;
using Overread.Dicom.Writing;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Rewrites many files into a folder: patient/study/series/instance, all named by replacements. May be stopped at any
/// time and run again: what is done is skipped. A file is there whole or not at all.
/// </summary>
public sealed class DeidentificationBatch
{
    private const string JournalName = ".overread-done";
    private DatasetRewriter _rewriter;
    private PatientPass? _patients;
    private Journal? _journal;
    private readonly DeidentificationPlan _plan;
    private readonly ProjectKey _key;
    private readonly BatchOptions _options;
    private readonly string _folder;
    private readonly ResidualForms _forms = new();
    private readonly PixelPass _pixels;
    private readonly FacePass _faces;
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _paths = new(StringComparer.Ordinal);

    // What another plan left in the folder gives way.
    private bool _isNewPlan;

    /// <summary>Prepares a batch.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="key">The project's key.</param>
    /// <param name="folder">Where outputs go; made if it is not there.</param>
    /// <param name="options">How to run.</param>
    /// <exception cref="ArgumentException">A step on pixels is asked for without an engine that finds text.</exception>
    public DeidentificationBatch(DeidentificationPlan plan, ProjectKey key, string folder, BatchOptions options)
    {
        _rewriter = new DatasetRewriter(plan, key);
        _plan = plan;
        _key = key;
        _folder = folder;
        _options = options;
        _pixels = new PixelPass(options);
        _faces = new FacePass(plan, options);
    }

    /// <summary>Runs over the sources.</summary>
    /// <param name="sources">Files, in an order that is the same on every run.</param>
    /// <param name="progress">Told the number of files done; may be null.</param>
    /// <param name="cancellation">Stops after the files that are being worked on.</param>
    /// <exception cref="IOException">The output folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; run it again to go on.</exception>
    public BatchReport Run(
        IReadOnlyList<BatchSource> sources,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        _patients = new PatientPass(sources, _options.Crosswalk, _key, _options.Jobs, cancellation);
        _rewriter = new DatasetRewriter(_plan, _key, _patients.Resolution);
        BatchTally tally = new();
        string what = _plan.Hash + (_options.Faces is { } faces ? " faces " + faces.Hash : "");
        using Journal journal = new(
            _options.DryRun ? null : Path.Combine(_folder, JournalName),
            what,
            _key.Fingerprint
        );
        _journal = journal;
        _isNewPlan = !journal.Continues;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Jobs, CancellationToken = cancellation };
        try
        {
            // One by one from the list: what takes long is not bound to what comes after it.
            Parallel.ForEach(
                Partitioner.Create(_patients.ByInstance, EnumerablePartitionerOptions.NoBuffering),
                parallel,
                numbers =>
                {
                    foreach (int number in numbers)
                    {
                        cancellation.ThrowIfCancellationRequested();
                        Take(number, sources[number - 1], journal, tally);
                        progress?.Report(tally.Done);
                    }
                }
            );
        }
        catch (AggregateException failed)
        {
            // Each job may have met the same full disk; one of them tells it.
            ExceptionDispatchInfo.Throw(failed.Flatten().InnerExceptions[0]);
        }

        foreach (IReadOnlyList<FacePass.Waiting> series in _faces.Series)
        {
            cancellation.ThrowIfCancellationRequested();
            ProcessSeries(series, journal, tally, progress);
        }

        if (_options.MediaDirectory && !_options.DryRun)
        {
            MediaDirectoryWriter.Write(_folder);
        }

        return tally.Report(
            _plan,
            _key,
            sources.Count,
            IdentityFindings.Of(_patients.Resolution, seed => _rewriter.Patients.Replace(seed.Id, seed.Issuer)),
            _options.Pixels == PixelStep.None ? null : _pixels.Proposals,
            _pixels.IsAllApproved,
            _faces.Proposals
        );
    }

    /// <summary>Patients whose pseudonyms the last run gave out, for a crosswalk.</summary>
    public IReadOnlyList<ReleasedPatient> GivenOut => _patients?.GivenOut ?? [];

    /// <summary>
    /// Takes one file, unless its content is done: known by its bytes, for two files may bear one name, and one content two.
    /// </summary>
    private void Take(int number, BatchSource source, Journal journal, BatchTally tally)
    {
        if (_patients!.Refusal(number) is { } refusal)
        {
            tally.Refuse(number, refusal);
            return;
        }

        string mark;
        try
        {
            // A stream can be read once: what was read for its mark is what is rewritten.
            ByteSource bytes = source.Open();
            mark = MarkOf(bytes, _patients.ReplacementOf(number));
            if (source.Length < 0)
            {
                source = source with { Open = () => bytes };
            }
            else
            {
                bytes.Dispose();
            }
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            tally.Refuse(number, "CannotBeOpened");
            return;
        }

        if (!journal.Begin(mark))
        {
            tally.Skip();
        }
        else if (Process(number, source, mark, tally) is { } output)
        {
            journal.Add(mark, output);
        }
    }

    /// <summary>
    /// The mark of a content: XXH3 of all its bytes, as fast as they can be read, from a seed that only the key's holder has,
    /// so that nobody can make two contents of one mark.
    /// </summary>
    private string MarkOf(ByteSource source, PatientIdentity? seed)
    {
        XxHash128 hash = new(BinaryPrimitives.ReadInt64LittleEndian(_key.Derive("batch-seed", "")));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            for (long position = 0; source.Read(position, buffer) is > 0 and int read; position += read)
            {
                hash.Append(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // Under another patient a content is another output: a decision of today makes it anew.
        string whose = seed is { } other ? "\u0000" + other.Issuer + "\u0000" + other.Id : "";
        return Convert.ToHexString(_key.Derive("batch", Convert.ToHexString(hash.GetCurrentHash()) + whose)[..16]);
    }

    /// <summary>
    /// Removes the face of a series and writes it, or refuses it whole. Its files are marked as done together: what is left
    /// of a series would have another cut.
    /// </summary>
    private void ProcessSeries(
        IReadOnlyList<FacePass.Waiting> series,
        Journal journal,
        BatchTally tally,
        IProgress<int>? progress
    )
    {
        string? refusal = null;
        FaceCut? cut = null;
        try
        {
            // A stream was read to its end the first time.
            if (series.Any(w => w.IsHead && w.Source.Length < 0))
            {
                refusal = "FaceNotRemoved.Stream";
            }
            else if (_faces.Propose(series) is { } proposal)
            {
                cut = proposal.Cut;
                refusal = cut is null ? $"FaceNotRemoved.{proposal.Problem}" : null;
            }
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            refusal = "CannotBeOpened";
        }

        List<(string Mark, string Output)> done = [];
        foreach (FacePass.Waiting file in series)
        {
            if (refusal is not null)
            {
                tally.Refuse(file.Number, refusal);
            }
            else if (Process(file.Number, file.Source, file.Mark, tally, new SeriesCut(file.Series, cut)) is { } output)
            {
                done.Add((file.Mark, output));
            }

            progress?.Report(tally.Done);
        }

        done.ForEach(file => journal.Add(file.Mark, file.Output));
    }

    /// <summary>That a file's series has been looked at, and the cut found for it; null for none.</summary>
    private sealed record SeriesCut(string Series, FaceCut? Cut);

    private static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or InvalidDataException;

    /// <returns>The output, relative to the folder; null where none was made.</returns>
    private string? Process(int number, BatchSource source, string mark, BatchTally tally, SeriesCut? cut = null)
    {
        DicomFile file;
        try
        {
            file = DicomFile.Read(source.Open());
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            tally.Refuse(number, "CannotBeOpened");
            return null;
        }

        using (file)
        {
            RewriteResult result = _rewriter.Rewrite(file);
            if (result.Output is not { } output)
            {
                tally.Refuse(number, result.Account.Refusal.ToString());
                return null;
            }

            if (cut is null && _faces.SetAside(number, source, mark, output, result.Account))
            {
                return null;
            }

            return Finish(number, file, output, result.Account, mark, tally, cut);
        }
    }

    private string? Finish(
        int number,
        DicomFile file,
        DicomFile output,
        DeidentificationAccount account,
        string mark,
        BatchTally tally,
        SeriesCut? cut
    )
    {
        if (cut?.Cut is { } planes && !_faces.Apply(planes, cut.Series, ref output))
        {
            tally.Refuse(number, "FaceNotRemoved.Frames");
            return null;
        }

        if (_pixels.Apply(file, ref output, account.Reviews) is { } held)
        {
            tally.Refuse(number, held);
            return null;
        }

        if (_options.Pixels != PixelStep.None)
        {
            bool looked = _pixels.IsApproved(output.SopInstanceUid);
            account.Reviews =
            [
                .. account.Reviews.Where(review =>
                    review != ReviewReason.TextNotSearched
                    && !(looked && review is (ReviewReason.BurnedInAnnotation or ReviewReason.LikelyBurnedInText))
                ),
            ];
        }

        SegmentedOutput? encoded = FileWriter.Encode(output);
        if (_options.Check && Residuals(file, output, encoded) is { Count: > 0 } found)
        {
            tally.Residual(number, found);
            return null;
        }

        if (!_options.IncludeHeld && account.Reviews.Count > 0)
        {
            tally.Refuse(number, "Held");
            return null;
        }

        string name = _options.DryRun ? "" : WriteWhole(output, encoded, mark);
        tally.Add(account, output.Dataset, file.SourceLength);
        return name;
    }

    /// <summary>Searches what will be written, but for pixel data.</summary>
    private IReadOnlyList<string> Residuals(DicomFile source, DicomFile output, SegmentedOutput? encoded)
    {
        encoded ??= FileWriter.Encode(new DicomFile(output.Dataset))!;
        return ResidualCheck.Run(source, encoded.Buffered, output.Dataset, _plan, _forms);
    }

    /// <returns>The file's path relative to the folder.</returns>
    private string WriteWhole(DicomFile output, SegmentedOutput? encoded, string mark)
    {
        Dataset dataset = output.Dataset;
        string folder = Path.Combine(
            _folder,
            Part(OutputName.Of(dataset, Tags.PatientId, "no-patient")),
            Part(OutputName.Of(dataset, Tags.StudyInstanceUid, "no-study")),
            Part(OutputName.Of(dataset, Tags.SeriesInstanceUid, "no-series"))
        );
        // Remembered only once it is there: another job may come to the same folder while it is being made.
        if (!_folders.ContainsKey(folder))
        {
            Directory.CreateDirectory(folder);
            _folders.TryAdd(folder, true);
        }

        string part = Path.Combine(folder, mark + ".part");
        try
        {
            using FileStream stream = new(part, FileMode.Create, FileAccess.Write, FileShare.None, 0);
            if (encoded is not null)
            {
                encoded.CopyTo(stream);
            }
            else
            {
                output.Write(stream);
            }
        }
        catch (IOException)
        {
            File.Delete(part);
            throw;
        }

        string name = OutputName.Of(dataset, Tags.SopInstanceUid, "no-instance");
        string path = PathFor(folder, name, mark, part);
        File.Move(part, path, overwrite: true);
        return Path.GetRelativePath(_folder, path);
    }

    /// <summary>
    /// Where an output goes. Two contents of one instance (a copy in another encoding, a number given twice) must not
    /// overwrite each other, in this run or after an earlier one.
    /// </summary>
    private string PathFor(string folder, string name, string mark, string part)
    {
        // Its own place of before, where what stands there is damaged.
        if (
            _journal?.OutputOf(mark) is { } own
            && Path.Combine(_folder, own) is var before
            && Path.GetDirectoryName(before) == folder
        )
        {
            _paths.TryAdd(before, true);
            return before;
        }

        string first = _options.MediaDirectory ? Path.Combine(folder, Part(name)) : Path.Combine(folder, name + ".dcm");
        bool free = _paths.TryAdd(first, true) && (_isNewPlan || !File.Exists(first) || SameBytes(first, part));
        return free ? first
            : _options.MediaDirectory ? Path.Combine(folder, Part(name + mark))
            : Path.Combine(folder, $"{name}-{mark[..8]}.dcm");
    }

    private static bool SameBytes(string one, string other)
    {
        using FileStream a = File.OpenRead(one);
        using FileStream b = File.OpenRead(other);
        return a.Length == b.Length && SHA256.HashData(a).AsSpan().SequenceEqual(SHA256.HashData(b));
    }

    private string Part(string name) => _options.MediaDirectory ? MediaDirectoryWriter.FileIdPart(name) : name;
}
