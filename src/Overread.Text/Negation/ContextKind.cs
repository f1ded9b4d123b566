namespace Overread.Text.Negation;

/// <summary>What a phrase says of what stands before or behind it.</summary>
internal enum ContextKind
{
    Negated,
    NegatedAfter,
    Uncertain,
    UncertainAfter,

    /// <summary>Doubts only what stands right before.</summary>
    UncertainNear,

    /// <summary>Looks like a negation and is none.</summary>
    Pseudo,

    /// <summary>Ends what was said before.</summary>
    End,

    /// <summary>Long ago.</summary>
    Historical,

    /// <summary>Of somebody else.</summary>
    Other,

    /// <summary>Begins a new statement behind a comma.</summary>
    Fresh,
}
