namespace Overread.Dicom.Deidentify.Plans;

/// <summary>
/// Values that say nothing, one per representation, valid under PS3.5 and always the same, so that a second run changes
/// nothing.
/// </summary>
public static class DummyValues
{
    /// <summary>The dummy date: known in the field as "no date"; no living person was born after their examination on it.</summary>
    public const string Date = "19000101";

    /// <summary>Dummy text of a representation; null where the value is binary or a sequence.</summary>
    /// <param name="vr">Two letters.</param>
    public static string? TextOf(string vr) =>
        vr switch
        {
            "AE" => "REMOVED",
            "AS" => "000Y",
            "CS" => "REMOVED",
            "DA" => Date,
            "DS" or "IS" => "0",
            "DT" => Date + "000000",
            "LO" or "LT" or "SH" or "ST" or "UC" or "UT" => "REMOVED",
            "PN" => "REMOVED",
            "TM" => "000000",
            "UR" => "urn:removed",
            _ => null,
        };

    /// <summary>Dummy bytes of a representation: one number zero; two bytes for streams of bytes.</summary>
    public static byte[] BytesOf(string vr) =>
        vr switch
        {
            "US" or "SS" or "OW" or "OB" or "UN" => new byte[2],
            "AT" => [0x08, 0x00, 0x18, 0x00],
            "FL" or "SL" or "UL" or "OF" or "OL" => new byte[4],
            "FD" or "SV" or "UV" or "OD" or "OV" => new byte[8],
            _ => [],
        };
}
