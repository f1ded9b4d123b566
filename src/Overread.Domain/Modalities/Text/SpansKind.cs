using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Text;

/// <summary>Spans of a document, each with a class where the field has options.</summary>
public sealed class SpansKind : MarksKind
{
    private SpansKind() { }

    /// <summary>The one instance.</summary>
    public static SpansKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "spans";

    /// <inheritdoc/>
    public override Scale Scale => Scale.Spans;

    /// <inheritdoc/>
    public override RegionKind Region => SpanKind.Instance;
}
