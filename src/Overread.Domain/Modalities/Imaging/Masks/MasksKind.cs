using Overread.Domain.Marks;
using Overread.Domain.Protocols.Kinds;

namespace Overread.Domain.Modalities.Imaging.Masks;

/// <summary>Masks painted on images, each with a class where the field has options.</summary>
public sealed class MasksKind : MarksKind
{
    private MasksKind() { }

    /// <summary>The one instance.</summary>
    public static MasksKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "masks";

    /// <inheritdoc/>
    public override RegionKind Region => MaskKind.Instance;
}
