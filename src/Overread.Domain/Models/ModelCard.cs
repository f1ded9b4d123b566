namespace Overread.Domain.Models;

/// <summary>What is stated of a model, by whoever registers it. Nothing of it is proved here.</summary>
/// <param name="Task">What it does, in a sentence.</param>
/// <param name="Fields">Ids of the fields of the protocol that it speaks to; others are not taken from it.</param>
/// <param name="TrainingData">What it was trained on, in words.</param>
/// <param name="Licence">Under which licence it may be used, such as an SPDX name.</param>
/// <param name="Limits">Where it is known or feared to fail.</param>
/// <param name="IntendedUse">What it is meant for.</param>
public sealed record ModelCard(
    string Task,
    IReadOnlyList<string> Fields,
    string TrainingData,
    string Licence,
    string Limits,
    string IntendedUse
)
{
    /// <summary>The release of this project that it was trained on, as name:version; null where it was another source.</summary>
    public string? TrainingRelease { get; init; }

    /// <summary>How its scores were calibrated; null where they were not: then readers are shown none, unless the protocol says so.</summary>
    public string? Calibration { get; init; }

    /// <summary>Says what is wrong with it; null where nothing is.</summary>
    public Refusal? Fault()
    {
        (string? Value, string Where)[] words =
        [
            (Task, "card.task"),
            (TrainingData, "card.trainingData"),
            (Licence, "card.licence"),
            (Limits, "card.limits"),
            (IntendedUse, "card.intendedUse"),
        ];
        foreach ((string? value, string where) in words)
        {
            if (FreeText.Reason(value, "A card states all of its parts.", "model.form", where) is { } refusal)
            {
                return refusal with { Next = "State it; where it is not known, say that." };
            }
        }

        return Fields is not { Count: > 0 }
            ? new Refusal("model.form", "A model speaks to at least one field.")
            {
                Where = "card.fields",
                Next = "Name the ids of the fields that it answers.",
            }
            : FreeText.TooLong(Calibration, "model.form", "card.calibration");
    }
}
