namespace Overread.Domain.Protocols.Kinds;

/// <summary>How the answers of a field may be compared (Stevens 1946, Science 103:677; marks and spans have none of his scales).</summary>
public enum Scale
{
    /// <summary>Not at all: words for people.</summary>
    None,

    /// <summary>The same or not.</summary>
    Nominal,

    /// <summary>In an order, with steps of unknown size.</summary>
    Ordinal,

    /// <summary>Numbers whose differences mean the same everywhere.</summary>
    Interval,

    /// <summary>Numbers with a true zero.</summary>
    Ratio,

    /// <summary>Regions in space: how many are the same, and how near those are.</summary>
    Marks,

    /// <summary>Regions along a line, such as a text: where they begin and end, and what they are called.</summary>
    Spans,
}
