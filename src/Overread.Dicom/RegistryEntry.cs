namespace Overread.Dicom;

/// <summary>One line of the registry of attributes (PS3.6).</summary>
/// <param name="Tag">Number; in repeating groups the first of them.</param>
/// <param name="Keyword">Name without spaces, such as "PatientName".</param>
/// <param name="VrText">Value representation as listed; several are separated by "/", as in "US/SS".</param>
/// <param name="Multiplicity">Number of values as the standard writes it: "1", "1-n", "2-2n".</param>
/// <param name="Retired">No longer part of the standard; still met in old files.</param>
public sealed record RegistryEntry(Tag Tag, string Keyword, string VrText, string Multiplicity, bool Retired)
{
    /// <summary>
    /// The one representation to assume where the file does not say: OW where bytes or words are possible, US where
    /// signed or unsigned, UN where the standard lists none.
    /// </summary>
    public Vr Vr { get; } =
        VrText switch
        {
            "" => Vr.UN,
            "OB/OW" or "US/OW" or "US/SS/OW" => Vr.OW,
            "US/SS" => Vr.US,
            _ => VrFacts.Parse(VrText[..2]),
        };
}
