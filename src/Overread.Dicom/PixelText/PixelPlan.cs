namespace Overread.Dicom.PixelText;

/// <summary>
/// Boxes to blank, as proposed and, once a person has put a name to it, as approved. Holds no text and no identifier of a
/// source.
/// </summary>
/// <param name="ApprovedBy">Who looked at every object of it; "" for a proposal that nobody has approved.</param>
/// <param name="Objects">One for each object that was searched, also those without a box.</param>
public sealed record PixelPlan(string ApprovedBy, IReadOnlyList<PixelObject> Objects)
{
    /// <summary>True where a person has approved it.</summary>
    public bool IsApproved => !string.IsNullOrWhiteSpace(ApprovedBy);
}
