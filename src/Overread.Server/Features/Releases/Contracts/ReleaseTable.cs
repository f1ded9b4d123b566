using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Releases.Contracts;

/// <summary>What other rooms ask about releases.</summary>
internal static class ReleaseTable
{
    /// <summary>Items of the largest published release; 0 before the first.</summary>
    public static long Largest(DbConnection c, string project) =>
        c.Number("SELECT COALESCE(MAX(items), 0) FROM release WHERE project = @0 AND state = 'published'", project);
}
