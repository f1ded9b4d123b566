using System.Data.Common;
using Overread.Storage;

namespace Overread.Server.Features.Items.Contracts;

/// <summary>What other features ask of the table of items.</summary>
internal static class ItemsTable
{
    /// <summary>Ids of the items that were withdrawn.</summary>
    public static List<string> Withdrawn(DbConnection connection, string project) =>
        connection.All("SELECT id FROM item WHERE project = @0 AND state = 'withdrawn'", r => r.GetString(0), project);
}
