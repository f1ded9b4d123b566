using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Imaging;

/// <summary>Points on an image, each with a class where the field has options.</summary>
public sealed class PointsKind : MarksKind
{
    private PointsKind() { }

    /// <summary>The one instance.</summary>
    public static PointsKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "points";

    /// <inheritdoc/>
    public override RegionKind Region => PointKind.Instance;
}
