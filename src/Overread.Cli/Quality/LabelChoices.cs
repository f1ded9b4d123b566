namespace Overread.Cli.Quality;

/// <summary>What of a file of labels is read, and how its labels are meant.</summary>
internal sealed record LabelChoices
{
    /// <summary>All of the file.</summary>
    internal static LabelChoices All { get; } = new();

    /// <summary>The categories, lowest first; null when they are those that were given.</summary>
    internal IReadOnlyList<string>? Order { get; init; }

    /// <summary>The readers to keep; null for all.</summary>
    internal IReadOnlyList<string>? Readers { get; init; }

    /// <summary>The fields to keep; null for all.</summary>
    internal IReadOnlyList<string>? Fields { get; init; }

    /// <summary>What parts the members of a label that is a set; null when labels are single.</summary>
    internal string? Sets { get; init; }

    /// <summary>Whether each label must have a time.</summary>
    internal bool Timed { get; init; }
}
