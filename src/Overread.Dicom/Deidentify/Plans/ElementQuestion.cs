namespace Overread.Dicom.Deidentify.Plans;

/// <summary>What must be known about an element to decide what happens to it. Holds no value.</summary>
/// <param name="Tag">Group in the upper, element in the lower 16 bits.</param>
/// <param name="Vr">Value representation, two letters.</param>
/// <param name="IsSequence">True where the value is items.</param>
/// <param name="Family">Kind of object, which settles the conditional actions of the table.</param>
/// <param name="PrivateCreator">Owner of the block of a private element; null for others and where nobody claims it.</param>
/// <param name="IsListed">True where the dictionary of the standard knows the number.</param>
/// <param name="Path">
/// For a private element the sequences around it, outermost first, each followed by "/": "ggggeeee" for standard ones,
/// "gggg,CREATOR,ee" for private ones; "" at the root and for standard elements.
/// </param>
public readonly record struct ElementQuestion(
    uint Tag,
    string Vr,
    bool IsSequence,
    IodFamily Family,
    string? PrivateCreator,
    bool IsListed,
    string Path
)
{
    /// <summary>True in odd groups.</summary>
    public bool IsPrivate => (Tag >> 16 & 1) == 1;
}
