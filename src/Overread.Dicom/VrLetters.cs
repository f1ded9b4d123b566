using System.Collections.Frozen;

namespace Overread.Dicom;

/// <summary>The two letters of each representation, made once: asking an enumeration for its name is slow.</summary>
internal static class VrLetters
{
    private static readonly FrozenDictionary<Vr, string> Names = Enum.GetValues<Vr>()
        .ToFrozenDictionary(vr => vr, vr => vr == Vr.None ? "" : vr.ToString());

    internal static string Of(Vr vr) => Names.TryGetValue(vr, out string? name) ? name : "";
}
