using Overread.Domain.Projects;

namespace Overread.Domain.Fitness;

/// <summary>What is known of a reader in a project.</summary>
/// <param name="Stated">What the register says; null where it says nothing.</param>
/// <param name="Acknowledged">The newest version of the guideline that they have acknowledged; null where none.</param>
public sealed record ReaderStand(Qualifications? Stated, int? Acknowledged);
