namespace Overread.Dicom.Deidentify.Batch;

/// <summary>
/// Doubts about who is who in a batch, in counts. Two numbers of one person give two pseudonyms and two date offsets: the
/// source must be put right first, nothing is joined by itself.
/// </summary>
/// <param name="StudiesOfSeveral">Studies whose objects name more than one patient.</param>
/// <param name="NearNumbers">Patients whose number differs from another's only in case, blanks, signs, zeros or issuer.</param>
/// <param name="NumbersOfSeveral">Numbers that come with more than one birth date or sex.</param>
public sealed record IdentityFindings(int StudiesOfSeveral, int NearNumbers, int NumbersOfSeveral)
{
    /// <summary>True where there is no doubt.</summary>
    public bool IsEmpty => StudiesOfSeveral + NearNumbers + NumbersOfSeveral == 0;
}
