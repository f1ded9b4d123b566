using System.Globalization;

namespace Overread.Storage;

/// <summary>Something an audit found altered, lost or damaged.</summary>
/// <param name="Seq">The event concerned, if one.</param>
/// <param name="What">What is wrong and what to do, as sentences without any identifying value.</param>
public sealed record AuditFault(long? Seq, string What)
{
    /// <summary>Where it was found, other than at an event: a file of the store's folder, or the store itself.</summary>
    public string Where { get; init; } = "store";

    /// <summary>True where the store can go on without what is lost, if a person decides so and says why.</summary>
    public bool Acceptable { get; init; }

    /// <summary>One line: where and what.</summary>
    public override string ToString() =>
        (Seq is { } seq ? string.Create(CultureInfo.InvariantCulture, $"event {seq}") : Where) + ": " + What;
}
