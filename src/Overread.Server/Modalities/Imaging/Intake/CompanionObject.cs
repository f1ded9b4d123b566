using Overread.Domain.Modalities.Imaging;

namespace Overread.Server.Modalities.Imaging.Intake;

/// <summary>Knows by its class an object that is made of images and goes with them (PS3.4 annex B.5).</summary>
internal static class CompanionObject
{
    private const string Root = "1.2.840.10008.5.1.4.1.1.";

    // The first that fits decides: a list of key objects is a report by its number.
    private static readonly (string Class, string Kind)[] Kinds =
    [
        ("88.59", CompanionKind.KeyObjects),
        ("88", CompanionKind.Report),
        ("11", CompanionKind.Presentation),
        ("66.1", CompanionKind.Registration),
        ("66.2", CompanionKind.Registration),
        ("66.3", CompanionKind.Registration),
        ("66.4", CompanionKind.Segmentation),
        ("66.5", CompanionKind.Segmentation),
        ("66.6", CompanionKind.Segmentation),
        ("66.7", CompanionKind.Segmentation),
        ("66.8", CompanionKind.Segmentation),
        ("67", CompanionKind.Values),
        ("481.2", CompanionKind.Dose),
        ("481.3", CompanionKind.Structures),
        ("481.4", CompanionKind.Plan),
        ("481.5", CompanionKind.Plan),
        ("481.6", CompanionKind.Plan),
        ("481.7", CompanionKind.Plan),
        ("481.8", CompanionKind.Plan),
        ("481.9", CompanionKind.Plan),
        ("104", CompanionKind.Document),
        ("9", CompanionKind.Waveform),
    ];

    /// <summary>See <see cref="CompanionKind"/>; null for images and for what nobody here knows.</summary>
    public static string? KindOf(string sopClass)
    {
        if (!sopClass.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        string rest = sopClass[Root.Length..];
        return Array.Find(Kinds, k => rest == k.Class || rest.StartsWith(k.Class + ".", StringComparison.Ordinal)).Kind;
    }

    /// <summary>True for sound, which nothing here listens to.</summary>
    public static bool IsSound(string sopClass) => sopClass.StartsWith(Root + "9.4.", StringComparison.Ordinal);
}
