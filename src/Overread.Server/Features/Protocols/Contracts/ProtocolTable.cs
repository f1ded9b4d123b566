using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Protocols.Contracts;

/// <summary>What other rooms ask about protocol versions without needing their text.</summary>
internal static class ProtocolTable
{
    /// <summary>Reads per item that a version wants; 0 where there is no such version.</summary>
    public static int Readers(DbConnection c, string project, int version) =>
        (int)c.Number("SELECT readers FROM protocol WHERE project = @0 AND version = @1", project, version);
}
