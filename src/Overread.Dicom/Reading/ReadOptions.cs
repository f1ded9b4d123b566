namespace Overread.Dicom.Reading;

/// <summary>Bounds and habits of reading. The defaults read any real file in constant memory.</summary>
public sealed record ReadOptions
{
    /// <summary>The defaults.</summary>
    public static ReadOptions Default { get; } = new();

    /// <summary>
    /// Binary values of more bytes than this stay in the source and are read when asked for. Text is always read, up to
    /// <see cref="LargestText"/>.
    /// </summary>
    public int LargestInlineValue { get; init; } = 8 << 10;

    /// <summary>Text values of more bytes than this stay in the source as well.</summary>
    public int LargestText { get; init; } = 1 << 20;

    /// <summary>Sequences within sequences; deeper ones are reported and skipped.</summary>
    public int MaximumDepth { get; init; } = 100;

    /// <summary>Elements in all; reading stops there.</summary>
    public int MaximumElements { get; init; } = 20_000_000;

    /// <summary>Bytes to which a deflated data set may inflate.</summary>
    public long MaximumInflatedBytes { get; init; } = 1L << 30;

    /// <summary>Reading stops before the first element of the root whose number is not below this one.</summary>
    public Tag? StopBefore { get; init; }

    /// <summary>Reading stops before the first element of the root that is in another group; for file meta information.</summary>
    internal ushort? OnlyGroup { get; init; }
}
