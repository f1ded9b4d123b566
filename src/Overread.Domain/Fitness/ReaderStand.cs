using Overread.Domain.Projects;
using Overread.Domain.Training;

namespace Overread.Domain.Fitness;

/// <summary>What is known of a reader in a project.</summary>
/// <param name="Stated">What the register says; null where it says nothing.</param>
/// <param name="Acknowledged">The newest version of the guideline that they have acknowledged; null where none.</param>
public sealed record ReaderStand(Qualifications? Stated, int? Acknowledged)
{
    /// <summary>What they are qualified by through sealed tests; those that ended are among them.</summary>
    public IReadOnlyList<TestedQualification> Tested { get; init; } = [];
}
