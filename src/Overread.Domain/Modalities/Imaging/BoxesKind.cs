using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Boxes on an image, each with a class where the field has options.</summary>
public sealed class BoxesKind : MarksKind
{
    private BoxesKind() { }

    /// <summary>The one instance.</summary>
    public static BoxesKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "boxes";

    /// <inheritdoc/>
    public override RegionKind Region => BoxKind.Instance;
}
