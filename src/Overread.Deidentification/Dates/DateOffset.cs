using System.Buffers.Binary;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Deidentification.Dates;

/// <summary>
/// Whole days by which every date of one patient moves, always into the past, so that no date lies in the future and
/// every interval stays exact (PS3.15 annex E.3.6, "modified dates").
/// </summary>
/// <param name="Days">Days to subtract; 0 leaves dates alone.</param>
public readonly record struct DateOffset(int Days)
{
    /// <summary>Fewest days of a derived offset.</summary>
    public const int Fewest = 30;

    /// <summary>Most days of a derived offset.</summary>
    public const int Most = 3650;

    /// <summary>The offset of a patient: between 30 and 3,650 days, derived with the key, equal on every run.</summary>
    /// <param name="key">The project's key.</param>
    /// <param name="patient">What names the patient in the source, issuer included.</param>
    public static DateOffset For(ProjectKey key, string patient)
    {
        // 64 bits over 3,621 values: the bias is below 10⁻¹⁵.
        ulong number = BinaryPrimitives.ReadUInt64BigEndian(key.Derive("date-offset", patient));
        return new DateOffset(Fewest + (int)(number % (Most - Fewest + 1)));
    }

    /// <summary>Does not say the number: with one true date it would give away all.</summary>
    public override string ToString() => "date offset";
}
