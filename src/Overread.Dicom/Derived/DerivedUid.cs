using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Overread.Dicom.Derived;

/// <summary>UIDs of what is made of other things, so that the same is made under the same name each time.</summary>
public static class DerivedUid
{
    /// <summary>A UID under 2.25 (PS3.5 annex B.2) from 128 bits of the SHA-256 of a text.</summary>
    /// <param name="text">What names the object, such as the UIDs that it is made of.</param>
    public static string Of(string text) =>
        "2.25."
        + new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16), isUnsigned: true).ToString(
            CultureInfo.InvariantCulture
        );
}
