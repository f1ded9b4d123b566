using Overread.Cli.Quality.Files;
using Overread.Quality;
using Overread.Quality.Consensus;

namespace Overread.Cli.Quality;

/// <summary>Infers every field of a file.</summary>
internal sealed class FieldInference(
    LabelFile labels,
    string method,
    RepeatPolicy policy,
    ConsensusOptions options,
    GoldFile? truths,
    GoldFile? golds,
    IReadOnlyList<ScoreFile> scores,
    ScoreFile? features,
    CalibrationWish? calibration = null
)
{
    internal List<FieldConsensus> Run(ProgressLine progress)
    {
        if (method == "multi-label")
        {
            return Together();
        }

        List<FieldConsensus> fields = [];
        for (int field = 0; field < labels.FieldNames.Count; field++)
        {
            if (scores.All(file => file.Has(labels.FieldNames[field])))
            {
                fields.Add(
                    method == "top-majority"
                        ? Learnable(field)
                        : FieldConsensus.Infer(
                            labels,
                            field,
                            method,
                            policy,
                            options,
                            truths,
                            golds,
                            scores,
                            calibration
                        )
                );
            }

            progress.Report(field + 1, labels.FieldNames.Count, labels.FieldNames[field] ?? labels.Path);
        }

        return fields;
    }

    private FieldConsensus Learnable(int field)
    {
        if (features is null)
        {
            throw new ArgumentException("--method top-majority needs --features.");
        }

        (Ratings ratings, IReadOnlyList<string> categories, IReadOnlyList<string> items) = labels.Field(field, policy);
        (double[] table, int width) = features.Table(items);
        TopMajorityResult found = TopMajorityVote.Infer(ratings, table, width, options: options);
        string reason =
            "learnable readers: "
            + string.Join(
                ", ",
                found
                    .Readers.Where(reader => reader.MicroF1 is not null)
                    .Select(reader =>
                        $"{labels.Readers.Names[reader.Reader]} {TextTable.Short(reader.MicroF1, 2)} "
                        + $"({TextTable.Short(reader.Low, 2)} to {TextTable.Short(reader.High, 2)})"
                    )
            )
            + $"; kappa of their models {TextTable.Short(found.ModelKappa.Value, 2)}. Learnable is not the same as right.";
        return FieldConsensus.Scored(
            labels.FieldNames[field],
            ratings,
            items,
            categories,
            found.Result,
            reason,
            truths
        );
    }

    /// <summary>All fields at once: each must have two categories, and the items are those of the file.</summary>
    private List<FieldConsensus> Together()
    {
        if (golds is not null)
        {
            throw new ArgumentException("--gold is not taken by --method multi-label.");
        }

        List<FieldRatings> parts = [];
        for (int field = 0; field < labels.FieldNames.Count; field++)
        {
            parts.Add(labels.Field(field, policy, allItems: true));
            if (parts[^1].Categories.Count != 2)
            {
                throw new FileError(
                    labels.Path,
                    0,
                    $"the field {labels.FieldNames[field]} has {parts[^1].Categories.Count} categories; "
                        + "--method multi-label needs two in each."
                );
            }
        }

        IReadOnlyList<ConsensusResult> results = MultiLabel.Infer(
            [.. parts.Select(part => part.Ratings)],
            options: options
        );
        return
        [
            .. parts.Select(
                (part, field) =>
                    FieldConsensus.Scored(
                        labels.FieldNames[field],
                        part.Ratings,
                        part.Items,
                        part.Categories,
                        results[field],
                        null,
                        truths
                    )
            ),
        ];
    }
}
