using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Dicom.Reading;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Reads of every source who its patient is, before anything is written: whether a study is of two is known only once all
/// have been seen. A stream can be read once and stands for itself.
/// </summary>
public sealed class PatientPass
{
    private readonly PatientSighting?[] _sightings;
    private readonly string[] _instances;
    private readonly bool _decides;

    /// <summary>Reads the heads of all sources. What cannot be read names nobody here, and is refused where it is rewritten.</summary>
    /// <param name="sources">Files.</param>
    /// <param name="crosswalk">What is known from before; null for nothing, and then only a study of two holds anything back.</param>
    /// <param name="key">The project's key.</param>
    /// <param name="jobs">Files read at once.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public PatientPass(
        IReadOnlyList<BatchSource> sources,
        Crosswalk? crosswalk,
        ProjectKey key,
        int jobs = 1,
        CancellationToken cancellation = default
    )
    {
        _sightings = new PatientSighting?[sources.Count];
        _instances = new string[sources.Count];
        Array.Fill(_instances, "");
        _decides = crosswalk is not null;
        Parallel.For(
            0,
            sources.Count,
            new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation },
            i => _sightings[i] = sources[i].Length < 0 ? null : Read(sources[i], out _instances[i])
        );
        PatientRegister register = new();
        for (int i = 0; i < sources.Count; i++)
        {
            if (_sightings[i] is { } sighting)
            {
                register.Add(sighting, i + 1);
            }
        }

        Resolution = (crosswalk ?? Crosswalk.Empty).Resolve(register, key);
    }

    /// <summary>Who is who.</summary>
    public PatientResolution Resolution { get; }

    /// <summary>Patients whose pseudonyms a run that writes gives out: those that nothing holds back.</summary>
    public IReadOnlyList<ReleasedPatient> GivenOut =>
        Resolution.GivenOut(
            Enumerable
                .Range(1, _sightings.Length)
                .Where(number => Refusal(number) is null)
                .Select(number => _sightings[number - 1])
                .OfType<PatientSighting>()
        );

    /// <summary>Why a file must not be written; null where nothing speaks against it.</summary>
    /// <param name="number">Of the file, from 1.</param>
    internal string? Refusal(int number) =>
        _sightings[number - 1] is not { } sighting ? null
        : Resolution.IsStudyOfTwo(sighting.Patient, sighting.Study) ? "StudyOfTwoPatients"
        : _decides && Resolution.IsBlocked(sighting.Patient, sighting.Study) ? "PatientUndecided"
        : null;

    /// <summary>From what a file's pseudonym is derived where that is not what it says itself; null else.</summary>
    internal PatientIdentity? ReplacementOf(int number) =>
        _sightings[number - 1] is { } sighting ? Resolution.ReplacementOf(sighting.Patient, sighting.Study) : null;

    /// <summary>
    /// Numbers of the files, those of one SOP Instance UID together and in their order; files that name none are together
    /// too. One content may be there twice, and two contents may claim one instance: who comes first decides what an output
    /// is called, and must not depend on how many files are worked on at once.
    /// </summary>
    internal IReadOnlyList<IReadOnlyList<int>> ByInstance =>
        [
            .. Enumerable
                .Range(1, _instances.Length)
                .GroupBy(number => _instances[number - 1], StringComparer.OrdinalIgnoreCase)
                .Select(group => group.ToArray()),
        ];

    private static PatientSighting? Read(BatchSource source, out string instance)
    {
        instance = "";
        try
        {
            using DicomFile file = DicomFile.Read(
                source.Open(),
                new ReadOptions { StopBefore = PatientSightings.Behind }
            );
            instance = OutputName.Of(file.Dataset, Tags.SopInstanceUid, "");
            return file.IsDicom ? PatientSightings.Of(file.Dataset) : null;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
