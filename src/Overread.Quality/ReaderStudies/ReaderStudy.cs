namespace Overread.Quality.ReaderStudies;

/// <summary>
/// The ratings of a reader study: several readers rate cases of known truth under one or more modalities (Metz 1989,
/// Investigative Radiology 24:234). Ratings are numbers of which more means "more likely diseased"; only their order
/// counts, except where a threshold is named. Cells may be missing.
/// </summary>
public sealed class ReaderStudy
{
    private readonly double[] _ratings;

    private ReaderStudy(double[] ratings, int modalities, int readers, bool[] diseased)
    {
        _ratings = ratings;
        Modalities = modalities;
        Readers = readers;
        Diseased = diseased;
    }

    /// <summary>Number of modalities, at least 1.</summary>
    public int Modalities { get; }

    /// <summary>Number of readers, at least 1.</summary>
    public int Readers { get; }

    /// <summary>Number of cases.</summary>
    public int Cases => Diseased.Count;

    /// <summary>The truth of each case.</summary>
    public IReadOnlyList<bool> Diseased { get; }

    /// <summary>Cases that are diseased.</summary>
    public int DiseasedCases => Diseased.Count(diseased => diseased);

    /// <summary>Makes a study of one entry per rating.</summary>
    /// <param name="modality">Modality of each rating, from 0.</param>
    /// <param name="reader">Reader of each rating, from 0.</param>
    /// <param name="item">Case of each rating, from 0.</param>
    /// <param name="rating">The rating, finite.</param>
    /// <param name="diseased">The truth of each case.</param>
    /// <param name="modalities">Number of modalities.</param>
    /// <param name="readers">Number of readers.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, an index is outside, a rating is not finite, or a reader rated a case twice under one modality.
    /// </exception>
    public static ReaderStudy Of(
        ReadOnlySpan<int> modality,
        ReadOnlySpan<int> reader,
        ReadOnlySpan<int> item,
        ReadOnlySpan<double> rating,
        IReadOnlyList<bool> diseased,
        int modalities,
        int readers
    )
    {
        if (modality.Length != rating.Length || reader.Length != rating.Length || item.Length != rating.Length)
        {
            throw new ArgumentException(
                "A rating needs a modality, a reader, a case and a number: the lengths differ."
            );
        }

        if (modalities < 1 || readers < 1)
        {
            throw new ArgumentException("A study has at least one modality and one reader.");
        }

        double[] table = new double[(long)modalities * readers * diseased.Count];
        Array.Fill(table, double.NaN);
        for (int i = 0; i < rating.Length; i++)
        {
            if (
                (uint)modality[i] >= (uint)modalities
                || (uint)reader[i] >= (uint)readers
                || (uint)item[i] >= (uint)diseased.Count
            )
            {
                throw new ArgumentException($"Rating {i} names a modality, reader or case that is not there.");
            }

            if (!double.IsFinite(rating[i]))
            {
                throw new ArgumentException($"Rating {i} is not finite.");
            }

            ref double cell = ref table[(((modality[i] * readers) + reader[i]) * diseased.Count) + item[i]];
            if (!double.IsNaN(cell))
            {
                throw new ArgumentException(
                    $"Reader {reader[i]} rated case {item[i]} twice under modality {modality[i]}."
                );
            }

            cell = rating[i];
        }

        return new ReaderStudy(table, modalities, readers, [.. diseased]);
    }

    /// <summary>The rating of a case by a reader under a modality; null where it is missing.</summary>
    public double? Rating(int modality, int reader, int item)
    {
        double rating = Cell(modality, reader)[item];
        return double.IsNaN(rating) ? null : rating;
    }

    /// <summary>How modalities, readers and cases meet.</summary>
    public StudyDesign Design
    {
        get
        {
            bool complete = true;
            bool oneReader = true;
            bool oneModality = true;
            for (int item = 0; item < Cases; item++)
            {
                int[] readersOf = new int[Modalities];
                int[] modalitiesOf = new int[Readers];
                for (int cell = 0; cell < Modalities * Readers; cell++)
                {
                    bool rated = !double.IsNaN(_ratings[(cell * Cases) + item]);
                    complete &= rated;
                    if (rated)
                    {
                        readersOf[cell / Readers]++;
                        modalitiesOf[cell % Readers]++;
                    }
                }

                oneReader &= modalitiesOf.Count(n => n > 0) <= 1;
                oneModality &= readersOf.Count(n => n > 0) <= 1;
            }

            return complete ? StudyDesign.Crossed
                : Enumerable.Range(0, Modalities * Readers).Any(IsEmpty) ? StudyDesign.MissingCells
                : oneReader && Readers > 1 ? StudyDesign.CasesWithinReaders
                : oneModality && Modalities > 1 ? StudyDesign.CasesWithinModalities
                : StudyDesign.Partial;
        }
    }

    /// <summary>The ratings of one reader under one modality, NaN where missing.</summary>
    internal ReadOnlySpan<double> Cell(int modality, int reader) =>
        _ratings.AsSpan(((modality * Readers) + reader) * Cases, Cases);

    /// <summary>The ratings that are there, of diseased cases or of the others, without one case.</summary>
    internal double[] Part(int modality, int reader, bool diseased, int without = -1)
    {
        ReadOnlySpan<double> cell = Cell(modality, reader);
        List<double> part = new(Cases);
        for (int item = 0; item < Cases; item++)
        {
            if (Diseased[item] == diseased && item != without && !double.IsNaN(cell[item]))
            {
                part.Add(cell[item]);
            }
        }

        return [.. part];
    }

    /// <summary>The study with only some modalities or readers.</summary>
    internal ReaderStudy Only(int[] modalities, int[] readers)
    {
        double[] table = new double[modalities.Length * readers.Length * Cases];
        for (int m = 0; m < modalities.Length; m++)
        {
            for (int r = 0; r < readers.Length; r++)
            {
                Cell(modalities[m], readers[r]).CopyTo(table.AsSpan(((m * readers.Length) + r) * Cases));
            }
        }

        return new ReaderStudy(table, modalities.Length, readers.Length, [.. Diseased]);
    }

    private bool IsEmpty(int cell)
    {
        bool diseased = false;
        bool healthy = false;
        for (int item = 0; item < Cases; item++)
        {
            bool rated = !double.IsNaN(_ratings[(cell * Cases) + item]);
            diseased |= rated && Diseased[item];
            healthy |= rated && !Diseased[item];
        }

        return !diseased || !healthy;
    }
}
