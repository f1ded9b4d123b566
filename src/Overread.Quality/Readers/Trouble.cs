namespace Overread.Quality.Readers;

/// <summary>What a reader may be in trouble with, the most specific first: of several, the first explains the others.</summary>
public enum Trouble
{
    /// <summary>Two readers give the same answers where both differ from everybody else.</summary>
    Colluding,

    /// <summary>The same answer whatever the item shows.</summary>
    StraightLining,

    /// <summary>Answers that have little to do with the items, as a program gives them.</summary>
    Bot,

    /// <summary>Takes suggestions over where they are wrong.</summary>
    CopiesSuggestions,

    /// <summary>Became worse at some moment.</summary>
    Drifting,

    /// <summary>Does not reach the mark.</summary>
    Careless,

    /// <summary>Answers in times in which nobody looks at an item.</summary>
    Hasty,
}
