using Overread.Domain.Reads;

namespace Overread.Server.Features.Reads.Contracts;

/// <summary>A read with the pseudonym of its reader.</summary>
/// <param name="Reader">Pseudonym.</param>
/// <param name="Read">The read.</param>
internal sealed record ReaderRead(string Reader, Read Read);
