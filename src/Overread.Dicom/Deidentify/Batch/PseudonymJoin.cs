namespace Overread.Dicom.Deidentify.Batch;

/// <summary>Two pseudonyms of one patient, both given out before a decision joined them. What was given out stays as it is.</summary>
/// <param name="Stays">The pseudonym that new outputs bear.</param>
/// <param name="GaveWay">The pseudonym that only earlier outputs bear.</param>
public sealed record PseudonymJoin(string Stays, string GaveWay);
