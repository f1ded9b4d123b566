using Overread.Domain.Projects;

namespace Overread.Domain.Training;

/// <summary>A qualification by a sealed test.</summary>
/// <param name="Qualification">Its kind, its days and the protocol version that it is for.</param>
/// <param name="Guideline">The version of the guideline that the test was taken under; null where there was none.</param>
public sealed record TestedQualification(PassedQualification Qualification, int? Guideline)
{
    /// <summary>True where a later version of the guideline says that a definition changed, so that the test is to be taken anew.</summary>
    /// <param name="definition">The newest version that changed a definition; null where none did.</param>
    public bool IsOutdated(int? definition) => definition > (Guideline ?? 0);
}
