using Overread.Domain.Marks;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Text;

namespace Overread.Domain.Modalities;

/// <summary>The one list of modalities in the domain.</summary>
public static class DomainModalities
{
    /// <summary>All, in the order in which they came to be.</summary>
    public static IReadOnlyList<DomainModality> All { get; } = [new ImagingDomain(), new TextDomain()];

    /// <summary>Every shape that a mark can have.</summary>
    public static IReadOnlyList<RegionKind> Regions { get; } = [.. All.SelectMany(m => m.Regions)];

    private static readonly Dictionary<Type, RegionKind> ByType = Regions.ToDictionary(r => r.Region);

    /// <summary>The kind of a region.</summary>
    /// <exception cref="ArgumentException">No modality knows the shape.</exception>
    public static RegionKind KindOf(Region region) =>
        ByType.GetValueOrDefault(region.GetType())
        ?? throw new ArgumentException($"No modality knows a region of the type {region.GetType().Name}.");
}
