namespace Overread.Domain.Conversations;

/// <summary>Who looks at a thread, as far as it matters for what they may see of it.</summary>
/// <param name="Person">The person.</param>
/// <param name="SeesRemarks">They may see what readers write about items.</param>
/// <param name="Blind">They are a reader, and not all reads of the thread's item are in (<see cref="Work.WorkRules.Blind"/>).</param>
/// <param name="Reads">A read of theirs of the item is open, or may yet be asked of them.</param>
public sealed record ThreadEye(string Person, bool SeesRemarks, bool Blind, bool Reads);
