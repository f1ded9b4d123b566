namespace Overread.Quality.LabelErrors;

/// <summary>What seems wrong with a box.</summary>
public enum BoxIssueKind
{
    /// <summary>Nothing was drawn where there seems to be something.</summary>
    Missing,

    /// <summary>It is drawn in the right place as another category.</summary>
    WrongCategory,

    /// <summary>It is drawn, but covers what it is drawn for far worse than others do.</summary>
    Moved,
}
