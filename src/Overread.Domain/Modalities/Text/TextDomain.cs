using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Text;

/// <summary>Plain-text documents: offsets count Unicode code points.</summary>
public sealed class TextDomain : DomainModality
{
    /// <inheritdoc/>
    public override string Name => "text";

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Type Content)> Contents { get; } = [("text", typeof(TextContent))];

    /// <inheritdoc/>
    public override IReadOnlyList<RegionKind> Regions { get; } = [SpanKind.Instance];

    /// <inheritdoc/>
    public override IReadOnlyList<FieldKind> Fields { get; } = [SpansKind.Instance];

    /// <inheritdoc/>
    public override IReadOnlyList<Type> Events { get; } =
    [typeof(SpansProposed), typeof(SpansMarked), typeof(TextBlackedOut)];
}
