using System.Buffers.Binary;
using System.Text;
using Overread.Dicom.Deidentify.Values;

namespace Overread.Dicom.Tests;

/// <summary>A color profile keeps its curves and loses its words.</summary>
public sealed class IccTextTests
{
    private static readonly Tag Profile = new(0x00282000);

    [Fact]
    public void Words_go_and_curves_stay()
    {
        byte[] curve = [.. "curv\0\0\0\0"u8, 0, 0, 0, 1, 2, 0x33];
        byte[] words = [.. "text\0\0\0\0"u8, .. Encoding.ASCII.GetBytes("made for Ottoline Quillfeather\0")];
        byte[] profile = Make(("rTRC", curve), ("cprt", words));
        Element cleaned = IccText.Cleaned(new Element(Profile, Vr.OB, profile))!;
        ReadOnlySpan<byte> bytes = cleaned.ReadBytes().Span;
        Assert.True(bytes.IndexOf("Quillfeather"u8) < 0);
        Assert.True(bytes.IndexOf(curve) > 0);
        Assert.Equal(profile.Length, bytes.Length);
        Assert.Same(cleaned, IccText.Cleaned(cleaned));
    }

    [Fact]
    public void A_profile_that_cannot_be_followed_goes() =>
        Assert.Null(IccText.Cleaned(new Element(Profile, Vr.OB, Encoding.ASCII.GetBytes("Quillfeather, Ottoline"))));

    private static byte[] Make(params (string Name, byte[] Body)[] tags)
    {
        byte[] head = new byte[132 + tags.Length * 12];
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(128), (uint)tags.Length);
        List<byte> bodies = [];
        for (int i = 0; i < tags.Length; i++)
        {
            Span<byte> entry = head.AsSpan(132 + i * 12);
            Encoding.ASCII.GetBytes(tags[i].Name, entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], (uint)(head.Length + bodies.Count));
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)tags[i].Body.Length);
            bodies.AddRange(tags[i].Body);
        }

        return [.. head, .. bodies];
    }
}
