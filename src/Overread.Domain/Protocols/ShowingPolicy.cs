namespace Overread.Domain.Protocols;

/// <summary>When a reader is shown what a model suggests for a field.</summary>
public enum ShowingPolicy
{
    /// <summary>Not at all.</summary>
    Never,

    /// <summary>Once the reader has answered the field on their own: what holds where a protocol does not speak of it.</summary>
    AfterFirst,

    /// <summary>When the reader asks for it.</summary>
    OnRequest,

    /// <summary>As soon as the item is opened.</summary>
    AtOnce,
}
