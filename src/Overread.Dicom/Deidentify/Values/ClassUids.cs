using System.Collections.Frozen;

namespace Overread.Dicom.Deidentify.Values;

/// <summary>
/// Attributes that name a kind of object, an encoding or a vocabulary and never an instance: their identifiers stay, those
/// of a vendor's private class too, for without it nobody could read the object.
/// </summary>
internal static class ClassUids
{
    private static readonly FrozenSet<uint> Tags = new uint[]
    {
        0x00020002,
        0x00020010,
        0x00041510,
        0x00041512,
        0x0004151A,
        0x00080016,
        0x0008001A,
        0x0008001B,
        0x00080062,
        0x0008040E,
        0x00081150,
        0x0008115A,
        0x00083002,
        0x0018100B,
        0x00340003,
        0x04000010,
        0x04000510,
    }.ToFrozenSet();

    internal static bool Contains(uint tag) => Tags.Contains(tag);

    /// <summary>True where the class is nobody's that the standard knows.</summary>
    internal static bool IsPrivate(string uid) => uid.Length > 0 && !RegisteredUids.Contains(uid);
}
