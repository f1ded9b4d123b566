using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Outlines on an image, each with a class where the field has options.</summary>
public sealed class PolygonsKind : MarksKind
{
    private PolygonsKind() { }

    /// <summary>The one instance.</summary>
    public static PolygonsKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "polygons";

    /// <inheritdoc/>
    public override RegionKind Region => PolygonKind.Instance;
}
